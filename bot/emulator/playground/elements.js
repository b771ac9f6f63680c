/** Making elements without HTML text, and telling a screen reader what changed. */

/**
 * @param {string} tag  @param {Record<string, unknown>} [properties] properties of the element; `data` is its dataset
 * @param {...(Node | string | null)} children
 */
export function make(tag, { data = {}, ...properties } = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  Object.assign(element.dataset, data);
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** @param {string} id @returns {any} */
export const byId = (id) => document.getElementById(id);

/** @param {string} selector @returns {NodeListOf<any>} */
export const all = (selector) => document.querySelectorAll(selector);

/** Reads a text out without moving the focus. */
export function announce(text) {
  const line = make("p", {}, text);
  byId("announcer").append(line);
  setTimeout(() => line.remove(), 5000);
}

/** Shows a trouble in words above everything, until it is over. @param {string | null} text */
export function showTrouble(text) {
  byId("trouble").textContent = text ?? "";
  byId("trouble").hidden = text === null;
}

/** Buttons that keep the focus while they can't be pressed. */
export function setBusy(element, busy) {
  element.ariaBusy = String(busy);
  for (const button of element.querySelectorAll("button:not(.ac-pushButton-disabled)")) button.ariaDisabled = String(busy);
}
