/** The many beside the few: how many there are and have got something, and finding one of them. */

import { byId } from "./elements.js";
import * as people from "./people.js";
import * as tenant from "./tenant.js";
import { count, word } from "./words.js";

/** @typedef {import("./tenant.js").Numbers} Numbers */

const PAUSE = 250; // milliseconds without a key before we ask
const field = byId("search-words");
/** @type {Numbers} */
let numbers = { expected: 0, here: 0, messages: 0, per_second: 0, unshown: 0 };
/** @type {people.Person[]} */
let found = [];
let news = /** @type {string | null} */ (null);
let waiting = 0;

export function start() {
  byId("search").addEventListener("submit", (event) => {
    event.preventDefault();
    search();
  });
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, PAUSE);
  });
}

/** @param {Numbers} latest */
export function show(latest = numbers) {
  numbers = latest;
  byId("search").hidden = numbers.expected === 0;
  byId("numbers").hidden = numbers.expected === 0;
  byId("numbers").textContent = line();
  byId("unshown").hidden = numbers.unshown === 0;
  byId("unshown").textContent = word("traffic.unshown", { n: count(numbers.unshown) });
  showFound();
}

function line() {
  const { expected, here, messages, per_second } = numbers;
  if (here < expected) return word("crowd.coming", { here: count(here), expected: count(expected) });
  return word("crowd.numbers", { here: count(here), messages: count(messages), speed: count(per_second) });
}

async function search() {
  clearTimeout(waiting);
  const words = field.value.trim();
  try {
    const answer = words ? await tenant.search(words) : { people: [] };
    if (words !== field.value.trim()) return; // what was typed meanwhile is asked for by itself
    found = answer.people;
    news = words && (found.length ? word("crowd.found", { n: found.length }) : word("crowd.nobody"));
  } catch (trouble) {
    [found, news] = [[], trouble.message];
  }
  showFound();
}

function showFound() {
  byId("found").replaceChildren(...found.map((person) => people.row(person, () => people.pick(person))));
  byId("search-news").textContent = news ?? "";
}
