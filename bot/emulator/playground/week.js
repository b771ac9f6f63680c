/** The picture of one week: days side by side with the hours down the side; on a phone one list. */

import { dayLabel, daysLater, inputDate, minuteOf, timeOf } from "./dates.js";
import { make } from "./elements.js";
import { word } from "./words.js";

/** @typedef {import("./tenant.js").CalendarEvent} CalendarEvent */

const WORKING_DAYS = 5;
const WEEK = 7;
const [OPENS, CLOSES] = [8, 18]; // o'clock; earlier and later hours are drawn where something lies there
const HOUR = 60;
const LINES = 3; // of text that an hour has room for; the first is the time
const WHOLE_DAY = 24 * HOUR;

/**
 * @param {string} monday ISO, at its midnight  @param {CalendarEvent[]} events  @param {string} now ISO
 * @param {(event: CalendarEvent) => void} open
 */
export function week(monday, events, now, open) {
  const days = [...Array(WEEK).keys()].map((n) => daysLater(monday, n)).map((day) => ({ day, pieces: pieces(day, events) }))
    .filter(({ pieces }, n) => n < WORKING_DAYS || pieces.length > 0);
  const hours = hoursOf(days.flatMap(({ pieces }) => pieces));
  const list = make("ol", { className: "week" },
    ...days.map(({ day, pieces }) => column(day, pieces, hours, now, open)));
  list.style.setProperty("--days", String(days.length));
  list.style.setProperty("--hours", String(hours.until - hours.from));
  return make("div", { className: "picture" }, scale(hours), list);
}

/** What lies in a day, cut off at its midnights, with the lane that each takes beside others. */
function pieces(day, events) {
  const end = daysLater(day, 1);
  const within = events.filter((event) => new Date(event.start) < new Date(end) && new Date(event.end) > new Date(day));
  return inLanes(within.map((event) => ({
    event,
    from: new Date(event.start) < new Date(day) ? 0 : minuteOf(event.start),
    until: new Date(event.end) >= new Date(end) ? WHOLE_DAY : minuteOf(event.end),
  })));
}

/** Events at one time stand beside each other: each in the first lane that is free. */
function inLanes(found) {
  const ends = [];
  const placed = found.map((piece) => {
    const free = ends.findIndex((end) => end <= piece.from);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = piece.until;
    return { ...piece, lane };
  });
  return placed.map((piece) => ({ ...piece, lanes: atOnce(piece, placed) }));
}

const atOnce = (piece, placed) =>
  1 + Math.max(...placed.filter(({ from, until }) => from < piece.until && piece.from < until).map(({ lane }) => lane));

function hoursOf(all) {
  const from = Math.min(OPENS, ...all.map((piece) => Math.floor(piece.from / HOUR)));
  return { from, until: Math.max(CLOSES, ...all.map((piece) => Math.ceil(piece.until / HOUR))) };
}

function scale({ from, until }) {
  const marks = [...Array(until - from).keys()].map((n) => make("span", {}, `${from + n}:00`));
  return make("div", { className: "hours", ariaHidden: "true" }, ...marks);
}

function column(day, found, hours, now, open) {
  const today = inputDate(day) === inputDate(now);
  const name = make("h3", {}, dayLabel(day), today ? make("span", { className: "hidden" }, word("calendar.today")) : null);
  const list = make("ul", {}, ...found.map((piece) => row(piece, hours, open)));
  const column = make("li", { className: "column" }, name, list);
  if (today) {
    column.classList.add("today");
    column.style.setProperty("--now", String(minuteOf(now) / HOUR - hours.from));
  }
  if (found.length === 0) list.before(make("p", { className: "quiet nothing" }, word("calendar.nothing")));
  return column;
}

function row({ event, from, until, lane, lanes }, hours, open) {
  const button = make("button",
    { type: "button", className: `event ${event.shows}`, data: { event: event.id }, ariaHasPopup: "dialog", onclick: () => open(event) },
    make("span", { className: "when" }, `${timeOf(event.start)}–${timeOf(event.end)}`),
    make("span", { className: "subject", lang: "ja" }, event.subject),
    make("span", { className: "quiet shows" }, word(`shows.${event.shows}`)));
  const long = (until - from) / HOUR;
  const item = make("li", { className: long < 1 ? "short" : "" }, button);
  const place = { "--from": from / HOUR - hours.from, "--long": long, "--lane": lane, "--lanes": lanes,
    "--lines": Math.max(1, Math.floor(long * LINES) - (long < 1 ? 0 : 1)) };
  for (const [name, value] of Object.entries(place)) item.style.setProperty(name, String(value));
  return item;
}
