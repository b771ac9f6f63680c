/** How far the people of each department are with a course. */

import { utc } from "../dates.js";
import { pieces, rows, stacked, tracks } from "../drawing.js";
import { make } from "../elements.js";
import { number, said, word } from "../words.js";

const DRAWN = 8;
const PARTS = ["finished", "booked", "waiting", "nothing"];
const TONES = { finished: "good", booked: "accent", waiting: "second", nothing: "track" };
export const name = "training";
export const seconds = 300; // thousands of people are counted

const chosen = (view) => view.courses.find(({ id }) => id === view.course);
const named = (share) => share.name || word("training.nameless");

export function sentence(view) {
  const course = chosen(view);
  if (!course) return [word("training.none")];
  const { share } = view;
  const left = Math.round((utc(course.finish_by) - utc(view.today)) / 86_400_000);
  const parts = view.municipalities.length ? view.municipalities : view.departments;
  const last = parts.length > 1 && parts[0].percent < share.percent ? parts[0] : null;
  return [
    word(`training.${done(share)}`, { title: course.title, ...share }),
    word("training.until", { day: course.finish_by, left }),
    last ? word("training.farthest", { name: named(last), percent: last.percent }) : "",
    view.municipality ? word("training.of", view) : "",
  ];
}

const done = ({ audience, finished }) => (finished === 0 ? "begun" : finished === audience ? "all" : "done");

export function controls(view, ask) {
  if (view.courses.length < 2) return [];
  const select = make("select", { id: "training-course", onchange: () => ask({ course: Number(select.value) }), data: { key: "course" } },
    ...view.courses.map((one) => make("option", { value: String(one.id), selected: one.id === view.course },
      one.mandatory ? `${one.title}（${word("training.mandatory")}）` : one.title)));
  return [make("label", { htmlFor: select.id, className: "hidden" }, word("training.choose")), select];
}

export function pictures(view, width) {
  const label = said(sentence(view));
  return [
    ["municipalities", view.municipalities], ["departments", view.departments],
  ].filter(([, shares]) => shares.length).map(([kind, shares]) => ({
    heading: view.municipalities.length ? word(`training.${kind}`) : "",
    drawn: bars(shares.slice(0, DRAWN), width, label),
    more: shares.length - Math.min(shares.length, DRAWN),
  }));
}

function bars(shares, width, label) {
  const items = shares.map((one, id) => ({
    id, label: named(one), note: word("training.share", one),
    parts: PARTS.map((part) => ({
      value: one[part] / one.audience, tone: TONES[part], title: `${word("training.part")[part]} ${word("unit.people", one[part])}`,
    })),
  }));
  return rows({ width, items, x: { domain: [0, 1] }, label, marks: [tracks(items, 0, 1), pieces(stacked(items))] });
}

export const legend = (view) => PARTS.filter((part) => view.share?.[part])
  .map((part) => [`bar ${TONES[part]}`, word("training.part")[part]]);

export function tables(view) {
  return [["municipality", view.municipalities], ["name", view.departments]].filter(([, shares]) => shares.length)
    .map(([kind, shares]) => ({
      caption: `${chosen(view).title} ${word(kind === "name" ? "training.departments" : "training.municipalities")}`,
      head: [word(`training.col.${kind}`), word("training.col.audience"), ...PARTS.map((part) => word("training.part")[part]), word("training.col.percent")],
      rows: shares.map((one) => [named(one), number(one.audience), ...PARTS.map((part) => number(one[part])), word("training.percent", one)]),
      header: 0, numbers: 1,
    }));
}
