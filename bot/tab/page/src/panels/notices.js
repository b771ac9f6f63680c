/** The newest notices, and how far each has arrived. */

import { pieces, rows, stacked, tracks } from "../drawing.js";
import { number, said, word } from "../words.js";

const DRAWN = 5;
export const name = "notices";
export const seconds = (view) => (view?.under_way ? 2 : 30);

const PARTS = { confirmed: ["confirmed"], sent: ["sent"], going: ["pending", "sending"], lost: ["failed", "unreachable", "expired", "unknown"], withdrawn: ["withdrawn"] };
const TONES = { confirmed: "good", sent: "accent", going: "track", lost: "bad", withdrawn: "rest" };
const STATES = ["confirmed", "sent", "pending", "sending", "unreachable", "failed", "expired", "unknown", "withdrawn"];
const UNSENT = ["draft", "counting", "ready", "asked", "returned", "scheduled"];

const people = (notice, states) => notice.parts.filter(({ state }) => states.includes(state)).reduce((sum, one) => sum + one.people, 0);
const arrived = (notice) => people(notice, [...PARTS.confirmed, ...PARTS.sent]);

/** The one that went out last: what waits for the reader stands before it in the list, however old it is. */
const newest = (notices) => notices.filter((one) => one.begun_at && !UNSENT.includes(one.stage))
  .reduce((last, one) => (last && Date.parse(last.begun_at) >= Date.parse(one.begun_at) ? last : one), undefined);

/** Of the one that is going out, else of the newest that has gone. */
export function sentence(view) {
  const notice = newest(view.notices.filter((one) => one.under_way)) ?? newest(view.notices) ?? view.notices[0];
  if (!notice) return [word("notices.none")];
  const unsent = UNSENT.includes(notice.stage);
  const waiting = waits(view, unsent ? notice : null);
  if (unsent) return [word("notices.unsent", { ...notice, stage: stage(notice) }), ...waiting];
  const lost = people(notice, PARTS.lost);
  const count = arrived(notice);
  const percent = count === notice.audience ? 100 : Math.min(Math.floor((100 * count) / notice.audience), 99);
  return [
    word("notices.arrived", { ...notice, arrived: count, percent }),
    notice.under_way ? word("notices.going") : "",
    lost ? word("notices.lost", { n: lost }) : "",
    ...waiting,
  ];
}

/** What the reader has to decide on; what others have. `said`: the draft that the sentence is about already. */
function waits(view, said) {
  const own = view.waiting - (said?.waits ? 1 : 0);
  const others = view.notices.filter((one) => !one.waits && one !== said && (one.stage === "asked" || one.correction)).length;
  return [own ? word("notices.waiting", { n: own, corrections: view.corrections }) : "", others ? word("notices.asked", { n: others }) : ""];
}

const stage = (notice) => word("notices.stage")[notice.stage];
const note = (notice) => {
  if (UNSENT.includes(notice.stage)) return stage(notice);
  return notice.correction ? word("notices.correction") : word("notices.line", { arrived: arrived(notice), audience: notice.audience });
};

/** Those of the picture: what is going out has its place, however much waits. */
const drawn = ({ notices }) => [...notices.filter((one) => one.under_way), ...notices.filter((one) => !one.under_way)].slice(0, DRAWN);

export function pictures(view, width) {
  const shown = drawn(view);
  if (!shown.length) return [];
  const items = shown.map((one) => ({
    id: one.id, label: one.title, note: note(one),
    parts: Object.entries(PARTS).map(([part, states]) => ({
      value: people(one, states) / one.audience, tone: TONES[part], title: `${word("notices.part")[part]} ${word("unit.people", people(one, states))}`,
    })),
  }));
  return [{
    drawn: rows({ width, items, x: { domain: [0, 1] }, label: said(sentence(view)), marks: [tracks(items, 0, 1), pieces(stacked(items))] }),
    more: view.notices.length - shown.length,
    beyond: view.waiting - view.notices.filter((one) => one.waits).length,
  }];
}

export const legend = (view) => Object.entries(PARTS)
  .filter(([, states]) => drawn(view).some((one) => people(one, states)))
  .map(([part]) => [`bar ${TONES[part]}`, word("notices.part")[part]]);

/** Every state in which anybody is: over a notice they add up to its audience. */
export function tables(view) {
  if (!view.notices.length) return [];
  const states = STATES.filter((state) => view.notices.some((one) => people(one, [state])));
  return [{
    caption: word("notices"),
    head: [word("notices.col.title"), word("notices.col.stage"), word("notices.col.audience"), ...states.map((state) => word("notices.state")[state]), word("notices.col.read")],
    rows: view.notices.map((one) => [
      one.title, one.correction ? word("notices.with_correction", { stage: stage(one) }) : stage(one), number(one.audience), ...states.map((state) => number(people(one, [state]))), number(one.read),
    ]),
    header: 0, numbers: 2,
  }];
}
