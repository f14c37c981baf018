// @ts-check
// The checklist's page: opens, shows and changes projects. What is answered stays in this browser; nothing is sent.

import { ChecklistError, read } from "./checklist/formats.mjs";
import { ask, element, first, part, tell } from "./checklist/dom.mjs";
import { tellChanges, tellUnreadable } from "./checklist/notices.mjs";
import { selectionText } from "./checklist/outline.mjs";
import { answerTo, confirmed, freeName, isoDay, newProject, withAnswer, without } from "./checklist/project.mjs";
import { entryText, ProjectSession } from "./checklist/session.mjs";
import { prepareStart, showStart } from "./checklist/start.mjs";
import { ProjectStore } from "./checklist/store.mjs";
import { bring, take } from "./checklist/take.mjs";
import { entryIn, equip, fit, mark, showOnly, showProgress, showProject, showState, withTexts } from "./checklist/view.mjs";

/** @typedef {import("./checklist/formats.mjs").Guide} Guide */
/** @typedef {import("./checklist/formats.mjs").Project} Project */
/** @typedef {import("./checklist/formats.mjs").Selection} Selection */

/** @type {Guide} */
const guide = withTexts(JSON.parse(part("page-data", HTMLScriptElement).textContent ?? ""));
const store = new ProjectStore(() => localStorage);
const session = new ProjectSession(store, guide, () => isoDay(new Date()), {
  saved: () => {
    tell("unsaved", "");
    say(store.isKept ? `Saved in this browser at ${clock()}.` : "Kept until you close this page.");
  },
  failed: (why) => tellFailed(why),
  replaced: () => {
    render();
    say("Updated: this project was changed in another tab.");
  },
  gone: () => letGo(),
  parted: (why) => {
    render();
    const text = `Another tab saved this project in a form that this page cannot read, so you now work on a copy. ${why.replace(/^This file/, "The other one")}`;
    tell("parted", text, { bad: true });
  },
});
/** @type {Set<string>} */
const told = new Set(); // entries that cannot be read, which a message has named
/** @type {Project | null} */
let edited = null; // the project whose choice the form changes; null for a new one

const clock = () => new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

/** A quiet word beside the progress. @param {string} text */
const say = (text) => {
  const status = part("checklist-status", HTMLElement);
  if (status.textContent !== text) status.textContent = text;
};

/** @param {string} why */
const tellFailed = (why) => {
  say("Not saved.");
  const text = `Your last change is not saved: ${why}. It is still on this page. Download it before you close the page, or make room: delete a project.`;
  tell("unsaved", text, { bad: true, actions: [["Download as JSON", () => void handOver("json", "download")]] });
};

/** The projects that can be read, the oldest first. @returns {{key: string, project: Project}[]} */
const readable = () =>
  store.keys().flatMap((key) => {
    const text = store.get(key) ?? "";
    try {
      return [{ key, project: read(text, guide).project }];
    } catch (error) {
      if (!(error instanceof ChecklistError)) throw error;
      if (told.has(text)) return [];
      told.add(text);
      tellUnreadable(guide, key, text, error.message, (name) => void remove(key, name));
      return [];
    }
  });

/** Opens the project of last time, or any, or asks what to do. */
const begin = () => {
  const known = readable();
  const last = known.find((one) => one.key === store.last) ?? known.at(-1);
  if (last) openProject(last.key);
  else askWhat(null);
};

/** @param {string} key */
const openProject = (key) => {
  session.flush();
  session.open(key);
  first(part("checklist-filter", HTMLElement), "input", HTMLInputElement).checked = true;
  say(store.isKept ? "Saved in this browser." : "Kept until you close this page.");
  work();
};

/** Makes an entry of a project, and opens it. @param {Project} project */
const addProject = (project) => {
  session.flush();
  const taken = readable().map((one) => one.project.project);
  const named = { ...project, project: freeName(project.project, taken) };
  session.create(named, read(entryText(named), guide).changes);
  work();
};

