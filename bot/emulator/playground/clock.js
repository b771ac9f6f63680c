/** The practice date, and moving it forward. */

import { daysLater, inputDate, momentOf, morningOf } from "./dates.js";
import { byId, make, setBusy } from "./elements.js";
import * as tenant from "./tenant.js";
import { word } from "./words.js";

const bar = document.querySelector(".clock");
const dialog = byId("clock-dialog");
let now = "";

/** @param {string} at ISO */
export function show(at = now) {
  now = at;
  byId("now").dateTime = now;
  byId("now").textContent = now && momentOf(now);
}

export function start() {
  bar.querySelector(".steps").addEventListener("click", (event) => step(/** @type {any} */ (event.target).dataset.step));
  dialog.addEventListener("close", () => {
    if (dialog.returnValue === "go") move(morningOf(byId("clock-date").value));
  });
}

function step(kind) {
  if (!kind || !now || bar.ariaBusy === "true") return;
  if (kind === "date") openDialog();
  else move(kind === "event" ? null : daysLater(now, Number(kind)));
}

function openDialog() {
  const tomorrow = inputDate(daysLater(now, 1));
  Object.assign(byId("clock-date"), { min: tomorrow, value: tomorrow });
  dialog.returnValue = "";
  dialog.showModal();
}

/** @param {string | null} to */
async function move(to) {
  const before = now;
  setBusy(bar, true);
  tell(word("clock.moving"));
  try {
    show((await tenant.moveClock(to)).now);
    tell(now === before ? word("clock.none") : word("clock.moved", { date: momentOf(now) }));
  } catch (trouble) {
    tell(trouble.message);
  } finally {
    setBusy(bar, false);
  }
}

const tell = (text) => byId("clock-news").replaceChildren(make("span", {}, text));
