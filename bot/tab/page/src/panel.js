/** One panel on the page: what it means, the picture, and the table behind it; asked for anew while it is looked at. */

import { make, renew } from "./elements.js";
import { panel as ask, Trouble } from "./server.js";
import { said, word } from "./words.js";

const BETWEEN = 30_000; // a notice on its way changes its numbers each two seconds: nobody listens to that
const SAID = 5_000;
const PICTURE = 280; // the narrowest that can be read

/** @param {any} kind one of panels/  @param {HTMLElement} section */
export function show(kind, section) {
  const heading = make("h2", { id: `${kind.name}-title` }, word(kind.name));
  const controls = make("div", { className: "controls" });
  const stamp = make("span", { className: "quiet stamp" });
  const sentence = make("p", { className: "sentence" }, word("loading"));
  const aloud = announcer();
  const trouble = make("p", { className: "trouble", hidden: true, role: "status" });
  const pictures = make("div", { className: "pictures" });
  const legend = make("ul", { className: "legend" });
  const below = make("div", { ariaLive: "polite" });
  const tables = make("div", { className: "tables" });
  const table = make("details", { hidden: true }, make("summary", {}, word("table")), tables);
  section.setAttribute("aria-labelledby", heading.id);
  section.replaceChildren(make("header", {}, heading, stamp, controls), sentence, aloud.element, trouble, pictures, legend, below, table);

  let asked = {};
  let view = null;
  let width = 0;
  let timer = 0;
  let due = 0;
  let round = 0;

  async function load() {
    clearTimeout(timer);
    if (!section.isConnected) return; // another page is drawn in its place
    const own = ++round;
    try {
      const found = await ask(kind.name, asked);
      if (own === round) take(found);
    } catch (error) {
      if (!(error instanceof Trouble)) throw error;
      if (own === round) tell(error);
    }
    if (own === round) due = performance.now() + 1000 * pause();
    if (own === round && !document.hidden) timer = setTimeout(load, 1000 * pause());
  }

  /** Who comes back to the page sees what is new, and asks for nothing sooner than who has stayed. */
  function seen() {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(load, Math.max(due - performance.now(), 0));
  }

  const pause = () => (typeof kind.seconds === "function" ? kind.seconds(view) : kind.seconds);

  function take(found) {
    trouble.hidden = true;
    section.ariaBusy = "false";
    if (found === view) return;
    view = found;
    say();
    draw();
    fill();
  }

  function say() {
    const words = kind.sentence(view).filter(Boolean);
    if (sentence.dataset.words !== words.join("\n")) {
      sentence.dataset.words = words.join("\n");
      aloud.say(words.join(" "));
      sentence.replaceChildren(...words.flatMap((one, index) => [index ? " " : "", make("span", {}, one)]));
    }
    stamp.textContent = kind.stamp ? kind.stamp(view) : "";
    const focused = controls.contains(document.activeElement) && document.activeElement.dataset.key;
    controls.replaceChildren(...(kind.controls?.(view, change, asked) ?? []));
    if (focused) controls.querySelector(`[data-key="${focused}"]`)?.focus();
  }

  function change(wish) {
    asked = { ...asked, ...wish };
    aloud.now(); // who has asked for it wants to hear it
    load();
  }

  function draw() {
    width = Math.max(Math.floor(pictures.clientWidth), PICTURE);
    pictures.replaceChildren(...kind.pictures(view, width).map(figure));
    legend.replaceChildren(...(pictures.childElementCount ? kind.legend(view).map(key) : []));
  }

  function fill() {
    const found = kind.tables(view);
    renew(below, kind.below?.(view, asked) ?? []);
    table.hidden = !found.length;
    renew(tables, found.map(drawnTable));
  }

  function tell({ status }) {
    section.ariaBusy = "false";
    const gone = status === 401 || status === 403 || status === 404; // nothing stays on a screen that isn't theirs to see
    if (!view || gone) {
      view = null;
      const words = word(status === "sign-on" || status === 401 ? "trouble.sign-on" : gone ? "trouble.gone" : "trouble.later");
      sentence.replaceChildren(words);
      aloud.now();
      aloud.say(words);
      sentence.dataset.words = "";
      pictures.replaceChildren();
      legend.replaceChildren();
      controls.replaceChildren();
      below.replaceChildren();
      table.hidden = true;
      return;
    }
    trouble.textContent = word("trouble.stale");
    trouble.hidden = false;
  }

  new ResizeObserver(() => {
    if (view && Math.max(Math.floor(pictures.clientWidth), PICTURE) !== width) draw();
  }).observe(pictures);
  document.addEventListener("visibilitychange", seen);
  return load();
}

/** What a screen reader says when a sentence has changed: not the first one, which is read, and then once in a while. */
function announcer() {
  const element = make("p", { className: "hidden", ariaLive: "polite" });
  let next = Infinity;
  let timer = 0;
  function speak(words) {
    next = performance.now() + BETWEEN;
    element.textContent = words;
    timer = setTimeout(() => element.replaceChildren(), SAID); // it stands on the page once already
  }
  return {
    element,
    now: () => { next = 0; },
    say(words) {
      if (next === Infinity) { next = 0; return; }
      clearTimeout(timer);
      timer = setTimeout(speak, Math.max(next - performance.now(), 0), words);
    },
  };
}

/** `more`: what the table alone has, `settled` of them because nothing is left to do; `beyond`: what it hasn't either. */
function figure({ heading, drawn, more = 0, settled = 0, beyond = 0 }) {
  const left = [more > 0 && word("more", { n: more, settled }), beyond > 0 && word("beyond", { n: beyond })].filter(Boolean);
  return make("figure", {},
    heading ? make("h3", {}, heading) : null,
    drawn,
    left.length ? make("figcaption", { className: "quiet" }, said(left)) : null);
}

const key = ([shape, words, sign]) => make("li", {},
  make("span", { className: `key ${shape}`, ariaHidden: "true" }, sign ?? ""), words);

/** `header`: which cell names the row; `numbers`: from which cell on they are numbers. */
function drawnTable({ caption, head, rows, header, numbers = Infinity }) {
  const cell = (words, index) => make(index === header ? "th" : "td", {
    ...(index === header ? { scope: "row" } : {}), className: index >= numbers ? "number" : "",
  }, words);
  return make("div", { className: "scroll", tabIndex: 0, role: "group", ariaLabel: caption },
    make("table", {},
      make("caption", {}, caption),
      make("thead", {}, make("tr", {}, ...head.map((words, index) => make("th", { scope: "col", className: index >= numbers ? "number" : "" }, words)))),
      make("tbody", {}, ...rows.map((row) => make("tr", {}, ...row.map(cell))))));
}
