/** The people one can be: a list on a wide screen, a select on a narrow one. */

import { byId, make } from "./elements.js";
import { word } from "./words.js";

/** @typedef {import("./tenant.js").Person} Person */

/** @type {Person[]} */
let people = [];
/** @type {string | undefined} */
let chosen;
let choose = (/** @type {Person} */ _) => {};

/** @param {(person: Person) => void} onChoose */
export function start(onChoose) {
  choose = onChoose;
  byId("people-select").addEventListener("change", (event) => take(event.target.value));
}

/** @param {Person[]} everyone */
export function show(everyone = people) {
  people = everyone;
  byId("people-list").replaceChildren(...people.map(row));
  byId("people-select").replaceChildren(...people.map(option));
}

export const find = (id) => people.find((person) => person.id === id);

/** Becomes this person, or the first when there is no such person. */
export function take(id) {
  const person = find(id) ?? people[0];
  chosen = person?.id;
  if (!person) return;
  person.unread = 0;
  redraw();
  choose(person);
}

export function addUnread(id) {
  const person = find(id);
  if (person) person.unread += 1;
  redraw();
}

/** Draws the list again and leaves the focus where it was. */
function redraw() {
  const focused = /** @type {any} */ (document.activeElement)?.dataset.person;
  show();
  if (focused) byId("people-list").querySelector(`[data-person="${CSS.escape(focused)}"]`).focus();
}

function row(person) {
  const button = make(
    "button",
    { type: "button", data: { person: person.id }, onclick: () => take(person.id) },
    make("span", { className: "face", ariaHidden: "true" }, person.name[0]),
    make("span", { className: "who", lang: "ja" }, make("span", { className: "name" }, person.name),
      make("span", { className: "quiet" }, `${person.job_title}・${person.department}`)),
    person.unread ? unread(person.unread) : null,
  );
  if (person.id === chosen) button.ariaCurrent = "true";
  return make("li", {}, button);
}

function unread(n) {
  return make("span", { className: "unread" },
    make("span", { ariaHidden: "true" }, String(n)),
    make("span", { className: "hidden" }, word("people.unread", { n })));
}

function option(person) {
  const waiting = person.unread ? `（${word("people.unread", { n: person.unread })}）` : "";
  const text = `${person.name}　${person.job_title}${waiting}`;
  return make("option", { value: person.id, selected: person.id === chosen }, text);
}
