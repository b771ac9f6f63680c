/** The chat of one person with the bot: messages come, change, are pressed and go. */

import { cardIn, wordsIn } from "./answers.js";
import { firstLine, pressed } from "./cards.js";
import { dayOf } from "./dates.js";
import { announce, byId, make, setBusy } from "./elements.js";
import { article } from "./messages.js";
import * as tenant from "./tenant.js";
import { word } from "./words.js";

/**
 * @typedef {import("./tenant.js").Person} Person
 * @typedef {import("./tenant.js").Message} Message
 * @typedef {{message: Message, item: HTMLElement}} Entry
 */

const TYPING_FOR = 5000;
const list = byId("messages");
/** @type {Person} */
let person;
/** @type {Map<string, Entry>} the messages on the page, by id */
let entries = new Map();
/**
 * What a person sees instead of the posted card, by person and message: the answer to a press or refresh.
 * It ends when the posted card changes.
 * @type {Map<string, {version: string, card: object | null}>}
 */
const views = new Map();
let typing = 0;

/** @param {Person} someone */
export async function open(someone) {
  person = someone;
  showHead();
  showAll([]);
  const { messages } = await tenant.chat(someone.id);
  if (person === someone) showAll(newest([...messages, ...shown()]));
}

/** The same messages in another language or theme. */
export function redraw() {
  if (!person) return;
  showHead();
  showAll(shown());
}

const shown = () => [...entries.values()].map(({ message }) => message);

/** What came while the chat was being read counts more than what was read. */
const newest = (messages) => [...new Map(messages.map((message) => [message.id, message])).values()];

/** A message that is new, edited or deleted. @param {Message} message */
export function receive(message) {
  if (!person) return; // nobody's chat is open yet: it is read whole in a moment
  const known = entries.get(message.id);
  if (known) return change(known, message);
  add(message);
  stopTyping();
  bottom();
  if (message.from === "bot") announce(word("chat.news", { summary: summary(message) }));
}

export function startTyping() {
  byId("typing").hidden = false;
  bottom();
  clearTimeout(typing);
  typing = setTimeout(stopTyping, TYPING_FOR);
}

const stopTyping = () => { byId("typing").hidden = true; };

function showHead() {
  byId("chat-title").textContent = word("chat.title");
  byId("chat-person").textContent = word("chat.person", { name: person.name, job: person.job_title });
}

function showAll(messages) {
  entries = new Map();
  list.replaceChildren();
  messages.forEach(add);
  byId("empty").hidden = messages.length > 0;
  stopTyping();
  byId("scroll").scrollTop = byId("scroll").scrollHeight;
}

function add(message) {
  const day = dayOf(message.at);
  if (list.lastElementChild?.dataset.day !== day) list.append(make("li", { className: "day", data: { day } }, day));
  const entry = { message, item: make("li", { className: `message ${message.from}`, data: { day, message: message.id } }) };
  entries.set(message.id, entry);
  list.append(entry.item);
  byId("empty").hidden = true;
  drawEntry(entry);
  refresh(entry);
}

function change(entry, message) {
  if (JSON.stringify(entry.message) === JSON.stringify(message)) return;
  entry.message = message;
  drawEntry(entry);
  refresh(entry);
  announce(message.deleted ? word("chat.deleted") : word("chat.changed", { summary: summary(message) }));
}

/** Draws a message again; who was in it stays in it. */
function drawEntry(entry) {
  const inside = entry.item.contains(document.activeElement);
  const drawn = article(entry.message, person.name, view(entry), (action, inputs) => press(entry, action, inputs));
  entry.item.replaceChildren(drawn);
  if (entry.item.ariaBusy === "true") setBusy(entry.item, true);
  if (inside) drawn.focus({ preventScroll: true });
}

const key = (entry) => `${person.id} ${entry.message.id}`;
const version = (entry) => JSON.stringify(entry.message.card);

function view(entry) {
  const seen = views.get(key(entry));
  return seen?.version === version(entry) && seen.card ? seen.card : entry.message.card;
}

/** One press at a time for each message; the card that comes back replaces this one. */
async function press(entry, action, inputs) {
  if (entry.item.ariaBusy === "true") return;
  const presser = person;
  setBusy(entry.item, true);
  action.renderedElement?.classList.add("pressing");
  note(entry, { text: word("press.running"), bad: false });
  try {
    const answer = await tenant.press(presser.id, entry.message.id, pressed(action), inputs);
    if (person === presser) take(entries.get(entry.message.id) ?? entry, answer, action.getJsonTypeName());
  } catch (trouble) {
    note(entry, { text: trouble.message, bad: true });
  } finally {
    setBusy(entry.item, false);
    action.renderedElement?.classList.remove("pressing");
  }
}

function take(entry, answer, kind) {
  const card = cardIn(answer);
  note(entry, wordsIn(answer, kind));
  if (!card) return;
  see(entry, card);
  announce(word("chat.changed", { summary: firstLine(card) ?? "" }));
}

function see(entry, card) {
  views.set(key(entry), { version: version(entry), card });
  drawEntry(entry);
}

/**
 * What Teams does when a card that names this person comes into view, once for each version of the card.
 * When it fails, Teams goes on showing the posted card and says nothing.
 */
async function refresh(entry) {
  if (!names(entry.message.card?.refresh) || views.get(key(entry))?.version === version(entry)) return;
  const [reader, asked, waiting] = [person, version(entry), { version: version(entry), card: null }];
  views.set(key(entry), waiting);
  const card = cardIn(await tenant.refresh(person.id, entry.message.id).catch(() => null));
  const current = entries.get(entry.message.id);
  const untouched = person === reader && current && views.get(key(current)) === waiting; // no press was answered
  const wanted = untouched && version(current) === asked && current.item.ariaBusy !== "true";
  if (card && wanted) see(current, card);
}

function names(refreshing) {
  const ids = refreshing?.userIds ?? [];
  return Boolean(refreshing?.action) && (ids.length === 0 || ids.includes(person.teams_id));
}

function note(entry, { text, bad }) {
  const line = entry.item.querySelector(".note");
  line.textContent = text;
  line.classList.toggle("bad", bad);
}

const summary = (message) => message.summary ?? message.text ?? firstLine(message.card) ?? word("chat.card");

function bottom() {
  const last = byId("typing").hidden ? list.lastElementChild : byId("typing");
  last?.scrollIntoView({ block: "end" });
}
