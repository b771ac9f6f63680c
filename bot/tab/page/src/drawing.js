/** Pictures out of rows: a line of words, and below it what is drawn. Colours are the sheet's, so a theme needs no redrawing. */

import { barX, dot, plot, ruleX, ruleY, text, tickX } from "@observablehq/plot";
import { month, months, utc } from "./dates.js";

const ROW = 50;
const WORDS = 15; // from the top of a row to the middle of its words
const BAR = { insetTop: 29, insetBottom: 8 };
const AXIS = 24;
const BETWEEN = 20; // a label and its note
const SIDE = 1;

const measure = document.createElement("canvas").getContext("2d");

/** The words as far as they fit. */
export function fitted(words, width, font = "13px") {
  measure.font = `${font} ${getComputedStyle(document.body).fontFamily}`;
  if (measure.measureText(words).width <= width) return words;
  // By what readers take for one letter: 𠮷, or 葛 with the sign for its form, is more than one unit.
  const kept = Array.from(new Intl.Segmenter("ja").segment(words), ({ segment }) => segment);
  while (kept.length && measure.measureText(`${kept.join("")}…`).width > width) kept.pop();
  return `${kept.join("").trimEnd()}…`;
}

export function widthOf(words, font = "13px") {
  measure.font = `${font} ${getComputedStyle(document.body).fontFamily}`;
  return measure.measureText(words).width;
}

/**
 * A row for each item: its `label` on the left above the bar, its `note` on the right.
 * @param {{width: number, items: {id: any, label: string, note?: string, tone?: string}[], x: object, marks: unknown[],
 *   axis?: unknown[], label: string}} given  `label` says the whole in words
 */
export function rows({ width, items, x, marks, axis = [], label }) {
  const [from, to] = x.domain;
  const notes = items.filter(({ note }) => note);
  // A rim in the surface's colour keeps the lines of the months out of the words.
  const above = { y: "id", fontSize: 13, dy: WORDS - ROW / 2, stroke: "var(--surface)", strokeWidth: 5 };
  const drawn = plot({
    width,
    height: items.length * ROW + (axis.length ? AXIS : 0),
    marginTop: axis.length ? AXIS : 0, marginBottom: 0, marginLeft: SIDE, marginRight: SIDE,
    className: "picture",
    style: { background: "none", color: "inherit", fontFamily: "inherit", overflow: "visible" },
    x: { ...x, axis: null },
    y: { type: "band", domain: items.map(({ id }) => id), padding: 0, axis: null },
    marks: [
      ...axis,
      ruleY(items.slice(1), { y: "id", dy: -ROW / 2, stroke: "var(--hairline)" }),
      ...marks,
      text(items, {
        ...above, x: () => from, textAnchor: "start", fill: "var(--text)",
        text: ({ label: words, note }) => fitted(words, width - 2 * SIDE - (note ? widthOf(note) + BETWEEN : 0)),
        title: "label",
      }),
      text(notes, { ...above, x: () => to, textAnchor: "end", text: "note", fill: ({ tone }) => `var(--${tone ?? "quiet"})` }),
    ],
  });
  return spoken(drawn, label);
}

/** A year's months above the rows. */
export function calendar(first, last, width) {
  const every = months(first, last);
  const narrow = width < 560;
  const top = { frameAnchor: "top", dy: -AXIS + 4, lineAnchor: "top", fontSize: 12 };
  return [
    ruleX(every, { stroke: "var(--hairline)" }),
    text(every.filter((_, index) => !narrow || index % 3 === 0), {
      ...top, x: (at) => at, text: month, textAnchor: "start", dx: 3, fill: "var(--quiet)",
    }),
  ];
}

/** Today through the bars of all rows, where it is among their days; through no word. */
export function through(items, today, first, last) {
  if (today < first || today > last) return [];
  const line = (stroke, strokeWidth) =>
    tickX(items, { y: "id", x: () => utc(today), stroke, strokeWidth, insetTop: BAR.insetTop - 5, insetBottom: BAR.insetBottom - 5 });
  return [line("var(--surface)", 5), line("var(--accent)", 2)];
}

/** Bars whose pieces follow each other; each piece has `from`, `to`, `tone` and a `title`. */
export const pieces = (found) =>
  barX(found, { y: "id", x1: "from", x2: "to", fill: ({ tone }) => `var(--${tone})`, title: "title", ...BAR, insetRight: 1 });

/** Pieces of which only the longest that they may be is known: their edge alone. */
export const outlines = (found) =>
  barX(found, {
    y: "id", x1: "from", x2: "to", fill: "var(--surface)", stroke: ({ tone }) => `var(--${tone})`, strokeWidth: 1.5, strokeDasharray: "3 3",
    title: "title", insetTop: BAR.insetTop + 1, insetBottom: BAR.insetBottom + 1, insetLeft: 1, insetRight: 2,
  });

/** The whole length that a bar may have. */
export const tracks = (items, from, to) =>
  barX(items, { y: "id", x1: () => from, x2: () => to, fill: "var(--track)", ...BAR });

/** Marks upon the bars. */
export const points = (found, symbol, options = {}) =>
  dot(found, {
    y: "id", x: "at", symbol, r: 6, dy: (BAR.insetTop - BAR.insetBottom) / 2, title: "title",
    fill: ({ tone }) => `var(--${tone})`, stroke: "var(--surface)", strokeWidth: 1.5, ...options,
  });

/** Marks at the left end: their day lies before the days of the picture. */
export const arrows = (found) => points(found, "triangle2", { rotate: -90, r: 8, dx: 7 });

/** Signs upon the pieces; their rim has a piece's colour, so that they can be read at its end too. */
export const signs = (found) =>
  text(found, {
    y: "id", x: "at", text: "sign", dy: (BAR.insetTop - BAR.insetBottom) / 2, fontSize: 12, fontWeight: 700,
    fill: "var(--on-strong)", stroke: ({ tone }) => `var(--${tone})`, strokeWidth: 5,
  });

/** Shares of a hundred, one after the other. */
export function stacked(items) {
  return items.flatMap(({ id, parts }) => {
    let at = 0;
    return parts.filter(({ value }) => value > 0).map(({ value, tone, title }) => {
      const from = at;
      at += value;
      return { id, from, to: at, tone, title };
    });
  });
}

/** The picture is one image for a screen reader, said in words; the table behind it has the rest. */
function spoken(drawn, label) {
  const picture = drawn.tagName === "svg" ? drawn : drawn.querySelector("svg");
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", label);
  for (const part of picture.querySelectorAll("[aria-label]")) part.removeAttribute("aria-label");
  return drawn;
}
