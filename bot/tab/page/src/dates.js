/** Days and times as people of the reader's language write them. Civil days come as YYYY-MM-DD, and stay what they are. */

import { make } from "./elements.js";
import { spoken } from "./words.js";

const LOCALES = { ja: "ja-JP", en: "en-GB" };
const format = (options) => new Intl.DateTimeFormat(LOCALES[spoken()], options);

/** @param {string} day @returns {Date} its midnight in UTC, for scales and formats that are in UTC too */
export const utc = (day) => new Date(`${day}T00:00:00Z`);

/** 11月30日（月）; Mon 30 November */
export function date(day) {
  const at = utc(day);
  if (spoken() === "en") return format({ weekday: "short", day: "numeric", month: "long", timeZone: "UTC" }).format(at);
  const weekday = format({ weekday: "short", timeZone: "UTC" }).format(at);
  return `${at.getUTCMonth() + 1}月${at.getUTCDate()}日（${weekday}）`;
}

/** The same with its year. */
export function fullDate(day) {
  return spoken() === "en" ? `${date(day)} ${day.slice(0, 4)}` : `${Number(day.slice(0, 4))}年${date(day)}`;
}

/** A day in a table, which a line never breaks. */
export const dated = (day) => make("time", { dateTime: day }, fullDate(day));

/** 11/30; 30 Nov */
export const short = (day) => (spoken() === "en" ? format({ day: "numeric", month: "short", timeZone: "UTC" }).format(utc(day))
  : `${Number(day.slice(5, 7))}/${Number(day.slice(8, 10))}`);

/** The same with its year: 2026/11/30; 30 Nov 2026 */
export const shortWithYear = (day) => (spoken() === "en" ? `${short(day)} ${day.slice(0, 4)}` : `${day.slice(0, 4)}/${short(day)}`);

/** 9:05, of an instant with its offset: as the tenant's clocks show it. */
export const time = (at) => `${Number(at.slice(11, 13))}:${at.slice(14, 16)}`;

/** The first days of the months from one day to another. */
export function months(first, last) {
  const found = [];
  for (const at = utc(first); at <= utc(last); at.setUTCMonth(at.getUTCMonth() + 1)) found.push(new Date(at));
  return found;
}

/** 4月; Apr */
export const month = (at) => (spoken() === "en" ? format({ month: "short", timeZone: "UTC" }).format(at) : `${at.getUTCMonth() + 1}月`);

/** The fiscal year (4月–3月) of a day, by the year in which it began. */
export const fiscal = (day) => Number(day.slice(0, 4)) - (Number(day.slice(5, 7)) < 4 ? 1 : 0);

/** 2026年度（令和8年度）; fiscal 2026 */
export const fiscalYear = (year) => (spoken() === "en" ? `fiscal ${year}` : `${year}年度（令和${year - 2018}年度）`);
