/** 教育ダッシュボード: this morning by school; names only when they are asked for, by who may see them. */

import { time } from "../dates.js";
import { outlines, pieces, rows, signs, tracks } from "../drawing.js";
import { make } from "../elements.js";
import { said, word } from "../words.js";

const DRAWN = 15; // of a city's schools, those with the most to tell
const PARTS = ["absent", "late", "suspended"];
const FEW = 4; // the most that a number may be which isn't told
const TONES = { absent: "second", late: "accent", suspended: "rest" };
export const name = "attendance";
export const seconds = 20;

const own = (view) => view.schools.filter((one) => one.own);
const others = (view) => view.schools.filter((one) => !one.own);
const hidden = (counted) => PARTS.some((part) => counted[part] === null);

export function sentence(view) {
  return [...own(view).flatMap(ofSchool), ...ofBoard(view)];
}

function ofSchool(school) {
  if (!school.in_session) return [word("attendance.no_school", school)];
  return [
    word("attendance.own", { name: whose(school), ...school.counted }),
    school.missing ? word("attendance.missing", { n: school.missing }) : "",
    school.unchecked ? word("attendance.unchecked", { n: school.unchecked }) : "",
  ];
}

/** The school; or what of it the numbers are of, where the reader's post doesn't reach all of it. */
function whose({ name: called, every, classes }) {
  if (every) return called;
  return word("attendance.classes_of", { school: called, name: classes.length === 1 && classes[0].id ? classes[0].name : "" });
}

function ofBoard(view) {
  const there = others(view);
  if (!view.board || !there.length) return [];
  if (!there.some((one) => one.in_session)) return [word("attendance.board_quiet", { n: there.length })];
  const alone = there.length === 1 ? there[0].counted : null;
  const whole = view.whole ?? alone;
  const sums = whole && (whole === alone || (whole.absent !== null && whole.late !== null));
  const some = there.some((one) => hidden(one.counted));
  return [
    word(sums ? "attendance.board" : "attendance.board_hidden", { n: there.length, ...whole }),
    some ? word("attendance.hidden") : "",
  ];
}

export const stamp = (view) => time(view.at);

export function controls(view, ask, asked) {
  if (!own(view).some((school) => school.in_session && school.classes.some((one) => one.named))) return [];
  const shown = Boolean(asked.names);
  return [make("button", { type: "button", className: "quiet-button", ariaPressed: String(shown), onclick: () => ask({ names: shown ? 0 : 1 }), data: { key: "names" } },
    word(shown ? "attendance.names_hide" : "attendance.names"))];
}

export function pictures(view, width) {
  const found = own(view).filter((school) => school.in_session && school.classes.length).map((school) => ({
    heading: own(view).length + others(view).length > 1 ? school.name : "",
    drawn: bars(school.classes, width, said(ofSchool(school))),
  }));
  const there = others(view).filter((one) => one.in_session).sort((a, b) => told(b) - told(a));
  if (there.length) {
    found.push({
      heading: own(view).length ? word("attendance.others") : "",
      drawn: bars(there.slice(0, DRAWN), width, said(ofBoard(view))),
      more: there.length - DRAWN,
    });
  }
  return found;
}

const told = ({ counted }) => PARTS.reduce((sum, part) => sum + (counted[part] ?? 0), 0);
const length = ({ counted }) => PARTS.reduce((sum, part) => sum + (counted[part] ?? FEW), 0);

/** A bar of those who aren't there, against the largest class or school; what isn't told is empty, as long as it may be. */
function bars(places, width, label) {
  const most = Math.max(6, ...places.map(length));
  const items = places.map((one) => ({ id: one.id, label: one.name, note: line(one.counted) }));
  const found = places.flatMap((one) => lengths(one));
  const shown = found.filter((one) => one.sign);
  return rows({
    width, items, label, x: { domain: [0, most * 1.02] },
    marks: [
      tracks(items, 0, most * 1.02),
      pieces(shown),
      outlines(found.filter((one) => !one.sign)),
      signs(shown),
    ],
  });
}

function lengths({ id, counted }) {
  let at = 0;
  return PARTS.filter((part) => counted[part] !== 0).map((part) => {
    const [from, told] = [at, counted[part] !== null];
    at += told ? counted[part] : FEW;
    const title = `${word("attendance.part")[part]} ${told ? counted[part] : word("attendance.fewer")}`;
    return { id, from, to: at, at: (from + at) / 2, sign: told ? String(counted[part]) : "", tone: TONES[part], title };
  });
}

function line(counted) {
  if (!hidden(counted)) return word("attendance.line", counted);
  return PARTS.filter((part) => counted[part] !== 0)
    .map((part) => `${word("attendance.part")[part]}${counted[part] === null ? ` ${word("attendance.fewer")}` : ` ${counted[part]}`}`).join("　");
}

/** The children beside whose names something stands, class by class; only where they were asked for. */
export function below(view, asked) {
  if (!asked.names) return [];
  const classes = own(view).flatMap((school) => school.classes).filter((one) => one.children.length);
  if (!classes.length) return [make("p", { className: "quiet names" }, word("attendance.names_none"))];
  return [make("div", { className: "names" },
    make("p", { className: "quiet" }, word("attendance.names_note")),
    ...classes.map((one) => make("section", {}, make("h3", {}, one.name), make("ul", {}, ...one.children.map(child)))))];
}

const child = ({ number, name: called, mark }) => make("li", { data: { mark } },
  make("span", { className: "seat" }, word("attendance.seat", { number })),
  make("span", {}, called || word("attendance.nameless")),
  make("strong", {}, word("attendance.mark")[mark]));

export function legend(view) {
  const there = [...own(view).flatMap((one) => one.classes), ...others(view)];
  const some = others(view).some(({ in_session, counted }) => in_session && hidden(counted));
  return [
    ...PARTS.filter((part) => there.some(({ counted }) => counted[part] !== 0)).map((part) => [`bar ${TONES[part]}`, word("attendance.part")[part]]),
    ...(some ? [["outline", word("attendance.fewer")]] : []),
  ];
}

export function tables(view) {
  const head = (columns) => columns.map((one) => word("attendance.part")[one] ?? word(`attendance.col.${one}`));
  const cells = (columns, { counted }) => columns.map((one) => (counted[one] === null ? word("attendance.fewer") : String(counted[one])));
  const mine = [...PARTS, "present", "enrolled"]; // what a narrow page shows first is who isn't there
  const theirs = [...PARTS, "enrolled"];
  const found = own(view).filter((school) => school.classes.length).map((school) => ({
    caption: school.name,
    head: [word("attendance.col.class"), ...head(mine), word("attendance.col.roll")],
    rows: school.classes.map((one) => [one.name, ...cells(mine, one), word("attendance.roll")[one.roll]]),
    header: 0, numbers: 1,
  }));
  if (!others(view).length) return found;
  // A sum that isn't told need not be small.
  const sums = theirs.map((one) => (view.whole?.[one] === null ? word("attendance.untold") : String(view.whole?.[one])));
  const whole = view.whole ? [[word("attendance.whole"), ...sums]] : [];
  const rest = { caption: word("attendance.contents"), head: [word("attendance.col.school"), ...head(theirs)], header: 0, numbers: 1 };
  return [...found, { ...rest, rows: [...whole, ...others(view).map((one) => [one.name, ...cells(theirs, one)])] }];
}
