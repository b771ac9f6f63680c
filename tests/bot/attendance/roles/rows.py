"""The rows of the role table: each verb with a payload as a card of this world sends it."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from bot.turns.links import Link
from bot.turns.router import Router
from cards.attendance.verbs import (
    day,
    family,
    health,
    months,
    office,
    places,
    roster,
    settings,
    staff,
)
from cards.verbs import Verb
from tests.bot.attendance.roles import people as cast
from tests.bot.attendance.roles.commands import COMMANDS
from tests.bot.attendance.roles.world import TODAY, WORD, Tried, World, mail

Ids = Mapping[str, int]
DAY = timedelta(days=1)
NOVEMBER, OCTOBER = date(2026, 11, 1), date(2026, 10, 1)
WHY = "保護者と話して確かめた"

# A row's name is its verb's, with what else there is of it in brackets.
PRESSES: Mapping[str, Callable[[Ids], Verb]] = {
    # --- what is telephoned, and what teachers do with a report -----------------------------------
    "attendance.open_entry": lambda ids: office.OpenEntry(school_id=ids[cast.MINE]),
    "attendance.enter": lambda ids: office.Enter(
        school_id=ids[cast.MINE],
        token="row",
        class_id=ids["class"],
        kind="absent",
        relation="mother",
        child="2",
        reason="ill",
    ),
    "attendance.undo_entry (the office's own entry)": lambda ids: office.UndoEntry(
        report_id=ids["report:office"]
    ),
    "attendance.show_telephone": lambda ids: office.ShowTelephone(school_id=ids[cast.MINE]),
    "attendance.told_by_telephone": lambda ids: office.ToldByTelephone(
        line_id=ids["line"], matters=1
    ),
    "attendance.confirm": lambda ids: staff.Confirm(report_id=ids["report:word"]),
    "attendance.call": lambda ids: staff.Call(report_id=ids["report:word"]),
    "attendance.share_nurse": lambda ids: staff.ShareNurse(report_id=ids["report:word"]),
    "attendance.returned": lambda ids: staff.Returned(report_id=ids["report:early"]),
    "attendance.confirm_held": lambda ids: staff.ConfirmHeld(report_id=ids["report:own"]),
    "attendance.read_content": lambda ids: staff.ReadContent(report_id=ids["report:word"]),
    "attendance.read_class": lambda ids: staff.ReadClass(class_id=ids["class"], day=TODAY),
    "attendance.confirm_class": lambda ids: staff.ConfirmClass(class_id=ids["class"], day=TODAY),
    "attendance.show_reports": lambda ids: staff.ShowReports(),
    # --- the school day ---------------------------------------------------------------------------
    "attendance.open_day": lambda ids: day.OpenDay(school_id=ids[cast.MINE]),
    "attendance.open_day (every school)": lambda ids: day.OpenDay(school_id=0),
    "attendance.check_day": lambda ids: day.CheckDay(
        school_id=ids[cast.MINE], kind="closed", day=TODAY
    ),
    "attendance.set_day": lambda ids: day.SetDay(
        school_id=ids[cast.MINE], kind="closed", day=TODAY
    ),
    "attendance.set_day (every school)": lambda ids: day.SetDay(
        school_id=0, kind="closed", day=TODAY
    ),
    "attendance.show_days": lambda ids: day.ShowDays(school_id=ids[cast.MINE]),
    "attendance.mark_done": lambda ids: day.MarkDone(roll_id=ids["roll"], version=1),
    "attendance.open_missing": lambda ids: day.OpenMissing(roll_id=ids["roll"]),
    "attendance.show_roster": lambda ids: day.ShowRoster(class_id=ids["class"], day=TODAY),
    "attendance.missing": lambda ids: day.Missing(
        roll_id=ids["roll"], version=1, pupils=str(ids[cast.CLASSMATE])
    ),
    "attendance.cases": lambda ids: day.Cases(),
    "attendance.show_case": lambda ids: day.ShowCase(case_id=ids["case"]),
    "attendance.step_done": lambda ids: day.StepDone(case_id=ids["case"], version=1),
    "attendance.step_done (police)": lambda ids: day.StepDone(
        case_id=ids["case:police"], version=1
    ),
    "attendance.tell_family": lambda ids: day.TellFamily(case_id=ids["case:police"], version=1),
    "attendance.open_closing": lambda ids: day.OpenClosing(case_id=ids["case"]),
    "attendance.close_case": lambda ids: day.CloseCase(
        case_id=ids["case"], version=1, closing="arrived"
    ),
    "attendance.reopen_case": lambda ids: day.ReopenCase(case_id=ids["case:closed"], version=1),
    "attendance.watch_list": lambda ids: day.WatchList(),
    "attendance.show_watched": lambda ids: day.ShowWatched(pupil_id=ids[cast.CLASSMATE]),
    "attendance.seen": lambda ids: day.Seen(pupil_id=ids[cast.CLASSMATE], version=1, seen_on=TODAY),
    "attendance.open_rhythm": lambda ids: day.OpenRhythm(pupil_id=ids[cast.CLASSMATE]),
    "attendance.set_rhythm": lambda ids: day.SetRhythm(
        pupil_id=ids[cast.CLASSMATE], version=1, weekdays="0"
    ),
    "attendance.end_rhythm": lambda ids: day.EndRhythm(pupil_id=ids[cast.CLASSMATE], version=1),
    "attendance.meet_duty": lambda ids: day.MeetDuty(pupil_id=ids[cast.CLASSMATE], version=1),
    "attendance.set_guarded": lambda ids: day.SetGuarded(
        pupil_id=ids[cast.CLASSMATE], version=1, guarded=True
    ),
    "attendance.night_list": lambda ids: day.NightList(),
    # --- 出席停止 and 出席簿 ---------------------------------------------------------------------
    "attendance.suspensions": lambda ids: health.Suspensions(school_id=ids[cast.MINE]),
    "attendance.open_suspension": lambda ids: health.OpenSuspension(
        school_id=ids[cast.MINE], pupil_id=ids[cast.CLASSMATE]
    ),
    "attendance.find_for_suspension": lambda ids: health.FindForSuspension(
        school_id=ids[cast.MINE], who="3-2 2"
    ),
    "attendance.prepare_suspension": lambda ids: health.PrepareSuspension(
        school_id=ids[cast.MINE],
        pupil_id=ids[cast.THIRD],
        disease="measles",
        since=TODAY,
        onset=TODAY,
    ),
    "attendance.show_suspension": lambda ids: health.ShowSuspension(suspension_id=ids["asked"]),
    "attendance.order_suspension": lambda ids: health.OrderSuspension(
        suspension_id=ids["asked"], version=1
    ),
    "attendance.decline_suspension": lambda ids: health.DeclineSuspension(
        suspension_id=ids["asked"], version=1
    ),
    "attendance.check_suspension": lambda ids: health.CheckSuspension(
        suspension_id=ids["asked"], version=1
    ),
    "attendance.open_suspension_days": lambda ids: health.OpenSuspensionDays(
        suspension_id=ids["asked"]
    ),
    "attendance.set_suspension_days": lambda ids: health.SetSuspensionDays(
        suspension_id=ids["asked"], version=1, onset=TODAY - DAY
    ),
    "attendance.open_return": lambda ids: health.OpenReturn(suspension_id=ids["ordered"]),
    "attendance.decide_return": lambda ids: health.DecideReturn(
        suspension_id=ids["ordered"], version=1, returns_on=TODAY + DAY
    ),
    "attendance.show_order": lambda ids: health.ShowOrder(suspension_id=ids["ordered"]),
    "attendance.tell_ended": lambda ids: health.TellEnded(
        suspension_id=ids["ordered"], ended_on=TODAY - DAY
    ),
    "attendance.still_ill": lambda ids: health.StillIll(suspension_id=ids["ordered"]),
    "attendance.months": lambda ids: months.Months(school_id=ids[cast.MINE]),
    "attendance.show_month": lambda ids: months.ShowMonth(class_id=ids["class"], month=NOVEMBER),
    "attendance.show_marks": lambda ids: months.ShowMarks(
        class_id=ids["class"], pupil_id=ids[cast.CLASSMATE], month=NOVEMBER
    ),
    "attendance.set_mark": lambda ids: months.SetMark(
        class_id=ids["class"],
        pupil_id=ids[cast.CLASSMATE],
        month=NOVEMBER,
        day=TODAY,
        mark="official",
        why=WHY,
    ),
    "attendance.lock_month": lambda ids: months.LockMonth(
        class_id=ids["class"], month=OCTOBER, version=0, present=True
    ),
    "attendance.unlock_month": lambda ids: months.UnlockMonth(
        class_id=ids["class"], month=date(2026, 9, 1), version=1, why=WHY
    ),
    "attendance.numbers": lambda ids: months.Numbers(school_id=ids[cast.MINE]),
    # --- who speaks for a child, and where cards go -----------------------------------------------
    "attendance.guardian_desk": lambda ids: roster.GuardianDesk(school_id=ids[cast.MINE]),
    "attendance.find_pupil": lambda ids: roster.FindPupil(school_id=ids[cast.MINE], who="3-2 1"),
    "attendance.show_guardians": lambda ids: roster.ShowGuardians(pupil_id=ids[cast.CHILD]),
    "attendance.open_guardian": lambda ids: roster.OpenGuardian(
        guardian_id=ids[f"link:{cast.CHILD}:inactive"]
    ),
    "attendance.confirm_guardian": lambda ids: roster.ConfirmGuardian(
        guardian_id=ids[f"link:{cast.CHILD}:inactive"], version=1, may_report=True, why=WHY
    ),
    "attendance.remove_guardian": lambda ids: roster.RemoveGuardian(
        guardian_id=ids[f"link:{cast.CHILD}:guardian"], version=2, why=WHY
    ),
    "attendance.unlock_word": lambda ids: roster.UnlockWord(pupil_id=ids[cast.CHILD], why=WHY),
    "attendance.open_protection": lambda ids: roster.OpenProtection(pupil_id=ids[cast.CHILD]),
    "attendance.set_protection": lambda ids: roster.SetProtection(
        pupil_id=ids[cast.CHILD], version=1, protect=True, why=WHY
    ),
    "attendance.places": lambda ids: places.Places(school_id=ids[cast.MINE]),
    "attendance.choose_place": lambda ids: places.ChoosePlace(
        school_id=ids[cast.MINE], place_id=ids["place:free"]
    ),
    "attendance.clear_place": lambda ids: places.ClearPlace(
        school_id=ids[cast.MINE], version=ids["place_version"]
    ),
    "attendance.school_settings": lambda ids: settings.SchoolSettings(school_id=ids[cast.MINE]),
    "attendance.open_settings": lambda ids: settings.OpenSettings(
        school_id=ids[cast.MINE], group="morning"
    ),
    "attendance.set_morning": lambda ids: settings.SetMorning(
        school_id=ids[cast.MINE],
        version=1,
        report_by="08:10",
        assembly="08:20",
        missing_from="08:35",
        confirm_by="08:40",
        summary_at="09:10",
    ),
    "attendance.set_hours": lambda ids: settings.SetHours(
        school_id=ids[cast.MINE], version=1, wake="06:45", leave_from="07:15", ends_at="16:30"
    ),
    "attendance.set_search": lambda ids: settings.SetSearch(
        school_id=ids[cast.MINE], version=1, other_contact=5, way=15, visit=30, police=45
    ),
    "attendance.set_options": lambda ids: settings.SetOptions(
        school_id=ids[cast.MINE],
        version=1,
        holds_pupils=False,
        shows_teacher=True,
        meals_days=-1,
        closure_percent=30,
    ),
    # --- families ---------------------------------------------------------------------------------
    "attendance.family": lambda ids: family.Family(pupil_id=ids[cast.CHILD]),
    "attendance.family_next": lambda ids: family.FamilyNext(
        pupil_id=ids[cast.CHILD], since=TODAY + DAY, kind="absent", reason="ill"
    ),
    "attendance.family_send (the child's draft)": lambda ids: family.FamilySend(
        draft_id=ids["draft:pupil"], word=WORD
    ),
    "attendance.family_send (the guardian's draft)": lambda ids: family.FamilySend(
        draft_id=ids["draft:guardian"]
    ),
    "attendance.family_back": lambda ids: family.FamilyBack(draft_id=ids["draft:guardian"]),
    "attendance.family_same": lambda ids: family.FamilySame(pupil_id=ids[cast.CHILD]),
    "attendance.family_sibling": lambda ids: family.FamilySibling(
        report_id=ids["report:guardian"], pupil_id=ids[cast.SIBLING]
    ),
    "attendance.family_comes": lambda ids: family.FamilyComes(pupil_id=ids[cast.CHILD]),
    "attendance.family_take_back (the child's own)": lambda ids: family.FamilyTakeBack(
        report_id=ids["report:own"], version=1, day=TODAY + DAY
    ),
    "attendance.family_take_back (sent with the word)": lambda ids: family.FamilyTakeBack(
        report_id=ids["report:word"], version=1, day=TODAY, word=WORD
    ),
    "attendance.family_take_back (the guardian's)": lambda ids: family.FamilyTakeBack(
        report_id=ids["report:guardian"], version=1, day=TODAY + 2 * DAY
    ),
    "attendance.family_reports": lambda ids: family.FamilyReports(pupil_id=ids[cast.CHILD]),
    "attendance.family_show (the child's own)": lambda ids: family.FamilyShow(
        report_id=ids["report:own"]
    ),
    "attendance.family_show (the guardian's)": lambda ids: family.FamilyShow(
        report_id=ids["report:guardian"]
    ),
    "attendance.family_show (the other household's)": lambda ids: family.FamilyShow(
        report_id=ids["report:other"]
    ),
    "attendance.family_help": lambda ids: family.FamilyHelp(pupil_id=ids[cast.CHILD]),
    "attendance.open_language": lambda ids: family.OpenLanguage(pupil_id=ids[cast.CHILD]),
    "attendance.choose_language": lambda ids: family.ChooseLanguage(
        code="vi", pupil_id=ids[cast.CHILD]
    ),
}
# What is written to Renkei: one way of saying it for each thing that is heard.
WORDS = (
    "臨時休業",
    "学校の予定",
    "未着",
    "今日の出欠",
    "欠席します",
    "送った連絡",
    "出欠の使い方",
    "ことば",
    "保護者の登録",
    "出席簿",
    "一覧の印刷",
    "人数の一覧",
    "電話の入力",
    "出欠の連絡先",
    "学校の設定",
    "出席停止",
    "電話で伝える一覧",
    "長期欠席",
)
# What a signed address opens.
PAGES: Mapping[str, Callable[[Ids], str]] = {
    "attendance.night_list": lambda ids: str(ids[cast.MINE]),
}
ROWS = (
    *PRESSES,
    *(f"「{words}」" for words in WORDS),
    *(f"page {name}" for name in PAGES),
    *(f"renkei attendance {name}" for name in COMMANDS),
)


def attempt(world: World, router: Router, row: str, role: str) -> Tried:
    """What comes of it when this role tries what the row says."""
    if row in PRESSES:
        verb = PRESSES[row](world.ids)
        return world.attempt(role, lambda turn: router.press(turn, verb.name, verb.data()))
    if row.startswith("「"):
        return world.attempt(role, lambda turn: router.say(turn, row.strip("「」")))
    name = row.rpartition(" ")[2]
    if row.startswith("page "):
        link = Link(aad_object_id=role, page=name, subject=PAGES[name](world.ids))
        return world.attempt(role, lambda turn: router.open(turn, link))
    return world.attempt(role, lambda turn: COMMANDS[name](turn.tx, mail(role)))
