/** The panels beside the chat: one at a time, opened by its switch, closed by Escape as well. */

import { byId } from "./elements.js";

const narrow = matchMedia("(width < 48rem)");
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
  if (!open) return;
  panels.get(name)();
  if (narrow.matches) goTo(byId(name));
}

/** Where everything stands below each other, an opened panel would lie out of sight. */
function goTo(panel) {
  panel.focus({ preventScroll: true });
  panel.scrollIntoView();
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
