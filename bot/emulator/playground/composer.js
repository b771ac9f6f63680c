/** Writing to the bot: the field, and words to press. */

import { byId, make, showTrouble } from "./elements.js";
import { suggestionsFor } from "./suggestions.js";
import * as tenant from "./tenant.js";
import { spoken, word } from "./words.js";

const form = byId("composer");
const field = byId("words");
/** @type {import("./tenant.js").Person | undefined} whose chat is open */
let speaker;
/** @type {string[]} what was sent before anybody's chat was open */
const early = [];

export function start() {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    sayTyped();
  });
  // Enter that ends a conversion of the Japanese input method must not send.
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
}

/** Speaks for this person from now on. @param {import("./tenant.js").Person} person */
export function be(person) {
  speaker = person;
  show();
  sayEarly();
}

/** What this person might say, in the language of the page. */
export function show() {
  byId("suggestions").replaceChildren(...suggestionsFor(speaker, spoken()).map((text) =>
    make("li", {}, make("button", { type: "button", onclick: () => say(text) }, text))));
}

function sayTyped() {
  const text = field.value.trim();
  field.value = "";
  if (speaker) say(text);
  else early.push(text);
}

async function sayEarly() {
  for (const text of early.splice(0)) await say(text);
}

async function say(text) {
  if (!text || !speaker) return;
  try {
    await tenant.say(speaker.id, text);
    showTrouble(null);
  } catch (trouble) {
    field.value ||= text; // it can be sent again
    showTrouble(word("say.failed", { reason: trouble.message }));
  }
}
