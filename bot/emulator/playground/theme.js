/** Light and dark: the system's wish, until the person chooses. */

import { byId } from "./elements.js";
import { word } from "./words.js";

const system = matchMedia("(prefers-color-scheme: dark)");

/** "light" or "dark" */
export const theme = () => localStorage.getItem("theme") ?? (system.matches ? "dark" : "light");

/** Colours the page and names the button for what it would do. */
export function show() {
  document.documentElement.dataset.theme = theme();
  byId("theme").textContent = word(theme() === "dark" ? "theme.light" : "theme.dark");
}

/** @param {() => void} onChange */
export function start(onChange) {
  byId("theme").addEventListener("click", () => {
    localStorage.setItem("theme", theme() === "dark" ? "light" : "dark");
    onChange();
  });
  system.addEventListener("change", onChange);
}
