/** 予定表: somebody's week, or a room's, as it stands in the emulated Exchange. */

import { daysLater, inputDate, mondayOf, weekName } from "./dates.js";
import { byId, make } from "./elements.js";
import * as event from "./event.js";
import * as panels from "./panels.js";
import * as tenant from "./tenant.js";
import { week } from "./week.js";
import { word } from "./words.js";

const PAUSE = 100; // milliseconds: one change is told once for each calendar that it touches
const whose = byId("calendar-whose");
/** @type {{id: string, name: string} | undefined} the person one is */
let person;
/** @type {{id: string, name: string}[]} */
let rooms = [];
let now = "";
let monday = "";
/** @type {tenant.Calendar | undefined} */
let shown;
let waiting = 0;
let asked = 0; // how often; only the latest answer counts
let troubled = false; // what is told is a trouble, which the next week that is read settles

export function start() {
  panels.add("calendar", { onOpen: load });
  whose.addEventListener("change", load);
  byId("week-before").addEventListener("click", known(() => turn(daysLater(monday, -7))));
  byId("week-after").addEventListener("click", known(() => turn(daysLater(monday, 7))));
  byId("week-now").addEventListener("click", known(() => turn(mondayOf(now))));
  byId("calendar-add").addEventListener("click", known(() => event.add(shown.person, dayToAdd(), changed)));
}

/** Only once a week has been read. */
const known = (work) => () => { if (shown) work(); };

/** @param {{id: string, name: string}[]} all */
export function knowRooms(all) {
  rooms = all;
  listWhose();
}

/** @param {{id: string, name: string}} become */
export function be(become) {
  const mine = whose.value === person?.id || !whose.value;
  person = become;
  listWhose();
  if (mine || whose.value === person.id) whose.value = person.id;
  load();
}

/** The week goes with the clock, unless somebody has turned to another one. @param {string} at ISO */
export function goWith(at) {
  const follows = !monday || monday === mondayOf(now);
  now = at;
  if (follows) monday = mondayOf(now);
  load();
}

/** Somebody's calendar has changed. @param {string} id */
export function hear(id) {
  if (id !== whose.value) return;
  clearTimeout(waiting);
  waiting = setTimeout(load, PAUSE);
}

export function show() {
  if (!shown || !monday) return;
  listWhose();
  byId("week-name").textContent = weekName(monday);
  byId("week-now").ariaDisabled = String(monday === mondayOf(now));
  byId("calendar-add").hidden = !shown.person.mailbox;
  const focused = /** @type {any} */ (document.activeElement)?.dataset.event;
  byId("week").replaceChildren(shown.person.mailbox
    ? week(monday, shown.events, now, (one) => event.open(shown.person, one, changed))
    : make("p", { className: "quiet" }, word("calendar.no_mailbox")));
  if (focused) byId("week").querySelector(`[data-event="${CSS.escape(focused)}"]`)?.focus();
}

function listWhose() {
  const chosen = whose.value;
  const options = [...(person ? [person] : []), ...rooms];
  whose.replaceChildren(...options.map(({ id, name }) => make("option", { value: id }, name)));
  whose.value = options.some(({ id }) => id === chosen) ? chosen : person?.id ?? "";
}

function turn(to) {
  monday = to;
  tell("");
  load();
}

/** A new entry goes to today in the week of the clock, else to the Monday of the week shown. */
const dayToAdd = () => inputDate(monday === mondayOf(now) ? now : monday);

async function load() {
  const [id, first] = [whose.value, monday];
  if (!panels.isOpen("calendar") || !id || !first) return;
  asked += 1;
  const mine = asked;
  try {
    const found = await tenant.calendar(id, first, daysLater(first, 7));
    if (mine !== asked || id !== whose.value || first !== monday) return; // asked anew or turned meanwhile
    shown = found;
    if (troubled) tell("");
    show();
  } catch (trouble) {
    tell(trouble.message);
    troubled = true;
  }
}

/** After a change by hand: what it was, and the focus where it was. @param {string} said  @param {string} [id] */
async function changed(said, id) {
  await load();
  tell(said);
  const entry = id && byId("week").querySelector(`[data-event="${CSS.escape(id)}"]`);
  (entry || byId("calendar-add")).focus();
}

function tell(text) {
  byId("calendar-news").textContent = text;
  troubled = false;
}
