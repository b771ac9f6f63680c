/** What the bot's answer to a press means for the person who pressed. */

import { word } from "./words.js";

/** @typedef {import("./tenant.js").Answer} Answer */

const CARD = "application/vnd.microsoft.card.adaptive";
const MESSAGE = "application/vnd.microsoft.activity.message";

/** The card that replaces the pressed one, if any. @param {Answer | null} answer */
export const cardIn = (answer) => (answer?.body?.type === CARD ? answer.body.value : null);

/**
 * What to write under the pressed card, and whether it is bad news.
 *
 * @param {Answer} answer  @param {string} kind Action.Execute must be answered, Action.Submit need not
 */
export function wordsIn({ status, body }, kind) {
  if (body?.type === MESSAGE) return { text: String(body.value), bad: false };
  const reason = body?.value?.message;
  if (reason) return { text: word("press.refused", { reason }), bad: true };
  if (status >= 400 || (kind === "Action.Execute" && !body)) return { text: word("press.failed"), bad: true };
  return { text: "", bad: false };
}
