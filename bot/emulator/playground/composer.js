/** Writing to the bot: the field, and words to press. */

import { byId, make, showTrouble } from "./elements.js";
import * as tenant from "./tenant.js";
import { suggestions, word } from "./words.js";

const form = byId("composer");
const field = byId("words");
let speaker = () => "";

/** @param {() => string} whoSpeaks the id of the person whose chat is open */
export function start(whoSpeaks) {
  speaker = whoSpeaks;
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

export function show() {
  byId("suggestions").replaceChildren(...suggestions().map((text) =>
    make("li", {}, make("button", { type: "button", onclick: () => say(text) }, text))));
}

function sayTyped() {
  const text = field.value.trim();
  field.value = "";
  say(text);
}

async function say(text) {
  if (!text) return;
  try {
    await tenant.say(speaker(), text);
    showTrouble(null);
  } catch (trouble) {
    showTrouble(word("say.failed", { reason: trouble.message }));
  }
}
