/** The switch that puts Teams in trouble for a minute. */

import { byId } from "./elements.js";
import * as tenant from "./tenant.js";
import { word } from "./words.js";

const SECONDS = 60;
let timer = 0;

export function start() {
  byId("faults").addEventListener("change", ({ target }) => choose(target.value));
}

async function choose(kind) {
  clearInterval(timer);
  try {
    await tenant.fault(kind, SECONDS);
  } catch (trouble) {
    return tell(trouble.message);
  }
  if (kind === "off") return tell(word("faults.over"));
  return countDown(kind, Date.now() + SECONDS * 1000);
}

function countDown(kind, end) {
  const tick = () => {
    const left = Math.ceil((end - Date.now()) / 1000);
    if (left <= 0) return calm();
    // Read out every ten seconds only: a screen reader would count aloud otherwise.
    if (left % 10 === 0) tell(word("faults.on", { kind: word(`faults.${kind}`), n: left }));
  };
  tick();
  timer = setInterval(tick, 1000);
}

function calm() {
  clearInterval(timer);
  byId("faults").querySelector("[value=off]").checked = true;
  tell(word("faults.over"));
}

const tell = (text) => { byId("faults-news").textContent = text; };
