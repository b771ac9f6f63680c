from datetime import date

from cards import common, home
from cards.lang import Lang
from cards.samples.agreements import dues
from cards.samples.city import TODAY, Due
from cards.samples.home import Deputising, DeputyPress, Handover, Overseen

JA, EN = Lang("ja"), Lang("en")


def texts(node) -> str:
    if isinstance(node, dict):
        own = [node["text"]] if "text" in node else []
        return "\n".join([*own, *(texts(value) for value in node.values())])
    return "\n".join(texts(value) for value in node) if isinstance(node, list) else ""


def verbs(card) -> list[str]:
    rows = [*card["body"], card]
    return [action["verb"] for row in rows for action in row.get("actions", ())]


def test_help_tells_each_role_what_it_can_do():
    staff = texts(home.help(JA, ("staff",)))
    manager = texts(home.help(JA, ("staff", "manager")))
    assert "職員の方" in staff
    assert "管理職の方" not in staff
    assert "管理職の方" in manager


def test_a_person_without_a_role_gets_help_and_no_data():
    card = home.help(JA, ())
    assert "登録がまだありません" in texts(card)
    assert verbs(card) == []


def test_today_has_at_most_five_lines_and_counts_the_others():
    card = home.today(JA, dues(8), day=TODAY)
    assert sum(part["type"] == "ColumnSet" for part in card["body"]) == 5
    assert "ほか3件" in texts(card)


def test_today_puts_the_nearest_first():
    late, soon = Due(title="後", day=date(2026, 12, 9)), Due(title="先", day=date(2026, 12, 1))
    said = texts(home.today(JA, (late, soon), day=TODAY))
    assert said.index("先") < said.index("後")


def test_deadlines_say_that_there_are_none():
    assert "今後90日間に期限はありません。" in texts(home.deadlines(JA, (), day=TODAY))


def test_a_line_says_how_many_days_are_left_or_gone():
    assert common.left(JA, date(2026, 11, 27), TODAY) == "本日"
    assert common.left(JA, date(2026, 11, 28), TODAY) == "あと1日"
    assert common.left(EN, date(2026, 11, 25), TODAY) == "past the target day"


def test_setting_a_deputy_asks_for_no_reason():
    card = home.deputy_form(JA, day=TODAY)
    asked = [part["id"] for part in card["body"] if "id" in part]
    assert asked == ["person", "since", "until"]


def test_a_deputy_without_an_end_is_shown_as_such():
    assert "定めなしまで" in texts(home.deputy_set(JA, Deputising(until=None)))


def test_the_owner_sees_what_the_deputy_pressed():
    card = home.deputy_presses(JA, (DeputyPress(),), up_to=9)
    assert "内容を確認　東雲 太郎　2026年11月27日（金）9:05" in texts(card)
    assert card["actions"][0]["data"]["up_to"] == 9


def test_the_newcomer_takes_over_with_one_press():
    card = home.handover_arriving(JA, Handover(items=dues(2)), day=TODAY)
    assert "home.took_over" in verbs(card)
    assert "home.took_over" not in verbs(home.handover_leaving(JA, Handover(), day=TODAY))


def test_a_refusal_says_why_and_that_nothing_changed():
    said = texts(common.refused(JA, "agreements.refused.notice_passed", {"day": TODAY}))
    assert "2026年11月27日（金）" in said
    assert "登録内容は変わっていません。" in said


def test_a_stale_card_offers_the_current_one():
    assert verbs(common.stale(JA, "agreements.refused.changed", home.Today())) == ["home.today"]
    assert verbs(common.stale(JA, "agreements.refused.changed")) == []


def test_deadlines_put_what_one_minds_below_ones_own():
    beside = Overseen(lines=dues(9))
    card = home.deadlines(JA, dues(1, title="自分の協定"), day=TODAY, overseen=(beside,))
    said = texts(card)
    assert said.index("ご自分が対応するもの（1件）") < said.index("自分の協定")
    assert said.index("自分の協定") < said.index("所管の協定・義務の期限（9件）")
    assert "今後90日間（10件）" in said
    assert "ほか2件は、「一覧」で見るか" in said


def test_deadlines_never_say_that_there_are_none_over_what_one_minds():
    said = texts(home.deadlines(JA, (), day=TODAY, overseen=(Overseen(lines=dues(1)),)))
    assert "ご自分が対応するものはありません。" in said
    assert "期限はありません" not in said
    assert "（0件）" not in said
