/** What the page asks of the bot: each time with who looks, and with what it was told last. */

import * as host from "./host.js";

/** Why something isn't shown: `status` as HTTP has it, 0 where nobody could be reached, "sign-on" without a token. */
export class Trouble extends Error {
  constructor(status) {
    super(String(status));
    this.status = status;
  }
}

/** @type {Map<string, {etag: string, view: any}>} the last answers, by address */
const known = new Map();
let language = "ja";

export const speak = (lang) => { language = lang; };

export const me = () => ask("me");

/** @param {string} name  @param {Record<string, number>} asked  @returns {Promise<any>} the same object while nothing changed */
export const panel = (name, asked = {}) => ask(`panels/${name}${query(asked)}`);

async function ask(path) {
  const last = known.get(path);
  const response = await reach(path, last?.etag);
  if (response.status === 304) return last.view;
  if (!response.ok) throw new Trouble(response.status);
  const answer = { etag: response.headers.get("ETag"), view: await response.json() };
  known.set(path, answer);
  return answer.view;
}

async function reach(path, etag) {
  const headers = { Authorization: `Bearer ${await signedOn()}`, "Accept-Language": language };
  if (etag) headers["If-None-Match"] = etag;
  try {
    return await fetch(`api/${path}`, { headers, cache: "no-store" });
  } catch {
    throw new Trouble(0);
  }
}

const signedOn = () => host.token().catch(() => { throw new Trouble("sign-on"); });

function query(asked) {
  const words = new URLSearchParams(Object.entries(asked).map(([name, value]) => [name, String(value)]));
  return words.size ? `?${words}` : "";
}
