"""A draft that another slice wrote: its approver sees all of it, and nobody waits for nothing."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.delivery import outbox
from bot.errors import Refused, Stale
from bot.notices import keeping, store
from bot.notices.model import Act, Broadcast, Stage
from bot.people.selectors import Audience, parse, written
from cards import notices as view
from cards.elements import box, card, facts, press, text, text_input
from cards.lang import Lang
from cards.notices.size import size
from cards.samples.notices import LONG_STANDING, Line
from tests.bot.notices.conftest import City

DAY = "12月4日（金）"
JA = Lang("ja")


def call(day: str = DAY) -> dict[str, Any]:
    return card(
        JA,
        title="研修の募集",
        body=[
            box([text("情報セキュリティ研修です。")]),
            facts([("日程", day), ("場所", "市役所 3階")]),
            text_input("who", "代わりの方", most=20),
        ],
        actions=[press("日程と空席を見る", view.Mine())],
    )


def draft(city: City, to: str = "department:学校教育課", *, author: int | None = None) -> Broadcast:
    by = city.person("d1").id if author is None else author
    notice = city.write(
        lambda tx: outbox.draft(
            tx,
            kind="training.enrol",
            source_key="enrol:3:0:1",
            lane=3,
            due_at=city.now,
            expires_at=city.now + timedelta(days=5),
            cards={"ja": call(), "en": call("4 December")},
            summaries={},
            title="研修の募集",
            author=by,
            audience=written(Audience(to=(parse(to),))),
            now=city.now,
        )
    )
    city.pulse(4)
    return city.read(lambda tx: store.get(tx, notice))


def rewrite(city: City, notice: Broadcast, day: str) -> Broadcast:
    """Its slice says something else."""
    city.write(lambda tx: outbox.revise(tx, notice=notice.notice, cards={"ja": call(day)}))
    city.pulse(4)
    return city.get(notice)


def seen(found: dict[str, Any]) -> str:
    return str(found)


def test_the_approvers_card_shows_the_card_without_its_buttons(city):
    made = draft(city)
    asked = city.act("ask", made)
    standing = city.standing(asked, by="d3")
    said = seen(view.approval(JA, standing))
    assert "情報セキュリティ研修です。" in said
    assert DAY in said
    assert "150人" in said
    assert "日程と空席を見る" not in said
    assert "代わりの方" not in said
    assert len(city.cards("notices.approval")) == 1


def test_a_reader_of_english_sees_the_english_card(city):
    standing = city.standing(city.act("ask", draft(city)), by="d3")
    said = seen(view.approval(Lang("en"), standing))
    assert "4 December" in said
    assert DAY not in said


def test_what_is_new_since_the_draft_before_is_told_line_by_line(city):
    made = draft(city)
    city.act("ask", made)
    city.act("send_back", city.get(made), by="d3", remark="日程を改めてください。")
    again = city.act("ask", rewrite(city, made, "12月11日（金）"))
    changes = city.standing(again, by="d3").changes
    assert [(one.sign, one.text) for one in changes if one.sign != " "] == [
        ("-", f"日程 {DAY}"),
        ("+", "日程 12月11日（金）"),
        ("-", "日程 4 December"),
    ]


def test_the_first_draft_says_that_it_is_the_first(city):
    asked = city.act("ask", draft(city))
    assert city.standing(asked, by="d3").first


def test_changing_it_here_is_refused_with_where_it_is_changed(city):
    made = draft(city)
    for act in ("change", "correct"):
        if act == "correct":
            made = replace(made, stage=Stage.SENDING)
            city.write(lambda tx, made=made: store.save(tx, made))
        with pytest.raises(Refused) as refused:
            city.act(act, made, content=None)
        assert refused.value.reason == "notices.refused.of_training"
    assert "「研修」" in JA.t("notices.refused.of_training")
    assert not {Act.CHANGE, Act.CORRECT} & city.standing(made).acts


def test_its_author_gets_the_draft_once_its_people_are_counted(city):
    made = draft(city)
    (posted,) = city.cards("notices.prepared")
    assert city.to(posted.id) == {made.author}


def test_what_nobody_wrote_goes_to_the_desk_of_its_slice(city):
    made = draft(city, author=store.NOBODY)
    (posted,) = city.cards("notices.prepared")
    assert city.to(posted.id) == {city.person(one).id for one in ("d1", "d2", "d4")}
    assert made.desk == "training_desk"
    city.act("approve", city.act("ask", made), by="d3")
    assert city.sent(made).stage is Stage.DONE


def test_sent_back_without_an_author_it_goes_to_the_desk(city):
    made = draft(city, author=store.NOBODY)
    city.act("ask", made)
    city.act("send_back", city.get(made), by="d3", remark="日程を改めてください。")
    (posted,) = city.cards("notices.returned")
    assert city.to(posted.id) == {city.person(one).id for one in ("d1", "d2", "d4")}


def test_written_anew_while_an_approver_looks_it_is_asked_about_anew(city):
    made = draft(city)
    asked = city.act("ask", made)
    changed = rewrite(city, made, "12月11日（金）")
    assert (changed.stage, changed.remark) == (Stage.READY, "notices.remark.rewritten")
    assert len(city.cards("notices.prepared")) == 2
    with pytest.raises((Refused, Stale)):
        city.act("approve", made, by="d3", version=asked.version)
    city.act("approve", city.act("ask", changed), by="d3")
    assert city.sent(made).stage is Stage.DONE


def test_written_anew_after_the_approval_it_does_not_go_out_unseen(city):
    made = draft(city)
    city.act("ask", made)
    later = city.get(made)
    city.write(lambda tx: store.save(tx, replace(later, approved_audience=150)))
    city.act("approve", later, by="d3")
    changed = rewrite(city, made, "12月11日（金）")
    assert changed.stage is Stage.READY
    assert changed.approver is None


def test_an_undecided_draft_that_changes_keeps_its_one_card(city):
    made = draft(city)
    rewrite(city, made, "12月11日（金）")
    (posted,) = city.cards("notices.prepared")
    assert posted.revision == 2


def test_a_discarded_draft_stays_discarded_when_its_slice_writes_on(city):
    made = draft(city)
    city.act("discard", made)
    city.write(lambda tx: outbox.revise(tx, notice=made.notice, cards={"ja": call("12月11日")}))
    city.pulse(6)
    assert city.get(made).stage is Stage.CANCELLED
    assert city.get(made).settled


def test_too_late_it_says_where_it_is_made_anew(city):
    made = draft(city)
    city.now += timedelta(days=6)
    city.write(lambda tx: keeping.close(city.tick(tx)))
    late = city.get(made)
    assert late.remark == "notices.remark.lapsed_elsewhere"
    assert Act.DISCARD in city.standing(late).acts
    city.write(lambda tx: store.save(tx, replace(late, stage=Stage.READY)))
    with pytest.raises(Refused, match="too_late_elsewhere"):
        city.act("ask", late)


def test_a_list_that_nobody_filled_says_what_to_do(city):
    made = draft(city, "list:training-3-1")
    assert made.stage is Stage.DRAFT
    assert made.remark == "notices.remark.group_elsewhere"
    assert len(city.cards("notices.prepared")) == 1


@pytest.mark.parametrize("sign", ["あ", "\\", "*", "a "])
def test_a_card_that_fills_a_message_is_shown_as_far_as_it_goes(sign):
    long = [text(f"{n} " + sign * 400) for n in range(40)]
    cards = {"ja": card(JA, title="長い案内", body=long)}
    names = tuple(f"{by}:{sign * 20}{n}" for by in ("department", "post") for n in range(9))
    lines = tuple(Line(sign="+-"[n % 2], text=sign * 500) for n in range(40))
    asked = replace(LONG_STANDING, stage="asked", acts=frozenset(("approve", "send_back")))
    whole = replace(asked, content=None, cards=cards, to=names, but=names, changes=lines)
    for shown in (view.approval(JA, whole), view.draft(JA, whole)):
        assert size(shown) < 28 * 1024
        assert JA.t("notices.draft.goes_on") in seen(shown)


def test_once_it_is_under_way_its_card_is_read_no_more(city):
    made = draft(city)
    city.act("approve", city.act("ask", made), by="d3")
    assert city.standing(city.sent(made)).cards == {}
