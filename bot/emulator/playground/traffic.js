/** The panel that shows what the bot and Microsoft sent each other. */

import { shortMoment } from "./dates.js";
import { byId, make } from "./elements.js";
import * as panels from "./panels.js";
import { word } from "./words.js";

/** @typedef {import("./tenant.js").Call} Call */

const KEPT = 200;
/** @type {Call[]} newest first */
let calls = [];
/** @type {{call: Call, number: number}[]} heard since the latest were asked for, newest first */
let heard = [];

export function start() {
  panels.add("traffic");
  byId("traffic-both").addEventListener("change", () => show());
  panels.set("traffic", matchMedia("(min-width: 75rem)").matches);
}

/** The latest are about to be read anew. */
export function forget() {
  heard = [];
}

/** @param {Call[]} oldestFirst  @param {number} last event that they contain: those heard later come on top */
export function load(oldestFirst, last) {
  const later = heard.filter(({ number }) => number > last).map(({ call }) => call);
  calls = [...later, ...oldestFirst.toReversed()].slice(0, KEPT);
  show();
}

/** @param {Call} call  @param {number} number of the event */
export function add(call, number) {
  heard = [{ call, number }, ...heard].slice(0, KEPT);
  calls = [call, ...calls].slice(0, KEPT);
  if (!wanted(call)) return;
  const list = byId("calls");
  list.prepend(row(call));
  while (list.childElementCount > KEPT) list.lastElementChild.remove();
  byId("no-calls").hidden = true;
}

export function show() {
  const rows = calls.filter(wanted).map(row);
  byId("calls").replaceChildren(...rows);
  byId("no-calls").hidden = rows.length > 0;
}

const wanted = (call) => call.direction === "to_microsoft" || byId("traffic-both").checked;

/** No status at all is a connection that broke before the answer. */
const kept = ({ status }) => status !== null && status < 400;

function row(call) {
  const details = make("details", {},
    make("summary", {},
      make("time", { dateTime: call.at }, shortMoment(call.at)),
      make("span", { className: `way ${call.direction}` }, word(`traffic.${call.direction}`)),
      make("span", { className: "what", lang: "ja" }, call.what),
      make("span", { className: `status ${kept(call) ? "" : "bad"}` }, String(call.status ?? "—"))));
  // The JSON is written out only when somebody looks: two hundred bodies would make the page heavy.
  details.addEventListener("toggle", () => details.append(...inside(call)), { once: true });
  return make("li", {}, details);
}

function inside(call) {
  const body = call.body === null ? word("traffic.no_body") : JSON.stringify(call.body, null, 2);
  return [make("p", { className: "address" }, `${call.method} ${call.path}`), make("pre", { tabIndex: 0 }, body)];
}
