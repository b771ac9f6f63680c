/** One message as Teams shows it: who, when, text or card, edited, deleted. */

import { draw, renderMarkdown } from "./cards.js";
import { timeOf } from "./dates.js";
import { make } from "./elements.js";
import { word } from "./words.js";

/** @typedef {import("./tenant.js").Message} Message */

/**
 * @param {Message} message  @param {string} name of the person whose chat it is
 * @param {object | null} card what this person sees now: the posted card or the answer to a press
 * @param {Parameters<typeof draw>[1]} onPress
 */
export function article(message, name, card, onPress) {
  const sender = message.from === "bot" ? word("bot") : name;
  const label = word("chat.from", { name: sender, time: timeOf(message.at) });
  return make("article", { tabIndex: -1, ariaLabel: label },
    head(message, sender),
    ...(message.deleted ? [deleted()] : content(message, card, onPress)),
    make("p", { className: "note", role: "status" }));
}

function head(message, sender) {
  return make("p", { className: "head quiet" },
    make("span", { className: "sender" }, sender),
    make("time", { dateTime: message.at }, timeOf(message.at)),
    message.edited && !message.deleted ? make("span", { className: "edited" }, word("chat.edited")) : null);
}

const deleted = () => make("p", { className: "bubble deleted" }, word("chat.deleted"));

function content(message, card, onPress) {
  return [message.text ? bubble(message) : null, card ? draw(card, onPress) : null].filter(Boolean);
}

function bubble(message) {
  if (message.format !== "markdown") return make("p", { className: "bubble plain" }, message.text);
  return make("div", { className: "bubble", innerHTML: renderMarkdown(message.text) });
}
