/** A year of agreements and of what is owed under them. */

import { dated, fiscal, fullDate, short, shortWithYear, utc } from "../dates.js";
import { arrows, calendar, pieces, points, rows, through } from "../drawing.js";
import { make } from "../elements.js";
import { said, word } from "../words.js";

const DRAWN = 8; // rows of each kind; the table has all
export const name = "agreements";
export const seconds = 60;

/** What to say first: what is late, what comes next, how many end. */
export function sentence(view) {
  const year = { year: view.year, now: isNow(view) };
  if (!view.terms.length && !view.owed.length) return [word("agreements.quiet", year)];
  const early = year.now ? 0 : view.terms.filter((one) => one.waits && one.decide_by < view.first).length;
  const urgent = [
    view.late ? word("agreements.late", { n: view.late }) : "",
    view.past ? word("agreements.past", { n: view.past }) : "",
  ].filter(Boolean);
  const rest = [
    view.ending ? word("agreements.ending", { ...year, n: view.ending, settled: view.settled }) : "",
    next(view),
    early ? word("agreements.early", { n: early }) : "",
  ].filter(Boolean);
  const words = [...urgent, ...rest];
  return words.length ? words : [word("agreements.settled", year)];
}

const isNow = ({ year, today }) => year === fiscal(today);
const isLate = ({ today }) => (term) => term.waits && term.contract_day < today;
const isPast = ({ today }) => (term) => term.waits && term.decide_by < today && today <= term.contract_day;

/** The first day of the year shown that is still to come; of another year than this one with its year. */
function next(view) {
  const ahead = (day) => day >= view.today && day >= view.first;
  const term = view.terms.find((one) => one.waits && ahead(one.decide_by));
  const duty = view.owed.find((one) => ahead(one.day));
  const now = isNow(view);
  if (term && (!duty || term.decide_by <= duty.day)) {
    return word("agreements.next_term", { now, day: term.decide_by, title: term.title, renewal: term.renewal });
  }
  return duty ? word("agreements.next_duty", { now, day: duty.day, what: duty.what, title: duty.title }) : "";
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
  const items = [...terms.map((one) => termRow(view, one)), ...owed.map((one) => dutyRow(view, one))];
  if (!items.length) return [];
  const inside = ({ day }) => day >= view.first;
  const decisions = terms.map((one) => decision(view, one));
  const duties = owed.map(duty);
  const left = [...view.terms.filter((one) => !terms.includes(one)), ...view.owed.filter((one) => !owed.includes(one))];
  return [{
    drawn: rows({
      width, items, x: span, label: said(sentence(view)),
      axis: calendar(view.first, view.last, width),
      marks: [
        pieces(terms.flatMap((one) => term(view, one))),
        ...through(items, view.today, view.first, view.last),
        points(decisions.filter(inside), "diamond2"),
        points(duties.filter(inside), "circle"),
        arrows([...decisions, ...duties].filter((one) => !inside(one))),
      ],
    }),
    more: left.length,
    settled: left.filter(({ waits }) => waits === false).length,
    beyond: view.more,
  }];
}

/** What is late or comes next; where all is over, what came last. */
function nearest(view, found, day) {
  const ahead = found.filter((one) => one.waits !== false && one[day] < view.today).concat(found.filter((one) => one[day] >= view.today));
  return (ahead.length ? ahead : found).slice(0, DRAWN);
}

/** A day on the margin of a row; of another fiscal year with its year. */
const near = (view, day) => (day < view.first || day > view.last ? shortWithYear(day) : short(day));
const toned = (view, one) => (isLate(view)(one) ? "bad" : isPast(view)(one) ? "second" : undefined);

const termRow = (view, one) => ({
  id: `term-${one.id}`, label: one.title, tone: toned(view, one),
  note: word("agreements.term.label", { day: near(view, one.decide_by), waits: one.waits, renewal: one.renewal }),
});
const dutyRow = (view, one) => ({
  id: `duty-${one.id}`, label: word("agreements.duty.row", one), tone: one.late ? "bad" : undefined,
  note: word("agreements.duty.label", { day: near(view, one.day) }),
});

/** The term so far, the weeks between the city's day and the contract's, and the rest of the term. */
function term(view, one) {
  const within = (day) => new Date(Math.min(Math.max(utc(day), utc(view.first)), utc(view.last)));
  const title = `${one.title} ${fullDate(one.decide_by)} – ${fullDate(one.contract_day)} – ${fullDate(one.end)}`;
  const piece = (from, to, tone) => ({ id: `term-${one.id}`, from: within(from), to: within(to), tone, title });
  return [
    piece(one.start ?? view.first, one.decide_by, "track"),
    piece(one.decide_by, one.contract_day, isLate(view)(one) ? "bad-soft" : one.waits ? "accent-soft" : "rest"),
    piece(one.contract_day, one.end, "track"),
  ].filter(({ from, to }) => from < to);
}

const decision = (view, one) => ({
  id: `term-${one.id}`, day: one.decide_by, at: utc(one.decide_by), tone: toned(view, one) ?? (one.waits ? "accent" : "quiet"),
  title: fullDate(one.decide_by),
});
const duty = (one) => ({
  id: `duty-${one.id}`, day: one.day, at: utc(one.day), tone: one.late ? "bad" : "second", title: `${fullDate(one.day)} ${one.what}`,
});

export function legend(view) {
  const late = view.terms.some(isLate(view));
  const owed = view.owed.some((one) => one.late);
  const early = view.terms.some((one) => one.decide_by < view.first) || view.owed.some((one) => one.day < view.first);
  return [
    view.terms.length && ["diamond accent", word("agreements.key.decide")],
    view.terms.length && ["bar accent-soft", word("agreements.key.window")],
    view.owed.length && ["circle second", word("agreements.key.duty")],
    view.terms.some(isPast(view)) && ["diamond second", word("agreements.key.past")],
    (late || owed) && [late ? "diamond bad" : "circle bad", word("agreements.key.late")],
    early && ["arrow", word("agreements.key.early"), "◀"],
    isNow(view) && ["today", word("agreements.key.today")],
  ].filter(Boolean);
}

/** Dozens of partners of one agreement are counted. */
function partners(names) {
  const every = names.split("、");
  return every.length > 3 ? word("agreements.partners", { name: every[0], n: every.length - 1 }) : names;
}

export function tables(view) {
  return [
    {
      caption: word("agreements.table.terms"),
      head: ["decide", "contract", "title", "state", "partner", "end", "renewal", "owner"].map((one) => word(`agreements.col.${one}`)),
      rows: view.terms.map((one) => [
        dated(one.decide_by), dated(one.contract_day), one.title, standing(view, one), partners(one.partner), dated(one.end),
        word("agreements.renewal")[one.renewal], one.owner,
      ]),
      header: 2,
    },
    {
      caption: word("agreements.table.owed"),
      head: ["day", "what", "matter", "partner", "owner", "state"].map((one) => word(`agreements.col.${one}`)),
      rows: view.owed.map((one) => [
        dated(one.day), one.what, one.title || "—", one.partner ? partners(one.partner) : "—", one.owner || "—",
        marked(word("agreements.duty.state")[one.state], one.late && "late"),
      ]),
      header: 1,
    },
  ].filter((table) => table.rows.length);
}

const standing = (view, one) => marked(word("agreements.state")[one.state], isLate(view)(one) ? "late" : isPast(view)(one) && "past");
const marked = (state, mark) => (mark ? word("agreements.marked", { state, mark: word(`agreements.${mark}_mark`) }) : state);