/** Shows the form that asks what a project does. @param {Project | null} project */
const askWhat = (project) => {
  edited = project;
  const taken = readable().map((one) => one.project.project);
  showStart(project?.project ?? freeName("My project", taken), project?.selection ?? null, session.project !== null);
  showState("start");
};

/** Shows the open project. */
const render = () => {
  const { project, changes } = session;
  if (!project) return;
  const options = readable().map((one) => new Option(one.project.project, one.key, false, one.key === session.key));
  // What could not be saved has no entry yet.
  if (!options.some((one) => one.selected)) options.push(new Option(project.project, session.key, false, true));
  part("checklist-projects", HTMLSelectElement).replaceChildren(...options);
  part("checklist-scope", HTMLElement).textContent = selectionText(guide, project.selection);
  const edition = guide.version === "dev" ? "draft" : guide.version;
  const printed = [project.project, selectionText(guide, project.selection).replace(/\.$/, ""), `LLM Ethics Guide, ${edition}`, guide.url];
  part("checklist-printed", HTMLElement).textContent = printed.filter(Boolean).join(" · ");
  showProject(guide, project, changes, { holds, forget });
  showOnly(filter(), guide, project);
  tellChanges(session);
};

const work = () => {
  render();
  showState("work");
};

const filter = () => first(part("checklist-filter", HTMLElement), "input:checked", HTMLInputElement).value;

/** Takes over what the reader answers. @param {HTMLElement} section */
const answer = (section) => {
  const one = guide.recommendations.find((other) => other.id === section.id);
  if (!session.project || !one) return;
  fit(section);
  session.change(withAnswer(session.project, one, entryIn(section)), one.id);
  const { hash } = answerTo(session.project, one.id);
  if (!hash || hash === one.hash) settle(section);
  showProgress(guide, session.project);
};

/** An answer stays as it is, though the recommendation changed. @param {string} id */
const holds = (id) => {
  const one = guide.recommendations.find((other) => other.id === id);
  if (!session.project || !one) return;
  session.change(confirmed(session.project, one), id);
  settle(part(id, HTMLElement));
};

/** A change of a recommendation needs no more attention. @param {HTMLElement} section */
const settle = (section) => {
  const note = section.querySelector(".since-then");
  if (!note) return;
  session.changes = session.changes.filter((one) => one.id !== section.id);
  if (note.contains(document.activeElement)) section.querySelector("input")?.focus();
  mark(guide, section, undefined, { holds, forget });
  tellChanges(session);
};

/** Takes away an answer that has lost its question. @param {string} id */
const forget = (id) => {
  if (!session.project) return;
  const old = answerTo(session.project, id);
  const lost = session.changes.filter((one) => one.id === id);
  session.changes = session.changes.filter((one) => one.id !== id);
  session.change(without(session.project, id), id);
  render();
  const undo = () => {
    tell("forgotten", "");
    if (!session.project) return;
    session.changes = [...session.changes, ...lost];
    session.change({ ...session.project, answers: [...session.project.answers, old] }, id);
    render();
  };
  tell("forgotten", `Your answer to ${id} is removed.`, { actions: [["Undo", undo]] });
};

/** Deletes an entry, after a question and with a way back. @param {string} key @param {string} name */
const remove = async (key, name) => {
  const text = store.get(key);
  const warning = "Its answers are in this browser only. Download the JSON file first if you want to keep a copy.";
  if (!(await ask(`Delete ${name}?`, [element("p", {}, warning)], "Delete"))) return;
  const open = key === session.key;
  if (open) session.close();
  store.remove(key);
  told.delete(text ?? "");
  tell(key, "");
  if (open) begin();
  else render();
  const undo = () => {
    tell("deleted", "");
    store.put(key, text ?? "");
    if (open) openProject(key);
    else begin();
  };
  tell("deleted", `Deleted ${name}.`, { actions: [["Undo", undo]] });
};

