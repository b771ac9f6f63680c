/** The people one can be: a list on a wide screen, a select on a narrow one. */

import { byId, make } from "./elements.js";
import { word } from "./words.js";

/** @typedef {import("./tenant.js").Person} Person */

const PICKED = 5;
/** @type {Person[]} */
let cast = [];
/** @type {Person[]} those of the many who were looked at last */
let picked = [];
/** @type {string | undefined} */
let chosen;
let choose = (/** @type {Person} */ _) => {};

/** @param {(person: Person) => void} onChoose */
export function start(onChoose) {
  choose = onChoose;
  byId("people-select").addEventListener("change", (event) => take(event.target.value));
}

/** @param {Person[]} few */
export function show(few = cast) {
  cast = few;
  byId("people-list").replaceChildren(...everyone().map((person) => row(person)));
  byId("people-select").replaceChildren(...everyone().map(option));
}

export const everyone = () => [...cast, ...picked];

export const find = (id) => everyone().find((person) => person.id === id);

/** Lists somebody of the many, beside the few. @param {Person} person */
export function list(person) {
  if (!find(person.id)) picked = [...picked, person].slice(-PICKED);
}

/** Becomes somebody of the many. @param {Person} person */
export function pick(person) {
  list(person);
  take(person.id);
}

/** Becomes this person, or the first when there is no such person. */
export function take(id) {
  const person = find(id) ?? cast[0];
  chosen = person?.id;
  if (!person) return;
  person.unread = 0;
  redraw();
  choose(person);
}

export function addUnread(id) {
  const person = find(id);
  if (!person) return;
  person.unread += 1;
  redraw();
}

/** Draws the list again; a focus that was in it goes back to the same person, unless they have left it. */
function redraw() {
  const listed = byId("people-list");
  const focused = listed.contains(document.activeElement) && /** @type {any} */ (document.activeElement).dataset.person;
  show();
  if (focused) listed.querySelector(`[data-person="${CSS.escape(focused)}"]`)?.focus();
}

/** @param {Person} person */
export function row(person, choosing = () => take(person.id)) {
  const button = make(
    "button",
    { type: "button", data: { person: person.id }, onclick: choosing },
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
