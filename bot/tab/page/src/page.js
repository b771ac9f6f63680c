/** Puts the page together: who looks, in which theme and language, and the panels that are theirs. */

import * as dates from "./dates.js";
import { make } from "./elements.js";
import * as host from "./host.js";
import { show } from "./panel.js";
import * as agreements from "./panels/agreements.js";
import * as attendance from "./panels/attendance.js";
import * as meetings from "./panels/meetings.js";
import * as notices from "./panels/notices.js";
import * as training from "./panels/training.js";
import * as server from "./server.js";
import { speak, word } from "./words.js";

const PANELS = { agreements, meetings, training, attendance, notices };
const AGAIN = 10_000;
const ANEW = 60_000; // posts change at midnight, and the day with them
const page = document.getElementById("page");
const root = document.documentElement;

const colour = (theme) => { root.dataset.theme = theme === "dark" || theme === "contrast" ? theme : "default"; };

async function start() {
  try {
    const { theme, locale } = await host.enter(colour);
    colour(theme);
    listen(locale);
  } catch {
    listen(navigator.language);
    return say("outside");
  }
  await look();
}

function listen(locale) {
  root.lang = speak(locale);
  server.speak(root.lang);
  document.title = word("title");
}

/** Everything anew, after a trouble too. */
async function look() {
  try {
    const me = await server.me();
    const drawn = draw(me);
    host.ready(); // there is something to look at; the pictures follow
    await drawn;
  } catch (trouble) {
    if (!(trouble instanceof server.Trouble)) throw trouble;
    say(reason(trouble));
    host.ready();
    if (reason(trouble) === "trouble.later") setTimeout(look, AGAIN);
  }
}

function reason({ status }) {
  if (status === 403) return "trouble.tenant";
  return status === "sign-on" || status === 401 ? "trouble.sign-on" : "trouble.later";
}

async function draw(me) {
  setTimeout(renew, ANEW, me);
  const found = me.panels.filter((name) => name in PANELS);
  if (!found.length) return say(!me.known ? "unknown" : me.staff ? "nothing" : "nothing.family");
  const sections = found.map((name) => make("section", { className: "panel", id: name, ariaBusy: "true" }));
  page.replaceChildren(head(me), ...(found.length > 1 ? [contents(found)] : []), make("div", { className: "panels" }, ...sections));
  await Promise.all(found.map((name, index) => show(PANELS[name], sections[index])));
  page.ariaBusy = "false";
}

/** The time of day; and everything, where the day or what is theirs has changed: who had nothing may have something now. */
async function renew(before) {
  const me = document.hidden ? before : await server.me().catch(() => before);
  if (me.today !== before.today || String(me.panels) !== String(before.panels)) return draw(me);
  const line = page.querySelector(".as-of");
  if (line) line.textContent = asOf(me);
  setTimeout(renew, ANEW, me);
}

const asOf = (me) => `${word("hello", me)}　${word("as_of", { day: me.today, time: dates.time(me.now) })}`;

const head = (me) => make("header", { className: "head" },
  make("h1", {}, word("title")),
  make("p", { className: "quiet as-of" }, asOf(me)));

const contents = (names) => {
  const nav = make("nav", {}, ...names.map((name) => make("a", { href: `#${name}` }, word(`${name}.contents`))));
  nav.setAttribute("aria-label", word("contents"));
  return nav;
};

function say(key) {
  page.ariaBusy = "false";
  page.replaceChildren(make("h1", {}, word("title")), make("p", { className: "sentence alone", role: "status" }, word(key)));
}

start();
