/** What the page says, in Japanese and English. */

import en from "./words.en.js";
import ja from "./words.ja.js";

const WORDS = { ja, en };
let language = "ja";

export const spoken = () => language;

/** @param {string} locale of Teams, such as ja-jp */
export function speak(locale) {
  language = /^ja\b/i.test(locale) ? "ja" : "en";
  return language;
}

/** @param {string} key  @param {any} [facts] @returns {any} the words; a key that there isn't is a mistake of ours */
export function word(key, facts) {
  const found = WORDS[language][key];
  if (found === undefined) throw new Error(`no words for ${key}`);
  return typeof found === "function" ? found(facts) : found;
}

/** Sentences one after the other. @param {string[]} sentences */
export const said = (sentences) => sentences.filter(Boolean).join(language === "ja" ? "" : " ");

export const number = (n) => n.toLocaleString(language === "ja" ? "ja-JP" : "en-GB");
