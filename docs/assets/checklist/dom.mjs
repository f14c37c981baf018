// @ts-check
// Small helpers of the checklist's page: its parts, its messages, its one dialogue. Text of a user is only ever set as
// text.

/**
 * The part of the page with an id. @template {HTMLElement} T @param {string} id @param {new () => T} type @returns {T}
 */
export const part = (id, type) => {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`the page has no such part: ${id}`);
  return found;
};

/**
 * The first element within another that a selector finds.
 * @template {Element} T @param {ParentNode} within @param {string} selector @param {new () => T} type @returns {T}
 */
export const first = (within, selector, type) => {
  const found = within.querySelector(selector);
  if (!(found instanceof type)) throw new Error(`the page has no such part: ${selector}`);
  return found;
};

/**
 * An element with attributes and children.
 * @param {string} tag @param {Record<string, string>} attributes @param {(Node | string)[]} children
 */
export const element = (tag, attributes = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
};

/** A button. @param {string} label @param {() => void} press */
export const button = (label, press) => {
  const made = element("button", { type: "button" }, label);
  made.addEventListener("click", press);
  return made;
};

/**
 * Shows a message above the list. One of the same topic is replaced; without text it only goes.
 * @param {string} topic @param {string | (Node | string)[]} content
 * @param {{bad?: boolean, actions?: [string, () => void][]}} options `bad` is announced at once
 */
export const tell = (topic, content, { bad = false, actions = [] } = {}) => {
  const messages = part("checklist-messages", HTMLElement);
  messages.querySelector(`[data-topic="${CSS.escape(topic)}"]`)?.remove();
  if (!content.length) return;
  const made = element("div", { class: bad ? "message bad" : "message", "data-topic": topic });
  if (bad) made.setAttribute("role", "alert");
  const buttons = actions.map(([label, act]) => button(label, act));
  made.append(...(typeof content === "string" ? [element("p", {}, content)] : content));
  made.append(element("p", { class: "actions" }, ...buttons, button("Close", () => made.remove())));
  messages.append(made);
  if (bad) made.scrollIntoView({ block: "nearest" });
};

/**
 * Asks in the dialogue; resolves to whether the answer was yes.
 * @param {string} title @param {(Node | string)[]} body @param {string} yes the label of the button
 * @returns {Promise<boolean>}
 */
export const ask = (title, body, yes) => {
  const dialog = part("checklist-dialog", HTMLDialogElement);
  part("checklist-dialog-title", HTMLElement).textContent = title;
  part("checklist-dialog-body", HTMLElement).replaceChildren(...body);
  first(dialog, "button.main", HTMLElement).textContent = yes;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
};

/** Hands a text over as a file. @param {string} name @param {string} text @param {string} type */
export const download = (name, text, type) => {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = element("a", { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
};

/** Puts a text on the clipboard; where the browser forbids that, shows it to be copied by hand. @param {string} text */
export const copy = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement("textarea");
    field.readOnly = true;
    field.rows = 12;
    field.value = text;
    field.setAttribute("aria-label", "The text to copy");
    const answer = ask("Copy this text by hand", [field], "Done");
    field.select();
    await answer;
    return false;
  }
};
