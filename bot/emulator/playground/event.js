/** One entry of a calendar, and what people do with it by hand in Outlook. */

import { civilOf, inputDate, momentOf, timeOf } from "./dates.js";
import { byId, make } from "./elements.js";
import * as people from "./people.js";
import * as tenant from "./tenant.js";
import { word } from "./words.js";

/** @typedef {import("./tenant.js").CalendarEvent} CalendarEvent */
/** @typedef {(said: string, id?: string) => void} Changed */

const MINUTE = 60_000;
const dialog = byId("event");
let serial = 0;

/** @param {{id: string, name: string}} owner  @param {string} day 2026-11-24  @param {Changed} changed */
export function add(owner, day, changed) {
  const subject = field("text", "calendar.subject", { required: true, maxLength: 100 });
  const times = span(day, "10:00", "11:00");
  const save = async () => {
    const { event } = await tenant.addToCalendar(owner.id, { subject: value(subject), ...times.read() });
    return [word("calendar.added"), event.id];
  };
  show(word("calendar.add"), form(save, changed, subject, ...times.fields, submit("calendar.put")));
}

/** @param {{id: string, name: string}} owner of the calendar  @param {CalendarEvent} event  @param {Changed} changed */
export function open(owner, event, changed) {
  show(event.subject, facts(event),
    event.own ? moving(owner, event, changed) : null,
    event.online ? holding(owner, event, changed) : null,
    deleting(owner, event, changed));
}

function facts(event) {
  const invited = event.attendees.filter(({ kind }) => kind !== "resource");
  const lines = {
    "calendar.when": `${momentOf(event.start)}–${timeOf(event.end)}`,
    "calendar.organizer": event.organizer,
    "calendar.room": event.room,
    "calendar.online": event.online && word("calendar.yes"),
    "calendar.invited": invited.map(({ name, response }) => `${name}（${word(`response.${response}`)}）`).join("、"),
  };
  return make("dl", { className: "facts" }, ...Object.entries(lines).filter(([, said]) => said)
    .flatMap(([key, said]) => [make("dt", {}, word(key)), make("dd", { lang: "ja" }, said)]));
}

function moving(owner, event, changed) {
  const times = span(inputDate(event.start), clock(event.start), clock(event.end));
  const move = async () => {
    await tenant.moveInCalendar(owner.id, event.id, times.read());
    return [word("calendar.moved"), event.id];
  };
  return part("calendar.move", form(move, changed, ...times.fields, submit("calendar.move_do")));
}

/** Who was present is ticked; who is invited is, at first. Without guests anybody may have come. */
function holding(owner, event, changed) {
  const guests = event.attendees.filter(({ kind }) => kind !== "resource").map(({ name, mail }) => [mail, name]);
  const others = guests.length ? [] : people.everyone().filter(({ id }) => id !== owner.id);
  const tick = (id, name, checked) =>
    make("label", { className: "tick" }, make("input", { type: "checkbox", value: id, checked }), ` ${name}`);
  const ticks = [tick(event.own ? owner.id : event.organizer, event.organizer, true),
    ...guests.map(([mail, name]) => tick(mail, name, true)), ...others.map(({ id, name }) => tick(id, name, false))];
  const hold = async () => {
    const present = ticks.map((tick) => tick.firstChild).filter(({ checked }) => checked).map(({ value }) => value);
    const minutes = Math.round((Date.parse(event.end) - Date.parse(event.start)) / MINUTE);
    await tenant.holdMeeting(owner.id, event.id, { minutes, present });
    return [word("calendar.held_done", { n: present.length }), event.id];
  };
  const present = make("fieldset", {}, make("legend", {}, word("calendar.present")), ...ticks);
  return part("calendar.held", form(hold, changed, present, submit("calendar.held_do")));
}

function deleting(owner, event, changed) {
  const remove = async () => {
    await tenant.deleteFromCalendar(owner.id, event.id);
    return [word("calendar.deleted")];
  };
  const kind = !event.own ? "others" : event.attendees.length ? "meeting" : "alone";
  const warning = make("p", { className: "quiet" }, word(`calendar.delete_${kind}`));
  return part("calendar.delete", form(remove, changed, warning, submit("calendar.delete_do", "danger")));
}

const part = (title, inside) => make("details", {}, make("summary", {}, word(title)), inside);

function show(title, ...parts) {
  const close = make("button", { type: "button", onclick: () => dialog.close() }, word("close"));
  dialog.replaceChildren(
    make("h2", { id: "event-title", lang: "ja" }, title), ...parts.filter((one) => one !== null), make("div", { className: "row" }, close));
  dialog.showModal();
}

/** A form that does its work, closes, and says what was done; trouble is told inside it. */
function form(work, changed, ...inside) {
  const news = make("p", { className: "note bad", role: "alert" });
  const made = make("form", {}, ...inside, news);
  made.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const [said, id] = await work();
      dialog.close();
      changed(said, id);
    } catch (trouble) {
      news.textContent = trouble.message;
    }
  });
  return made;
}

const submit = (key, kind = "primary") =>
  make("div", { className: "row" }, make("button", { type: "submit", className: kind }, word(key)));

function field(type, key, properties = {}) {
  const id = `event-field-${serial += 1}`;
  return make("p", {}, make("label", { htmlFor: id }, word(key)), make("input", { type, id, ...properties }));
}

/** Fields for a time within one day. */
function span(day, from, until) {
  const on = field("date", "calendar.day", { required: true, value: day });
  const [start, end] = [field("time", "calendar.from", { required: true, value: from }),
    field("time", "calendar.until", { required: true, value: until })];
  const read = () => {
    if (value(end) <= value(start)) throw new tenant.Trouble(word("calendar.backwards"));
    return { start: civilOf(value(on), value(start)), end: civilOf(value(on), value(end)) };
  };
  return { fields: [on, make("div", { className: "times" }, start, end)], read };
}

const value = (field) => field.lastChild.value;
const clock = (at) => timeOf(at).padStart(5, "0");
