/** A year of agreements and of what is owed under them. */

import { dated, fiscal, fullDate, utc } from "../dates.js";
import { calendar, pieces, points, rows } from "../drawing.js";
import { make } from "../elements.js";
import { said, word } from "../words.js";

const DRAWN = 8; // rows of each kind; the table has all
export const name = "agreements";
export const seconds = 60;

/** What to say first: how many end, what is late, what comes next. */
export function sentence(view) {
  const year = { year: view.year, now: view.year === fiscal(view.today) };
  if (!view.terms.length && !view.owed.length) return [word("agreements.quiet", year)];
  return [
    word("agreements.ending", { ...year, n: view.ending }),
    view.late ? word("agreements.late", { n: view.late }) : "",
    next(view),
  ];
}

const isLate = ({ today }) => (term) => term.waits && term.decide_by < today;

function next({ today, terms, owed }) {
  const term = terms.find((one) => one.waits && one.decide_by >= today);
  const duty = owed.find((one) => one.day >= today);
  if (term && (!duty || term.decide_by <= duty.day)) return word("agreements.next_term", { day: term.decide_by, title: term.title });
  return duty ? word("agreements.next_duty", { day: duty.day, what: duty.what, title: duty.title }) : "";
}

/** The year is chosen with two buttons, as one turns a calendar's pages. */
export function controls(view, ask) {
  const turn = (step, key, sign) => make("button", {
    type: "button", className: "turn", ariaLabel: word(key), title: word(key), onclick: () => ask({ year: view.year + step }), data: { key },
  }, sign);
  return [
    turn(-1, "agreements.earlier", "‹"),
    make("span", { className: "year", ariaLive: "polite" }, word("agreements.year", { year: view.year })),
    turn(1, "agreements.later", "›"),
  ];
}

export function pictures(view, width) {
  const span = { domain: [utc(view.first), new Date(utc(view.last).getTime() + 86_400_000)], type: "utc", clamp: true };
  const terms = nearest(view, view.terms, "decide_by");
  const owed = nearest(view, view.owed, "day");
  const items = [...terms.map((one) => termRow(view, one)), ...owed.map(dutyRow)];
  if (!items.length) return [];
  return [{
    drawn: rows({
      width, items, x: span, label: said(sentence(view)),
      axis: calendar(view.first, view.last, view.today, width),
      marks: [
        pieces(terms.flatMap((one) => term(view, one))),
        points(terms.map((one) => decision(view, one)), "diamond2"),
        points(owed.map(duty), "circle"),
      ],
    }),
    more: view.more + view.terms.length - terms.length + view.owed.length - owed.length,
  }];
}

/** What is late or comes next; where all is over, what came last. */
function nearest(view, found, day) {
  const ahead = found.filter((one) => one.waits !== false && one[day] < view.today).concat(found.filter((one) => one[day] >= view.today));
  return (ahead.length ? ahead : found).slice(0, DRAWN);
}

const termRow = (view, one) => ({
  id: `term-${one.id}`, label: one.title,
  note: word("agreements.term.label", { day: one.decide_by, waits: one.waits }),
  tone: isLate(view)(one) ? "bad" : undefined,
});
const dutyRow = (one) => ({
  id: `duty-${one.id}`, label: word("agreements.duty.row", one), note: word("agreements.duty.label", one), tone: one.late ? "bad" : undefined,
});

/** The term so far, and the weeks between the deadline and its end. */
function term(view, one) {
  const within = (day) => new Date(Math.min(Math.max(utc(day), utc(view.first)), utc(view.last)));
  const title = `${one.title} ${fullDate(one.decide_by)} – ${fullDate(one.end)}`;
  return [
    { id: `term-${one.id}`, from: within(one.start ?? view.first), to: within(one.decide_by), tone: "track", title },
    { id: `term-${one.id}`, from: within(one.decide_by), to: within(one.end), tone: isLate(view)(one) ? "bad-soft" : one.waits ? "accent-soft" : "rest", title },
  ].filter(({ from, to }) => from < to);
}

const decision = (view, one) => ({
  id: `term-${one.id}`, at: utc(one.decide_by), tone: isLate(view)(one) ? "bad" : one.waits ? "accent" : "quiet", title: fullDate(one.decide_by),
});
const duty = (one) => ({ id: `duty-${one.id}`, at: utc(one.day), tone: one.late ? "bad" : "second", title: `${fullDate(one.day)} ${one.what}` });

export function legend(view) {
  const late = view.terms.some(isLate(view)) || view.owed.some((one) => one.late);
  return [
    view.terms.length && ["diamond accent", word("agreements.key.decide")],
    view.terms.length && ["bar accent-soft", word("agreements.key.window")],
    view.owed.length && ["circle second", word("agreements.key.duty")],
    late && ["diamond bad", word("agreements.key.late")],
    ["today", word("agreements.key.today")],
  ].filter(Boolean);
}

/** Dozens of partners of one agreement are counted. */
function partners(names) {
  const every = names.split("、");
  return every.length > 3 ? word("agreements.partners", { name: every[0], n: every.length - 1 }) : names;
}

export function tables(view) {
  const states = word("agreements.state");
  const late = word("agreements.late_mark");
  return [
    {
      caption: word("agreements.table.terms"),
      head: ["decide", "title", "partner", "end", "owner", "state"].map((one) => word(`agreements.col.${one}`)),
      rows: view.terms.map((one) => [
        dated(one.decide_by), one.title, partners(one.partner), dated(one.end), one.owner,
        isLate(view)(one) ? `${states[one.state]}（${late}）` : states[one.state],
      ]),
      header: 1,
    },
    {
      caption: word("agreements.table.owed"),
      head: ["day", "what", "title", "state"].map((one) => word(`agreements.col.${one}`)),
      rows: view.owed.map((one) => [dated(one.day), one.what, one.title, one.late ? late : "—"]),
      header: 1,
    },
  ].filter((table) => table.rows.length);
}