const rename = async () => {
  const { project } = session;
  if (!project) return;
  const field = element("input", { type: "text", maxlength: "120", required: "", value: project.project });
  if (!(field instanceof HTMLInputElement)) return;
  const asked = await ask("Rename the project", [element("label", {}, "Name ", field)], "Rename");
  const name = field.value.trim();
  if (!asked || !name || name === session.project?.project || !session.project) return;
  session.change({ ...session.project, project: name });
  session.flush();
  render();
};

/** Another tab has deleted the open project. */
const letGo = () => {
  const { project } = session;
  session.close();
  begin();
  if (!project) return;
  const undo = () => {
    tell("gone", "");
    addProject(project);
  };
  tell("gone", `“${project.project}” was deleted in another tab. This page still has it.`, { actions: [["Bring it back", undo]] });
};

/** @param {string} format @param {string} how */
const handOver = async (format, how) => {
  session.flush();
  if (session.project) await take(format, how, guide, session.project);
};

/** What the form says becomes a project, or the choice of the open one. @param {string} name @param {Selection} selection */
const chose = (name, selection) => {
  if (edited && session.project) {
    session.change({ ...session.project, project: name, selection });
    session.flush();
    work();
  } else {
    addProject(newProject(guide, name, selection, isoDay(new Date())));
  }
};

const listen = () => {
  const list = part("checklist-list", HTMLFormElement);
  list.addEventListener("input", ({ target }) => {
    const section = target instanceof Element ? target.closest(".asked") : null;
    if (section instanceof HTMLElement) answer(section);
  });
  list.addEventListener("submit", (event) => event.preventDefault());
  part("checklist-filter", HTMLElement).addEventListener("change", () => {
    if (session.project) showOnly(filter(), guide, session.project);
  });
  const select = part("checklist-projects", HTMLSelectElement);
  select.addEventListener("change", () => openProject(select.value));
  /** @type {Record<string, () => void>} */
  const commands = {
    "checklist-new": () => askWhat(null),
    "checklist-rename": () => void rename(),
    "checklist-delete": () => void remove(session.key, `“${session.project?.project}”`),
    "checklist-choose": () => askWhat(session.project),
  };
  for (const [id, command] of Object.entries(commands)) part(id, HTMLElement).addEventListener("click", command);
  part("checklist-export", HTMLElement).addEventListener("click", ({ target }) => {
    if (target instanceof HTMLButtonElement) void handOver(target.dataset.format ?? "", target.dataset.how ?? "");
  });
  const input = first(part("checklist-open", HTMLElement), "input", HTMLInputElement);
  input.addEventListener("change", async () => {
    const [file] = input.files ?? [];
    const brought = file && (await bring(file, guide));
    input.value = "";
    if (!brought) return;
    addProject(brought);
    say(`“${session.project?.project}” is open.`);
  });
};

/** Saves before the page goes, and looks what other tabs do. */
const watch = () => {
  addEventListener("storage", ({ key }) => {
    if (key === null || key === session.key) session.look();
    else if (ProjectStore.isEntry(key)) render();
  });
  addEventListener("pagehide", () => {
    session.flush();
    // The place in a form is not one in the list, which stands here when the reader comes back.
    history.scrollRestoration = part("checklist-start", HTMLElement).hidden ? "auto" : "manual";
  });
  document.addEventListener("visibilitychange", () => (document.hidden ? session.flush() : session.look()));
  addEventListener("beforeunload", (event) => {
    session.flush();
    const only = !store.isKept && session.project?.answers.length;
    if (session.isDirty || only) event.preventDefault();
  });
};

equip(answer);
prepareStart(guide, chose, work);
listen();
watch();
if (!store.isKept) {
  const text = "This browser does not let the page save anything. You can work here, but your answers are lost when you close the page: download the JSON file first.";
  tell("blocked", text, { bad: true });
}
begin();
