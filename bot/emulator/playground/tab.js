/** The app's two views for one person: the chat, and the tab in a frame as Teams shows it. */

import { byId } from "./elements.js";
import { host } from "./teams.js";
import * as tenant from "./tenant.js";
import { theme } from "./theme.js";
import { locale } from "./words.js";

const frame = byId("tab");
const views = [byId("view-chat"), byId("view-tab")];
const THEMES = { light: "default", dark: "dark" }; // as Teams calls them
/** @type {import("./tenant.js").Person | undefined} */
let person;
let address = "";
let tenantId = "";
let open = false;
const teams = host(frame, {
  context: () => ({
    theme: THEMES[theme()],
    locale: locale().toLowerCase(),
    entityId: "overview",
    hostName: "Teams",
    hostClientType: "web",
    sessionId: "practice",
    tid: tenantId,
    userObjectId: person.id,
  }),
  token: async () => (await tenant.signOn(person.id)).token,
});

export function start() {
  for (const view of views) {
    view.addEventListener("click", () => show(view.id === "view-tab"));
    view.addEventListener("keydown", ({ key }) => {
      if (key !== "ArrowLeft" && key !== "ArrowRight") return;
      show(!open);
      views[Number(open)].focus();
    });
  }
}

/** Where the bot has a tab; "" leaves the chat alone. @param {string} url  @param {string} id of the tenant */
export function know(url, id) {
  address = url;
  tenantId = id;
  byId("views").hidden = !url;
  show(open && Boolean(url));
}

/** Somebody else looks: a frame that shows another person's things is closed at once. */
export function be(someone) {
  if (someone.id === person?.id) return;
  person = someone;
  frame.removeAttribute("src");
  show(open);
}

/** The client's language is another one, or the clock was moved: the page is opened anew. */
export function renew() {
  frame.removeAttribute("src");
  show(open);
}

/** The client's theme may be another one. */
export const redraw = () => teams.say("themeChange", THEMES[theme()]);

function show(tab) {
  open = tab;
  if (open && address && person && !frame.src) frame.src = address;
  byId("tab-view").hidden = !open;
  byId("scroll").hidden = open;
  byId("composer").hidden = open;
  for (const [index, view] of views.entries()) {
    view.ariaSelected = String(Boolean(index) === open);
    view.tabIndex = Boolean(index) === open ? 0 : -1;
  }
}
