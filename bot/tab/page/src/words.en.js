/** The page's words in English. */

import { date, fiscalYear, fullDate } from "./dates.js";

const count = (n) => n.toLocaleString("en-GB");
const people = (n) => (n === 1 ? "1 person" : `${count(n)} people`);
const are = (n, one, many) => (n === 1 ? `is 1 ${one}` : `are ${count(n)} ${many}`);
const few = (n) => (n === null ? "under 5" : count(n));
const next = (now, day) => `The ${now ? "next" : "year’s first"} deadline is ${now ? date(day) : fullDate(day)}`;

export default {
  "title": "At a glance",
  "hello": ({ name }) => name,
  "as_of": ({ day, time }) => `${date(day)}, ${time}`,
  "contents": "On this page",
  "table": "Show as a table",
  "more": ({ n, settled }) => {
    const decided = settled === n ? ", already decided," : settled ? ` (${count(settled)} of them decided)` : "";
    return `${count(n)} more${decided} ${n === 1 ? "is" : "are"} not in the picture; see the table.`;
  },
  "beyond": ({ n }) => `${count(n)} more ${n === 1 ? "fits" : "fit"} into neither the picture nor the table.`,
  "outside": "Please open this page inside Teams, in Renkei.",
  "nothing": "There is nothing to show now. What you see to (agreements, meetings, training, or a school) will appear here. Notices and everything you do are in “Chat”.",
  "nothing.family": "This page is for staff. To report an absence, or to read what the school has sent, please see “Chat”.",
  "unknown": "You are not in the staff register, so there is nothing to show. Please ask your office.",
  "loading": "Loading…",
  "trouble.sign-on": "Your sign-in could not be confirmed. If opening Teams again does not help, please tell your IT staff.",
  "trouble.tenant": "Renkei is not set up for this organisation.",
  "trouble.gone": "This is not yours to see in your present post.",
  "trouble.later": "This can't be shown now. It will be loaded again by itself.",
  "trouble.stale": "The latest state can't be loaded. What you see is from before.",
  "unit.people": people,
  "few": few,

  "agreements": "Agreements and deadlines",
  "agreements.contents": "Agreements",
  "agreements.year": ({ year }) => fiscalYear(year).replace("f", "F"),
  "agreements.earlier": "Earlier year",
  "agreements.later": "Later year",
  "agreements.ending": ({ year, now, n, settled }) =>
    `In ${now ? "this fiscal year" : `fiscal ${year}`} the term of ${n === 1 ? "1 agreement" : `${count(n)} agreements`} ends${settled ? ` (${count(settled)} decided)` : ""}.`,
  "agreements.settled": ({ year, now }) => `Nothing in the picture of ${now ? "this fiscal year" : `fiscal ${year}`} is left to decide.`,
  "agreements.quiet": ({ year, now }) => `No agreement or duty falls due in ${now ? "this fiscal year" : `fiscal ${year}`}.`,
  "agreements.late": ({ n }) => `There ${are(n, "item", "items")} past the deadline and not settled.`,
  "agreements.past": ({ n }) => `There ${are(n, "agreement", "agreements")} past the target day and not decided.`,
  "agreements.early": ({ n }) => `${n === 1 ? "1 agreement is" : `${count(n)} agreements are`} to be decided before this year begins.`,
  "agreements.next_term": ({ now, day, title, renewal }) => {
    const what = { none: "to confirm the expiry of", automatic: "whether to object to the renewal of" }[renewal] ?? "whether to renew";
    return `${next(now, day)}: ${what} “${title}”.`;
  },
  "agreements.next_duty": ({ now, day, what, title }) => `${next(now, day)}: “${what}”${title ? ` under “${title}”` : ""}.`,
  "agreements.key.window": "Up to the deadline by contract",
  "agreements.key.decide": "Decide by (in practice)",
  "agreements.key.past": "Past the target day",
  "agreements.key.early": "Due before the year shown",
  "agreements.key.late": "Past the deadline",
  "agreements.key.duty": "Duty due",
  "agreements.key.today": "Today",
  "agreements.term.label": ({ day, waits, renewal }) => (waits ? `${renewal === "none" ? "confirm" : "decide"} by ${day}` : `${day}, decided`),
  "agreements.duty.row": ({ what, title }) => (title ? `${what} (${title})` : what),
  "agreements.duty.label": ({ day }) => `by ${day}`,
  "agreements.table.terms": "Agreements to decide about",
  "agreements.table.owed": "Duties due",
  "agreements.col.decide": "In practice",
  "agreements.col.contract": "By contract",
  "agreements.col.renewal": "Renewal",
  "agreements.col.end": "End of term",
  "agreements.col.title": "Agreement",
  "agreements.col.partner": "Partner",
  "agreements.col.owner": "Post",
  "agreements.col.state": "State",
  "agreements.col.day": "Due",
  "agreements.col.what": "Duty",
  "agreements.col.matter": "Agreement or matter",
  "agreements.partners": ({ name, n }) => `${name} and ${n} more`,
  "agreements.late_mark": "past the deadline",
  "agreements.past_mark": "past the target day",
  "agreements.marked": ({ state, mark }) => `${state} (${mark})`,
  "agreements.renewal": { mutual: "by both", automatic: "by silence", none: "none" },
  "agreements.duty.state": { open: "Open", requested: "Asked for", done: "Done", waived: "Not needed" },
  "agreements.state": {
    before_talks: "Before talks", in_talks: "In talks", drafted: "Drafted", decided: "Decided", signed: "Signed",
    published: "Published", continued: "Continuing (no objection)", objected: "Objection made",
    not_renewed: "Ended without renewal", expired: "Expiry confirmed",
  },

  "meetings": "Meetings promised",
  "meetings.contents": "Meetings",
  "meetings.met": ({ met, missed }) => (missed
    ? `Of ${met + missed} meetings promised so far this fiscal year, ${met} ${met === 1 ? "was" : "were"} held.`
    : `Every meeting promised so far this fiscal year was held (${met}).`),
  "meetings.open": ({ n }) => `There ${are(n, "meeting", "meetings")} to be held in the present period.`,
  "meetings.none_due": "No meeting is owed now.",
  "meetings.missed": ({ n, title, more }) => `${n === 1 ? "1 period" : `${n} periods`} passed without one (“${title}”${more ? ` and ${more} more` : ""}).`,
  "meetings.next": ({ day, title }) => `The next one is “${title}” on ${date(day)}.`,
  "meetings.owed": ({ last, title }) => `“${title}” is to be held once by ${date(last)}.`,
  "meetings.state": {
    met: "held", written: "in writing", skipped: "not held", booked: "booked", owed: "still to come", missed: "missed",
    ahead: "later period", free: "none owed",
  },
  "meetings.every": ({ unit, every }) => {
    if (!every) return "not decided";
    if (unit === "weeks") return every === 1 ? "weekly" : `every ${every} weeks`;
    return { 1: "monthly", 3: "quarterly", 6: "half-yearly", 12: "yearly" }[every] ?? `every ${every} months`;
  },
  "meetings.period": ({ first, last, year }) => {
    const name = (month) => new Intl.DateTimeFormat("en-GB", { month: "short", timeZone: "UTC" }).format(Date.UTC(2026, month - 1, 1));
    const span = first === last ? name(first) : `${name(first)}–${name(last)}`;
    return year ? `${span} ${year}` : span;
  },
  "meetings.col.title": "Meeting",
  "meetings.col.partner": "Partner",
  "meetings.col.every": "How often",
  "meetings.col.owner": "Post",
  "meetings.col.last": "Last held",
  "meetings.col.periods": "This fiscal year",
  "meetings.never": "no record",
  "meetings.on": ({ state, day }) => `${state} (${day})`,

  "training": "Training progress",
  "training.contents": "Training",
  "training.none": "No course is running now.",
  "training.choose": "Course",
  "training.done": ({ title, finished, audience, percent }) =>
    `Of ${people(audience)} meant for “${title}”, ${count(finished)} (${percent}%) have finished.`,
  "training.begun": ({ title, audience }) => `“${title}” is meant for ${people(audience)}; nobody has finished yet.`,
  "training.all": ({ title, audience }) => `All ${people(audience)} meant for “${title}” have finished.`,
  "training.until": ({ day, left }) => (left > 0 ? `It is to be finished by ${date(day)}, in ${left === 1 ? "1 day" : `${left} days`}.`
    : left === 0 ? "It is to be finished today." : `The last day to finish (${date(day)}) has passed.`),
  "training.farthest": ({ name, percent }) => `The smallest share has finished in ${name} (${percent}%).`,
  "training.of": ({ municipality }) => `Staff of ${municipality} alone.`,
  "training.departments": "By department",
  "training.municipalities": "By municipality",
  "training.nameless": "No department recorded",
  "training.part": { finished: "Finished", booked: "Booked", waiting: "On the waiting list", nothing: "Not booked" },
  "training.share": ({ percent, finished, audience }) => `${percent}% (${count(finished)} of ${count(audience)})`,
  "training.col.name": "Department",
  "training.col.municipality": "Municipality",
  "training.col.audience": "Meant for",
  "training.percent": ({ percent }) => `${percent}%`,
  "training.col.percent": "Share finished",
  "training.mandatory": "required",

  "attendance": "This morning at school",
  "attendance.contents": "Attendance",
  "attendance.own": ({ name, absent, late, suspended }) => {
    const parts = [absent && `${absent} absent`, late && `${late} late`, suspended && `${suspended} kept home by order`];
    const said = parts.filter(Boolean).join(", ");
    return said ? `${name}: ${said} this morning.` : `${name}: nobody is reported absent or late this morning.`;
  },
  "attendance.classes_of": ({ school, name }) => (name ? `${school}, ${name}` : `${school} (your classes)`),
  "attendance.no_school": ({ name }) => `${name}: no school today.`,
  "attendance.unchecked": ({ n }) => `There ${are(n, "class whose roll is", "classes whose rolls are")} not marked yet.`,
  "attendance.missing": ({ n }) => `There ${are(n, "child", "children")} of whom nothing has been heard.`,
  "attendance.board": ({ n, absent, late }) => `Reported this morning at ${n === 1 ? "1 school" : `${n} schools`}: ${few(absent)} absent, ${few(late)} late.`,
  "attendance.board_hidden": ({ n }) => `What was reported this morning at ${n === 1 ? "1 school" : `${n} schools`}.`,
  "attendance.board_quiet": ({ n }) => `${n === 1 ? "The school is not" : `None of the ${n} schools is`} in session today.`,
  "attendance.hidden": "Numbers under 5 are not told, so that nobody can be recognised.",
  "attendance.part": { absent: "Absent", late: "Late", suspended: "Kept home by order" },
  "attendance.line": ({ absent, late, suspended }) =>
    [absent && `${absent} absent`, late && `${late} late`, suspended && `${suspended} by order`].filter(Boolean).join(", ") || "none reported",
  "attendance.fewer": "under 5",
  "attendance.untold": "not told",
  "attendance.names": "Show names",
  "attendance.names_hide": "Hide names",
  "attendance.names_note": "Who shows them is recorded. Reasons are never shown here.",
  "attendance.names_none": "There is nobody to name.",
  "attendance.nameless": "(name not shown)",
  "attendance.seat": ({ number }) => `No. ${number}`,
  "attendance.mark": {
    absent: "absent", late: "late", early: "leaves early", talk: "wants to talk", held: "being confirmed", differs: "reports differ",
    missing: "not heard of",
  },
  "attendance.roll": { "": "not marked", open: "not marked", done: "marked", missing: "somebody missing", silent: "no school" },
  "attendance.col.class": "Class",
  "attendance.col.school": "School",
  "attendance.col.enrolled": "Enrolled",
  "attendance.col.present": "Expected",
  "attendance.col.roll": "Roll",
  "attendance.whole": "All schools",
  "attendance.others": "Schools of the city",

  "notices": "Notices arriving",
  "notices.contents": "Notices",
  "notices.none": "No notice has been sent yet.",
  "notices.unsent": ({ title, audience, stage }) => `“${title}”, meant for ${people(audience)}: ${stage.toLowerCase()}.`,
  "notices.asked": ({ n }) => `There ${are(n, "notice", "notices")} waiting for approval.`,
  "notices.waiting": ({ n, corrections }) => {
    const all = corrections === n;
    const what = n === 1 ? `1 ${all ? "correction needs" : "notice needs"}` : `${count(n)} ${all ? "corrections need" : "notices need"}`;
    return `${what} your approval${corrections && !all ? ` (${count(corrections)} of them ${corrections === 1 ? "a correction" : "corrections"})` : ""}.`;
  },
  "notices.arrived": ({ title, audience, arrived, percent }) => (arrived === audience
    ? `“${title}” has reached all ${people(audience)}.`
    : `“${title}” has reached ${count(arrived)} of ${people(audience)} (${percent}%).`),
  "notices.going": "It is being sent now.",
  "notices.lost": ({ n }) => `${people(n)} could not be reached.`,
  "notices.correction": "Correction pending approval",
  "notices.with_correction": ({ stage }) => `${stage} (correction waiting for approval)`,
  "notices.line": ({ arrived, audience }) => `${count(arrived)} of ${count(audience)}`,
  "notices.part": { confirmed: "A button was pressed", sent: "Arrived", going: "Still to be sent", lost: "Not reached", withdrawn: "Not sent, or deleted" },
  "notices.state": {
    pending: "Still to be sent", sending: "Being sent", sent: "Arrived", confirmed: "Arrived, a button was pressed",
    failed: "Could not be sent", unreachable: "Can't be reached in Teams", expired: "Too late, not sent",
    withdrawn: "Not sent, or deleted", unknown: "Unknown whether it arrived",
  },
  "notices.stage": {
    draft: "Draft", counting: "Finding recipients", ready: "Draft", asked: "Waiting for approval", returned: "Sent back",
    scheduled: "Waiting to be sent", canary: "Sending to the first 1 %", sending: "Sending",
    resting: "Resting until the next working day", paused: "Paused", stopped: "Stopped (needs a look)", done: "Sent",
    cancelled: "Cancelled", withdrawn: "Withdrawn",
  },
  "notices.col.title": "Notice",
  "notices.col.stage": "State",
  "notices.col.audience": "Meant for",
  "notices.col.read": "of these opened",
};
