/** Each promise to meet, with what became of its periods. */

import { dated, fiscal, fullDate, short, utc } from "../dates.js";
import { calendar, pieces, points, rows, signs, through } from "../drawing.js";
import { said, word } from "../words.js";

const DRAWN = 10;
export const name = "meetings";
export const seconds = 60;

// A booked meeting has a point of its own upon the period in which it is still owed.
const TONES = { met: "good", written: "good", booked: "accent-soft", owed: "accent-soft", missed: "bad", ahead: "track", skipped: "rest" };
const SIGNS = { met: "✓", written: "✎", missed: "✕" };

export function sentence(view) {
  const missed = view.series.filter((one) => now(view, one).some(({ state }) => state === "missed"));
  const open = view.due - view.met - view.missed;
  return [
    view.met + view.missed ? word("meetings.met", view) : "",
    open ? word("meetings.open", { n: open }) : "",
    view.due ? "" : word("meetings.none_due"),
    missed.length ? word("meetings.missed", { n: view.missed, title: missed[0].title, more: missed.length - 1 }) : "",
    next(view),
  ];
}

/** The soonest one that is booked; else the period in which one is owed that ends first. */
function next({ today, series }) {
  const every = series.flatMap((one) => one.quarters.map((quarter) => ({ ...quarter, title: one.title })));
  const booked = every.filter(({ state, on }) => state === "booked" && on >= today).sort((a, b) => a.on.localeCompare(b.on))[0];
  if (booked) return word("meetings.next", { day: booked.on, title: booked.title });
  const owed = every.filter(({ state }) => state === "owed").sort((a, b) => a.last.localeCompare(b.last))[0];
  return owed ? word("meetings.owed", owed) : "";
}

const year = (view) => {
  const first = fiscal(view.today);
  return [`${first}-04-01`, `${first + 1}-03-31`];
};

/** The periods of this fiscal year. */
function now(view, one) {
  const [first, last] = year(view);
  return one.quarters.filter((quarter) => quarter.first <= last && quarter.last >= first);
}

export function pictures(view, width) {
  const shown = view.series.slice(0, DRAWN);
  if (!shown.length) return [];
  const [first, last] = year(view);
  const end = new Date(utc(last).getTime() + 86_400_000);
  const found = shown.flatMap((one) => now(view, one).filter(({ state }) => state !== "free").map((quarter) => piece(one, quarter, utc(first), end)));
  const items = shown.map((one) => ({ id: one.id, label: one.title, note: word("meetings.every", one) }));
  return [{
    drawn: rows({
      width, items, x: { type: "utc", domain: [utc(first), end] }, label: said(sentence(view)),
      axis: calendar(first, last, width),
      marks: [
        pieces(found),
        ...through(items, view.today, first, last),
        points(found.filter(({ state }) => state === "booked").map((one) => ({ ...one, tone: "accent" })), "circle"),
        signs(found.filter(({ sign }) => sign)),
      ],
    }),
    more: view.series.length - shown.length,
    beyond: view.more,
  }];
}

function piece(one, quarter, first, end) {
  const from = new Date(Math.max(utc(quarter.first), first));
  const to = new Date(Math.min(utc(quarter.last).getTime() + 86_400_000, end));
  // At the day of the meeting; without one in the middle of what is meant.
  const at = quarter.on ? new Date(Math.min(Math.max(utc(quarter.on), first), end)) : new Date((from.getTime() + to.getTime()) / 2);
  return {
    id: one.id, state: quarter.state, from, to, at, tone: TONES[quarter.state], sign: SIGNS[quarter.state],
    title: `${period(quarter)} ${word("meetings.state")[quarter.state]}${quarter.on ? ` ${fullDate(quarter.on)}` : ""}`,
  };
}

const period = (quarter) => word("meetings.period", { first: Number(quarter.first.slice(5, 7)), last: Number(quarter.last.slice(5, 7)) });

/** What became of a period, and on which day. */
function became({ state, on }) {
  const words = word("meetings.state")[state];
  return on ? word("meetings.on", { state: words, day: short(on) }) : words;
}

export function legend(view) {
  const states = new Set(view.series.flatMap((one) => now(view, one)).map(({ state }) => state));
  if (states.has("booked")) states.add("owed"); // upon which it stands
  return ["met", "written", "booked", "owed", "missed", "skipped", "ahead"].filter((one) => states.has(one))
    .map((one) => [one === "booked" ? "circle accent" : `bar ${TONES[one]}`, word("meetings.state")[one], SIGNS[one]]);
}

export function tables(view) {
  return [{
    caption: word("meetings"),
    head: ["title", "partner", "every", "last", "periods", "owner"].map((one) => word(`meetings.col.${one}`)),
    rows: view.series.map((one) => [
      one.title, one.partner || "—", word("meetings.every", one), one.last_met_on ? dated(one.last_met_on) : word("meetings.never"),
      now(view, one).map((quarter) => `${period(quarter)} ${became(quarter)}`).join(" / ") || "—", one.owner,
    ]),
    header: 0,
  }];
}
