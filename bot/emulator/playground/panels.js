/** The panels beside the chat: one at a time, opened by its switch, closed by Escape as well. */

import { byId } from "./elements.js";

/** @type {Map<string, () => void>} what to do when a panel opens, by name */
const panels = new Map();

/** @param {string} name of the panel; its switch is `name-switch`, its closing button `name-close` */
export function add(name, { onOpen = () => {} } = {}) {
  panels.set(name, onOpen);
  byId(`${name}-switch`).addEventListener("click", () => set(name, !isOpen(name)));
  byId(`${name}-close`).addEventListener("click", () => close(name));
  byId(name).addEventListener("keydown", ({ key }) => { if (key === "Escape") close(name); });
}

export const isOpen = (name) => !byId(name).hidden;

/** @param {string} name  @param {boolean} open */
export function set(name, open) {
  for (const other of panels.keys()) show(other, open && other === name);
  if (open) panels.get(name)();
}

function show(name, open) {
  byId(name).hidden = !open;
  byId(`${name}-switch`).ariaExpanded = String(open);
  document.body.classList.toggle(`with-${name}`, open);
}

function close(name) {
  set(name, false);
  byId(`${name}-switch`).focus();
}
