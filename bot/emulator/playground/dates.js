/** Dates as a city office writes them: era, weekday, Japanese time. */

import { spoken, word } from "./words.js";

// The practice tenant is a city in Japan: its civil time is Japanese, wherever the browser is.
const ZONE = "Asia/Tokyo";
const DAY = 24 * 60 * 60 * 1000;

/** @param {string} locale  @param {Intl.DateTimeFormatOptions} options */
function parts(at, locale, options) {
  const format = new Intl.DateTimeFormat(locale, { timeZone: ZONE, ...options });
  return Object.fromEntries(format.formatToParts(new Date(at)).map(({ type, value }) => [type, value]));
}

const western = (at) => parts(at, "en-US", { year: "numeric", month: "numeric", day: "numeric" });

/** 9:05 */
export function timeOf(at) {
  const { hour, minute } = parts(at, "en-GB", { hour: "numeric", minute: "2-digit", hourCycle: "h23" });
  return `${Number(hour)}:${minute}`;
}

/** 11/24 9:05, for lists where room is short */
export function shortMoment(at) {
  const { month, day } = western(at);
  return `${month}/${day} ${timeOf(at)}`;
}

/** 令和8年11月24日（火） or Tuesday, 24 November 2026 */
export function dayOf(at) {
  if (spoken() === "en") {
    return new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, dateStyle: "full" }).format(new Date(at));
  }
  const { month, day } = western(at);
  const { weekday } = parts(at, "ja-JP", { weekday: "short" });
  return `${eraYear(at)}${month}月${day}日（${weekday}）`;
}

function eraYear(at) {
  const { era, year } = parts(at, "ja-JP-u-ca-japanese", { era: "long", year: "numeric" });
  return `${era}${year === "1" ? "元" : year}年`;
}

/** The whole civil date and time, with the era year and the western one. */
export function momentOf(at) {
  const { year } = western(at);
  if (spoken() === "en") {
    const { era, year: count } = parts(at, "en-u-ca-japanese", { era: "long", year: "numeric" });
    return `${dayOf(at)} (${era} ${count}) ${timeOf(at)}`;
  }
  return `${dayOf(at).replace("年", `年（${year}年）`)} ${timeOf(at)}`;
}

/** 2026-11-24, as a date input wants it */
export function inputDate(at) {
  const { year, month, day } = western(at);
  return `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}

export const daysLater = (at, days) => new Date(new Date(at).getTime() + days * DAY).toISOString();

/** The Monday of its week, at midnight. @param {string} at ISO */
export function mondayOf(at) {
  const midnight = civilOf(inputDate(at), "00:00");
  const sundayIsNought = new Date(`${inputDate(at)}T00:00:00Z`).getUTCDay();
  return daysLater(midnight, -((sundayIsNought + 6) % 7));
}

/** How many minutes of its day have passed. */
export function minuteOf(at) {
  const [hour, minute] = timeOf(at).split(":").map(Number);
  return hour * 60 + minute;
}

/** 24（火） or Tue 24 */
export function dayLabel(at) {
  const { day } = western(at);
  const { weekday } = parts(at, spoken() === "en" ? "en-GB" : "ja-JP", { weekday: "short" });
  return spoken() === "en" ? `${weekday} ${day}` : `${day}（${weekday}）`;
}

/** 令和8年11月23日（月）からの週 */
export const weekName = (monday) => word("calendar.week", { date: dayOf(monday) });

/** A day and a time of inputs, as an instant. */
export const civilOf = (date, time) => `${date}T${time}:00+09:00`;

/** Nine in the morning of a day chosen in a date input. */
export const morningOf = (date) => civilOf(date, "09:00");
