// @ts-check
// What the checklist's page says about the open project, above the list.

import { chosen } from "./outline.mjs";
import { element, tell } from "./dom.mjs";
import { takeAsItIs } from "./take.mjs";

/** @typedef {import("./formats.mjs").Guide} Guide */
/** @typedef {import("./formats.mjs").Project} Project */
/** @typedef {import("./formats.mjs").Difference} Difference */
/** @typedef {import("./session.mjs").ProjectSession} ProjectSession */

/**
 * Says that an entry cannot be read. Where a later version saved it, and stands beside this one, a link leads there.
 * @param {Guide} guide @param {string} key @param {string} text the entry @param {string} why of ChecklistError
 * @param {(name: string) => void} remove deletes it
 */
export const tellUnreadable = (guide, key, text, why, remove) => {
  const { name, version } = claims(text);
  const isBeside = location.pathname.endsWith(`/${guide.version}/checklist/`) && /^\d+\.\d+\.\d+$/.test(version);
  const there = [" ", element("a", { href: `../../${version}/checklist/` }, `Open it in version ${version}`)];
  const named = name ? `the project “${name}”` : "a project";
  const said = `This browser has saved ${named}, which this page cannot open. ${why.replace(/^This file/, "It")}`;
  tell(key, [element("p", {}, said, ...(isBeside && version !== guide.version ? there : []))], {
    bad: true,
    actions: [
      ["Download it as it is", () => takeAsItIs(name || "unreadable", text)],
      ["Delete it", () => remove(name ? `“${name}”` : "the project that cannot be read")],
    ],
  });
};

/** What an entry says of itself, if anything. @param {string} text */
const claims = (text) => {
  try {
    const { project, guide } = JSON.parse(text);
    return { name: typeof project === "string" ? project : "", version: String(guide?.version) };
  } catch {
    return { name: "", version: "" };
  }
};

/** Says what is different in this version of the guide. @param {ProjectSession} session */
export const tellChanges = ({ project, guide, changes }) => {
  tell("changes", project ? listed(guide, project, changes) : "");
};

/** @param {Guide} guide @param {Project} project @param {Difference[]} changes @returns {(Node | string)[] | string} */
const listed = (guide, project, changes) => {
  const shown = new Set(chosen(guide, project.selection).map((one) => one.id));
  const changed = changes.filter((one) => one.kind === "changed" && shown.has(one.id));
  const gone = changes.filter((one) => one.kind === "withdrawn" || one.kind === "unknown");
  const added = changes.filter((one) => one.kind === "added");
  if (!changed.length && !gone.length && !added.length) return "";
  const counts = [...counted(changed, "changed"), ...counted(gone, "left the guide"), ...counted(added, "joined your list")];
  const text =
    `${counts.join(", ")} since you filled this in with ${edition(project.guide.version)}. ` +
    `This is ${edition(guide.version)}. All your answers are kept.`;
  const lines = [
    ...changed.map((one) => [named(guide, one.id, `#${one.id}`), ` was changed. ${one.note}`]),
    ...gone.map((one) => [named(guide, one.id, "#answers-without-question"), ` is no longer there. ${one.note}`]),
    ...(added.length ? [["New: ", ...added.flatMap((one, at) => [at ? ", " : "", element("span", { class: "whole" }, link(one.id, `#${one.id}`))]), "."]] : []),
  ];
  return [element("p", {}, text), element("ul", {}, ...lines.map((line) => element("li", {}, ...line)))];
};

/** @param {Difference[]} changes @param {string} words */
const counted = ({ length }, words) =>
  length ? [`${length} ${length === 1 ? "recommendation" : "recommendations"} ${words}`] : [];

/** @param {string} version */
const edition = (version) => (version === "dev" ? "the draft" : `version ${version}`);

/** @param {string} text @param {string} href */
const link = (text, href) => element("a", { href }, text);

/** @param {Guide} guide @param {string} id @param {string} href */
const named = (guide, id, href) => {
  const one = guide.recommendations.find((other) => other.id === id);
  return link(one ? `${id} ${one.title}` : id, href);
};
