/** What the page asks of the practice tenant, and the shapes that come back. */

import { locale, word } from "./words.js";

/**
 * @typedef {{id: string, teams_id: string, name: string, job_title: string, department: string,
 *   roles: string[], locale: string, unread: number}} Person
 * @typedef {{id: string, from: "bot" | "person", at: string, text: string | null, format: "plain" | "markdown",
 *   card: object | null, edited: boolean, deleted: boolean, summary: string | null}} Message
 * @typedef {{type: string, title?: string, verb?: string, id?: string, data?: object}} Pressed
 * @typedef {{status: number, body: {type: string, value: any} | null}} Answer
 * @typedef {{at: string, direction: "to_microsoft" | "to_bot", method: string, path: string, status: number | null,
 *   what: string, body: unknown}} Call
 * @typedef {{expected: number, here: number, messages: number, per_second: number, unshown: number}} Numbers
 * @typedef {{tenant: {name: string, id: string}, tab: string, now: string, people: Person[], crowd: Numbers}} State
 * @typedef {{name: string, mail: string, kind: "required" | "resource", response: string}} Invited
 * @typedef {{id: string, subject: string, start: string, end: string, shows: string, own: boolean, organizer: string,
 *   online: boolean, room: string, attendees: Invited[]}} CalendarEvent
 * @typedef {{id: string, kind: "channel" | "groupChat", name: string, team: string, installed: boolean}} Place
 * @typedef {{id: string, name: string, job_title: string, guest: boolean}} Member
 * @typedef {Place & {messages: (Message & {name: string})[], members: Member[]}} PlaceSeen
 * @typedef {{person: {id: string, name: string, mailbox: boolean}, events: CalendarEvent[]}} Calendar
 */

/** Something that the person should be told, in words. */
export class Trouble extends Error {}

/** @param {string} path  @param {object} [body] posted as JSON; without it the path is read */
async function ask(path, body) {
  const response = await reach(path, body);
  const answer = await response.json().catch(() => null);
  if (response.ok && answer === null) throw new Trouble(word("trouble.offline")); // broke off half-way
  if (response.ok) return answer;
  const said = typeof answer?.error === "string" ? answer.error : null;
  throw new Trouble(said ?? word("trouble.status", { status: response.status }));
}

async function reach(path, body) {
  const post = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  try {
    return await fetch(`/practice/${path}`, body && post);
  } catch {
    throw new Trouble(word("trouble.offline"));
  }
}

/** @returns {Promise<State>} */
export const state = () => ask("state");

/** @returns {Promise<{token: string}>} what Teams hands to a tab that asks who is looking */
export const signOn = (person) => ask("sign-on", { person });

/** @returns {Promise<{people: Person[]}>} the first few whom the words fit */
export const search = (words) => ask(`people?q=${encodeURIComponent(words)}`);

/** @returns {Promise<{messages: Message[]}>} */
export const chat = (person) => ask(`chats/${encodeURIComponent(person)}`);

/** @returns {Promise<{calls: Call[], last: number}>} and the number of the last event that they contain */
export const traffic = () => ask("traffic");

export const say = (person, text) => ask("say", { person, text, locale: locale() });

/** @param {Pressed} action  @returns {Promise<Answer>} */
export const press = (person, message, action, inputs) =>
  ask("press", { person, message, action, inputs, locale: locale() });

/** @returns {Promise<Answer>} */
export const refresh = (person, message) => ask("refresh", { person, message, locale: locale() });

/** @param {string | null} to null is the next event  @returns {Promise<{now: string}>} */
export const moveClock = (to) => ask("clock", { to });

export const fault = (kind, seconds) => ask("faults", { kind, seconds });

/** @returns {Promise<{rooms: {id: string, name: string}[]}>} */
export const rooms = () => ask("rooms");

/** @param {string} whose a person's or room's id  @returns {Promise<Calendar>} */
export const calendar = (whose, from, to) =>
  ask(`calendar/${encodeURIComponent(whose)}?${new URLSearchParams({ from, to })}`);

/** @returns {Promise<{event: CalendarEvent}>} */
export const addToCalendar = (whose, entry) => ask(`calendar/${encodeURIComponent(whose)}`, entry);

const byHand = (whose, event, what, wish = {}) =>
  ask(`calendar/${encodeURIComponent(whose)}/${encodeURIComponent(event)}/${what}`, wish);

export const moveInCalendar = (whose, event, times) => byHand(whose, event, "move", times);
export const deleteFromCalendar = (whose, event) => byHand(whose, event, "delete");

/** @param {{minutes: number, present: string[]}} wish */
export const holdMeeting = (whose, event, wish) => byHand(whose, event, "held", wish);

/** @returns {Promise<{places: Place[]}>} */
export const places = () => ask("places");

const inPlace = (id, what, wish) => ask(`places/${encodeURIComponent(id)}/${what}`, wish);

/** @returns {Promise<PlaceSeen>} */
export const place = (id) => ask(`places/${encodeURIComponent(id)}`);

export const placeApp = (id, person) => inPlace(id, "app", { person });
export const placeSay = (id, person, text) => inPlace(id, "say", { person, text, locale: locale() });

/** @param {string | null} who null is a guest  @param {boolean} told whether Teams tells the bot */
export const placeAdd = (id, person, who, told) => inPlace(id, "add", { person, who, told });
export const placeRemove = (id, person, who, told) => inPlace(id, "remove", { person, who, told });
