/** Channels and group chats: what stands in them for the person whose screen is open, and who is there. */

import { cardIn, wordsIn } from "./answers.js";
import { pressed } from "./cards.js";
import { announce, byId, make, setBusy, showTrouble } from "./elements.js";
import { article } from "./messages.js";
import * as panels from "./panels.js";
import * as people from "./people.js";
import * as tenant from "./tenant.js";
import { word } from "./words.js";

/** @typedef {import("./tenant.js").Place} Place */
/** @typedef {import("./tenant.js").PlaceSeen} PlaceSeen */

/** @type {Place[]} */
let all = [];
/** @type {PlaceSeen | undefined} the one that is shown */
let seen;
/** @type {string | undefined} */
let wanted;
/** @type {Record<string, {text: string, bad: boolean}>} what a press was answered, by message */
let notes = {};
let speaker = () => "";

/** @param {() => string} whoSpeaks the id of the person whose screen is open */
export function start(whoSpeaks) {
  speaker = whoSpeaks;
  panels.add("places", { onOpen: () => attempt(read) });
  byId("place-select").addEventListener("change", (event) => choose(event.target.value));
  byId("place-app").addEventListener("click", () => act((id, who) => tenant.placeApp(id, who)));
  byId("place-guest").addEventListener("click", () => act((id, who) => tenant.placeAdd(id, who, null, told())));
  byId("place-add").addEventListener("click", () => act((id, who) => tenant.placeAdd(id, who, byId("place-who").value, told())));
  byId("place-mention").addEventListener("click", () => act((id, who) => tenant.placeSay(id, who, word("places.words"))));
}

const told = () => !byId("place-untold").checked;

/** Everything again: when the stream was lost, or the language is another. */
export async function load() {
  all = (await tenant.places()).places;
  byId("places-switch").hidden = all.length === 0;
  if (panels.isOpen("places")) await read();
}

export function show() {
  if (seen) draw();
}

/** Somebody else's screen is open now. */
export const be = () => { notes = {}; show(); };

/** Something happened in a place. @param {string} id */
export function hear(id) {
  if (panels.isOpen("places") && id === seen?.id) attempt(read);
}

function choose(id) {
  wanted = id;
  notes = {};
  attempt(read);
}

async function read() {
  const id = wanted ?? all[0]?.id;
  if (!id) return;
  const found = await tenant.place(id);
  if (id !== (wanted ?? all[0]?.id)) return; // another was chosen meanwhile
  const came = seen?.id === id ? found.messages.length - seen.messages.length : 0;
  seen = found;
  all = all.map((one) => (one.id === id ? found : one));
  draw();
  if (came > 0) announce(word("places.news", { name: titleOf(found) }));
}

/** One gesture at a time; what it changes comes back by the stream as well. */
async function act(gesture) {
  const [id, panel] = [seen?.id, byId("places")];
  if (!id || panel.ariaBusy === "true") return;
  setBusy(panel, true);
  await attempt(async () => {
    await gesture(id, speaker());
    await read();
  });
  setBusy(panel, false);
}

async function attempt(work) {
  try {
    await work();
    showTrouble(null);
  } catch (trouble) {
    if (!(trouble instanceof tenant.Trouble)) throw trouble;
    showTrouble(trouble.message);
  }
}

const titleOf = (place) => [place.team, place.name].filter(Boolean).join("　") || word("places.unnamed");

const isThere = (id) => seen.members.some((one) => one.id === id);

function draw() {
  byId("place-select").replaceChildren(...all.map((one) =>
    make("option", { value: one.id, selected: one.id === seen.id }, titleOf(one))));
  byId("place-app").textContent = word(seen.installed ? "places.uninstall" : "places.install");
  byId("place-mention").hidden = !(seen.installed && isThere(speaker()));
  drawMembers();
  drawMessages();
}

function drawMembers() {
  byId("place-count").textContent = word("places.members", { n: seen.members.length });
  byId("place-members").replaceChildren(...seen.members.map(member));
  const others = people.everyone().filter((one) => !isThere(one.id));
  byId("place-who").replaceChildren(...others.map((one) =>
    make("option", { value: one.id }, `${one.name}　${one.job_title}`)));
  byId("place-add").disabled = others.length === 0;
}

function member(one) {
  const label = word("places.remove_one", { name: one.name });
  const remove = () => act((id, who) => tenant.placeRemove(id, who, one.id, told()));
  return make("li", {},
    make("span", { className: "name", lang: "ja" }, one.name),
    one.guest ? make("span", { className: "badge" }, word("places.guest")) : null,
    make("button", { type: "button", ariaLabel: label, onclick: remove }, word("places.remove")));
}

function drawMessages() {
  const there = isThere(speaker());
  const list = byId("place-messages");
  const focused = /** @type {any} */ (list.contains(document.activeElement) && document.activeElement.closest("[data-message]"));
  const name = people.find(speaker())?.name ?? "";
  const empty = there ? (seen.messages.length ? "" : word("places.empty")) : word("places.outside", { name });
  byId("place-empty").textContent = empty;
  byId("place-empty").hidden = !empty;
  list.replaceChildren(...(there ? seen.messages.map(entry) : []));
  if (focused) list.querySelector(`[data-message="${focused.dataset.message}"] article`)?.focus({ preventScroll: true });
}

function entry(message) {
  const item = make("li", { className: `message ${message.from}`, data: { message: message.id } });
  item.append(article(message, message.name, message.card, (action, inputs) => press(item, message, action, inputs)));
  note(item, notes[message.id] ?? { text: "", bad: false });
  return item;
}

async function press(item, message, action, inputs) {
  if (item.ariaBusy === "true") return;
  setBusy(item, true);
  note(item, { text: word("press.running"), bad: false });
  try {
    const answer = await tenant.press(speaker(), message.id, pressed(action), inputs);
    notes[message.id] = wordsIn(answer, action.getJsonTypeName());
    if (cardIn(answer)) notes[message.id] = { text: word("places.card"), bad: true };
  } catch (trouble) {
    notes[message.id] = { text: trouble.message, bad: true };
  }
  setBusy(item, false);
  drawMessages(); // it may have been drawn anew meanwhile
}

function note(item, { text, bad }) {
  const line = item.querySelector(".note");
  line.textContent = text;
  line.classList.toggle("bad", bad);
}
