/** The client around the page: Teams, or the practice tenant that plays it. The only file that knows teams-js. */

import { app, authentication } from "@microsoft/teams-js";

const PATIENCE = 5000;
const LOOPBACK = /^https?:\/\/(127\.0\.0\.1|localhost)(:\d+)?$/;

/** @returns {Promise<{theme: string, locale: string}>} rejected where nobody answers: the page isn't in Teams */
export async function enter(onTheme) {
  await within(PATIENCE, app.initialize(practiceHosts()));
  const { app: around } = await app.getContext();
  app.registerOnThemeChangeHandler(onTheme);
  return { theme: around.theme, locale: around.locale };
}

/** The page can be looked at: Teams takes its own waiting sign away. */
export const ready = () => app.notifySuccess();

/** A token that says who looks; Teams has it at hand, or gets another one. */
export const token = () => authentication.getAuthToken();

/** Teams' own addresses are known to teams-js; on this machine alone another page may be around us. */
function practiceHosts() {
  const around = location.ancestorOrigins?.[0] ?? (document.referrer && new URL(document.referrer).origin);
  return LOOPBACK.test(location.origin) && LOOPBACK.test(around) ? [around] : [];
}

const within = (patience, work) =>
  Promise.race([work, new Promise((_, reject) => setTimeout(reject, patience, new Error("nobody answers")))]);
