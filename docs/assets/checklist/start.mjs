// @ts-check
// The form of the checklist that asks what a project does.

import { chosen } from "./outline.mjs";
import { first, part } from "./dom.mjs";

/** @typedef {import("./formats.mjs").Guide} Guide */
/** @typedef {import("./formats.mjs").Selection} Selection */

const form = () => part("checklist-start", HTMLFormElement);

/** @param {string} name */
const boxes = (name) =>
  [...form().querySelectorAll(`input[name="${name}"]`)].filter((one) => one instanceof HTMLInputElement);

/** @param {string} name */
const ticked = (name) => boxes(name).filter((one) => one.checked).map((one) => one.value);

/** What the form says; where the reader's own choice is ticked and empty, it means all. @returns {Selection} */
const selection = () => {
  const profiles = ticked("profiles").filter(Boolean);
  if (!ticked("profiles").includes("")) return { profiles, stages: [], roles: [] };
  const [stages, roles] = [ticked("stages"), ticked("roles")];
  return { profiles: stages.length || roles.length ? profiles : [], stages, roles };
};

/**
 * Makes the form work. @param {Guide} guide
 * @param {(name: string, selection: Selection) => void} done @param {() => void} cancelled
 */
export const prepareStart = (guide, done, cancelled) => {
  const size = () => chosen(guide, selection()).length;
  const count = () => {
    const isChosen = ticked("profiles").length > 0;
    const number = isChosen ? size() : null;
    boxes("profiles")[0].setCustomValidity(isChosen ? "" : "Tick at least one kind of project, or “Something else”.");
    part("checklist-count", HTMLElement).textContent = number === null
      ? ""
      : number
      ? `${number} ${number === 1 ? "recommendation" : "recommendations"}.`
      : "No recommendation fits: untick a stage or a role.";
  };
  form().addEventListener("change", count);
  form().addEventListener("submit", (event) => {
    event.preventDefault();
    const name = first(form(), '[name="project"]', HTMLInputElement).value.trim();
    if (name && size()) done(name, selection());
  });
  part("checklist-cancel", HTMLElement).addEventListener("click", cancelled);
};

/**
 * Shows the form, filled in. @param {string} name @param {Selection | null} choice @param {boolean} canCancel
 */
export const showStart = (name, choice, canCancel) => {
  first(form(), '[name="project"]', HTMLInputElement).value = name;
  const own = choice && (!choice.profiles.length || choice.stages.length || choice.roles.length);
  for (const box of boxes("profiles")) box.checked = Boolean(box.value ? choice?.profiles.includes(box.value) : own);
  for (const box of boxes("stages")) box.checked = choice?.stages.includes(box.value) ?? false;
  for (const box of boxes("roles")) box.checked = choice?.roles.includes(box.value) ?? false;
  part("checklist-cancel", HTMLElement).hidden = !canCancel;
  form().dispatchEvent(new Event("change"));
};
