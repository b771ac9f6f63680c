/** Puts the page of the practice tenant together. */

import * as calendar from "./calendar.js";
import * as cards from "./cards.js";
import * as chat from "./chat.js";
import * as clock from "./clock.js";
import * as composer from "./composer.js";
import * as crowd from "./crowd.js";
import { byId, showTrouble } from "./elements.js";
import * as faults from "./faults.js";
import * as people from "./people.js";
import * as places from "./places.js";
import { listen } from "./stream.js";
import * as tab from "./tab.js";
import * as tenant from "./tenant.js";
import * as theme from "./theme.js";
import * as traffic from "./traffic.js";
import { fill, switchLanguage, word } from "./words.js";

let tenantName = "";
/** @type {string | undefined} id of the person whose chat is open; kept in the address */
let current = decodeURIComponent(location.hash.slice(1)) || undefined;

function showWords() {
  fill();
  theme.show();
  byId("language").textContent = word("language.other");
  byId("language").lang = word("language.other") === "English" ? "en" : "ja";
  byId("tenant").textContent = tenantName && word("tenant", { name: tenantName });
  composer.show();
}

function redraw() {
  showWords();
  people.show();
  crowd.show();
  clock.show();
  traffic.show();
  calendar.show();
  places.show();
  chat.redraw();
  tab.redraw();
}

/** Everything from the server, as soon as the stream is open: what happens from then on is heard. */
async function load() {
  traffic.forget();
  const [state, { calls, last }, { rooms }] = await Promise.all([tenant.state(), tenant.traffic(), tenant.rooms()]);
  tenantName = state.tenant.name;
  showWords();
  clock.show(state.now);
  calendar.knowRooms(rooms);
  calendar.goWith(state.now);
  traffic.load(calls, last);
  tab.know(state.tab, state.tenant.id);
  people.show(state.people);
  crowd.show(state.crowd);
  await listCurrent();
  await places.load();
  people.take(current); // last: what its chat tells of a trouble stays
}

/** Somebody of the many whose chat the address names. */
async function listCurrent() {
  if (!current || people.find(current)) return;
  const [person] = (await tenant.search(current)).people;
  if (person?.id === current) people.list(person);
}

async function become(person) {
  current = person.id;
  history.replaceState(null, "", `#${encodeURIComponent(person.id)}`);
  calendar.be(person);
  places.be();
  composer.be(person);
  tab.be(person);
  await orTrouble(() => chat.open(person));
}

async function orTrouble(work) {
  try {
    await work();
    showTrouble(null);
  } catch (trouble) {
    if (!(trouble instanceof tenant.Trouble)) throw trouble;
    showTrouble(trouble.message);
  }
}

function wire() {
  people.start(become);
  crowd.start();
  composer.start();
  clock.start();
  faults.start();
  calendar.start();
  places.start(() => current);
  traffic.start();
  tab.start();
  theme.start(redraw);
  byId("language").addEventListener("click", () => {
    switchLanguage();
    redraw();
    tab.renew();
  });
}

function follow() {
  listen({
    message: ({ person, message }) => (person === current ? chat.receive(message) : countNew(person, message)),
    typing: ({ person }) => { if (person === current) chat.startTyping(); },
    traffic: traffic.add,
    numbers: crowd.show,
    clock: ({ now }) => {
      clock.show(now);
      calendar.goWith(now);
      tab.renew();
    },
    calendar: ({ person }) => calendar.hear(person),
    place: ({ place }) => places.hear(place),
  }, {
    lost: () => showTrouble(word("trouble.stream")),
    open: () => orTrouble(load),
  });
}

function countNew(person, message) {
  if (message.from === "bot" && !message.edited && !message.deleted) people.addUnread(person);
}

byId("guide").open = matchMedia("(min-width: 48rem)").matches;
wire(); // before the words are there to press, and before anything that takes time
showWords();
if (await cards.start()) {
  follow();
} else {
  showTrouble(word("trouble.assets"));
}
