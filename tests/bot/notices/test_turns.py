"""Presses and words about notices against real rows: who may, what it does, what is stale."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import pytest

from bot import policy
from bot.delivery.rows import DELIVERY, DRAFT
from bot.errors import NotFound, Refused, Stale
from bot.ledger.model import Actor
from bot.ledger.record import history
from bot.notices import conductor, lifecycle
from bot.notices.model import Broadcast, Stage
from bot.notices.rows import BROADCAST
from bot.notices.turns import correcting, deciding, desk, drafting, reading
from bot.people import references
from bot.people import store as people
from bot.people.model import Holders, Person
from bot.people.references import Reference
from bot.slice import Tick
from bot.storage.store import Storage
from bot.storage.tx import Tx
from bot.turns.router import Router
from bot.turns.turn import Turn
from cards import notices as view
from cards.lang import Lang
from cards.verbs import Verb
from tests.peopled import Peopled

T = TypeVar("T")
TOKYO = ZoneInfo("Asia/Tokyo")
TODAY = date(2026, 11, 24)
TITLE = "年末年始の窓口の体制について"
ROUTER = Router().include(part.router for part in (reading, drafting, deciding, correcting, desk))
HEADINGS = ("aad_object_id", "name", "mail", "department", "post", "grade", "roles")
PEOPLE = (
    ("author", "明石 著者", "author@akatsuki.example.jp", "総務課", "係長", "", "training_desk"),
    ("mate", "井口 同僚", "mate@akatsuki.example.jp", "総務課", "主査", "", "training_desk"),
    ("other", "宇野 他課", "other@akatsuki.example.jp", "協定課", "担当", "", "agreement_desk"),
    ("boss", "江藤 承認", "boss@akatsuki.example.jp", "総務部", "部長", "", "notice_approver"),
    ("staff1", "太田 職員", "staff1@akatsuki.example.jp", "企画課", "主事", "", ""),
    ("staff2", "加賀 職員", "staff2@akatsuki.example.jp", "企画課", "課長", "", "manager"),
    ("outside", "木下 他課", "outside@akatsuki.example.jp", "水道課", "主事", "", ""),
    ("audit", "久保 監査", "audit@akatsuki.example.jp", "監査課", "主事", "", "auditor"),
    ("pupil", "毛利 児童", "pupil@akatsuki.example.jp", "", "", "", "pupil"),
)
EVERYBODY = frozenset((*(one[0] for one in PEOPLE), "stranger"))
MINDING = frozenset(("author", "mate"))
FORM: dict[str, Any] = {
    "title": TITLE,
    "body": "12月29日から閉庁します。",
    "by": "department",
    "who": "企画課",
    "confirm": True,
    "contact": "総務課　内線1234",
}


@dataclass
class Desk:
    """A tenant on SQLite with its people, and what they press."""

    storage: Storage
    now: datetime = datetime(2026, 11, 24, 10, 0, tzinfo=TOKYO)

    def write(self, work: Callable[[Tx], T]) -> T:
        return self.storage.write_now("city", work)

    def turn(self, tx: Tx, aad: str, lang: str = "ja") -> Turn:
        stranger = Person(id=0, aad_object_id=aad, name="", mail="")
        person = people.find_by_aad(tx, aad, self.now.date()) or stranger
        return Turn(
            person=person,
            holders=people.holders_of(tx, person.id, self.now.date()) if person.id else Holders(),
            lang=Lang(lang),
            now=self.now,
            today=self.now.date(),
            actor=Actor.press(aad),
            tx=tx,
        )

    def press(self, aad: str, verb: Verb, lang: str = "ja") -> Any:
        return self.write(lambda tx: ROUTER.press(self.turn(tx, aad, lang), verb.name, verb.data()))

    def say(self, aad: str, words: str, lang: str = "ja") -> Any:
        return self.write(lambda tx: ROUTER.say(self.turn(tx, aad, lang), words))

    def step(self, times: int = 4) -> None:
        """The conductor's seconds."""
        for _ in range(times):
            self.write(lambda tx: conductor.conduct(self._tick(tx)))

    def _tick(self, tx: Tx) -> Tick:
        return Tick(now=self.now, today=self.now.date(), actor=Actor.job("test"), tx=tx)

    def get(self, notice: int) -> Broadcast:
        return self.write(lambda tx: lifecycle.get(tx, notice))

    def at(self, notice: int) -> dict[str, int]:
        return {"notice_id": notice, "version": self.get(notice).version}

    def copies(self, notice: int, **values: Any) -> None:
        """Delivery's doing: what Teams answered."""
        change = DELIVERY.update().where(DELIVERY.c.notice_id == notice).values(**values)
        self.write(lambda tx: tx.run(change))

    def states(self, notice: int) -> set[str]:
        rows = self.write(lambda tx: tx.all(DELIVERY.select()))
        return {row.state for row in rows if row.notice_id == notice}

    def acts(self, notice: int) -> list[str]:
        return [one.act for one in self.write(lambda tx: list(history(tx, f"notice:{notice}")))]


@pytest.fixture
def office(peopled: Peopled) -> Desk:
    made = Desk(peopled("city", (HEADINGS, *PEOPLE)))
    for aad, *_ in PEOPLE:
        chat = Reference(aad_object_id=aad, conversation=f"a:{aad}", service_url="https://s/")
        made.write(lambda tx, chat=chat: references.keep(tx, chat, at=made.now))
    return made


def words(card: Any) -> str:
    return json.dumps(card, ensure_ascii=False)


def title(card: Any) -> str:
    return str(card["body"][0]["text"])


def offered(card: Any) -> set[str]:
    found = [one for part in (card, *card["body"]) for one in part.get("actions", ())]
    return {one["verb"] for one in found if "verb" in one}


def ready(office: Desk, **form: Any) -> int:
    """A counted draft of the author's."""
    office.press("author", view.Create(**{**FORM, **form}))
    office.step()
    return office.write(lambda tx: lifecycle.of_kind(tx, recent=1))[0].notice


def asked(office: Desk) -> int:
    office.write(lambda tx: policy.change(tx, {"approval_size": 1}))
    notice = ready(office)
    office.press("author", view.Ask(**office.at(notice)))
    return notice


def sending(office: Desk) -> int:
    """A notice on its way, whose first copies Teams has."""
    notice = ready(office)
    office.press("author", view.Start(**office.at(notice)))
    office.step(1)
    office.copies(notice, state="sent", held=0, try_at=None, activity_id="1700000000001")
    assert office.get(notice).stage is Stage.CANARY
    return notice


def paused(office: Desk) -> int:
    notice = sending(office)
    office.press("author", view.Pause(**office.at(notice)))
    return notice


def correction(at: dict[str, int]) -> Verb:
    return view.Correct(**at, title="訂正後の件名", body="1月4日から開庁します。", contact="総務課")


def proposed(office: Desk) -> int:
    """A correction to more people than the approval size waits for an approver."""
    notice = sending(office)
    office.write(lambda tx: policy.change(tx, {"approval_size": 1}))
    office.press("author", correction(office.at(notice)))
    return notice


@dataclass(frozen=True)
class Case:
    """A verb, the stage in which it can be pressed, and by whom."""

    stage: Callable[[Desk], int]
    verb: Callable[[dict[str, int]], Verb]
    by: frozenset[str] = MINDING


def only(at: dict[str, int]) -> dict[str, int]:
    return {"notice_id": at["notice_id"]}


CASES = {
    "open_change": Case(ready, lambda at: view.OpenChange(**at)),
    "change": Case(ready, lambda at: view.Change(**at, **{**FORM, "title": "別の件名"})),
    "rehearse": Case(ready, lambda at: view.Rehearse(**at)),
    "start": Case(ready, lambda at: view.Start(**at)),
    "discard": Case(ready, lambda at: view.Discard(**at)),
    "consider_discard": Case(ready, lambda at: view.Consider(**at, act="discard")),
    "open_draft": Case(ready, lambda at: view.Open(**only(at))),
    "open_asked": Case(asked, lambda at: view.Open(**only(at)), MINDING | {"boss"}),
    "approve": Case(asked, lambda at: view.Approve(**at), frozenset(("boss",))),
    "open_send_back": Case(asked, lambda at: view.OpenSendBack(**at), frozenset(("boss",))),
    "send_back": Case(
        asked, lambda at: view.SendBack(**at, remark="内線を直してください。"), frozenset(("boss",))
    ),
    "pause": Case(sending, lambda at: view.Pause(**at)),
    "resume": Case(paused, lambda at: view.Resume(**at)),
    "open_correct": Case(sending, lambda at: view.OpenCorrect(**at)),
    "correct": Case(sending, correction),
    "consider_cancel": Case(paused, lambda at: view.Consider(**at, act="cancel")),
    "cancel": Case(paused, lambda at: view.Cancel(**at)),
    "consider_withdraw": Case(sending, lambda at: view.Consider(**at, act="withdraw")),
    "withdraw": Case(sending, lambda at: view.Withdraw(**at)),
    "correct_many": Case(proposed, correction),
    "open_proposal": Case(proposed, lambda at: view.OpenProposal(**only(at)), MINDING | {"boss"}),
    "accept": Case(proposed, lambda at: view.Accept(**at), frozenset(("boss",))),
    "open_decline": Case(proposed, lambda at: view.OpenDecline(**at), frozenset(("boss",))),
    "decline": Case(
        proposed,
        lambda at: view.Decline(**at, remark="件名を直してください。"),
        frozenset(("boss",)),
    ),
    "unreached": Case(sending, lambda at: view.Unreached(**only(at))),
    "show": Case(sending, lambda at: view.Show(**only(at)), frozenset(("staff1", "staff2"))),
    "confirm": Case(
        sending,
        lambda at: view.Confirm(**only(at), edition=1),
        frozenset(("staff1", "staff2")),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_each_press_is_open_to_its_people_and_to_nobody_else(office: Desk, name: str) -> None:
    case = CASES[name]
    notice = case.stage(office)
    before = office.get(notice)
    verb = case.verb(office.at(notice))
    for aad in sorted(EVERYBODY - case.by):
        with pytest.raises(Refused) as refusal:
            office.press(aad, verb)
        assert not isinstance(refusal.value, Stale), aad
    assert office.get(notice) == before
    assert title(office.press(sorted(case.by)[0], verb))


@pytest.mark.parametrize("name", CASES)
def test_a_number_that_no_notice_has_is_nobodys(office: Desk, name: str) -> None:
    verb = CASES[name].verb({"notice_id": 987654, "version": 1})
    with pytest.raises(NotFound):
        office.press("author", verb)


VERSIONED = [
    name
    for name, case in CASES.items()
    if hasattr(case.verb({"notice_id": 1, "version": 1}), "version")
]


@pytest.mark.parametrize("name", VERSIONED)
def test_an_older_card_changes_nothing_and_shows_the_way(office: Desk, name: str) -> None:
    case = CASES[name]
    notice = case.stage(office)
    before = office.get(notice)
    old = case.verb({"notice_id": notice, "version": before.version - 1})
    with pytest.raises(Stale) as stale:
        office.press(sorted(case.by)[0], old)
    opens = view.OpenProposal if before.proposal and "boss" in case.by else view.Open
    assert stale.value.facts["show"] == opens(notice_id=notice)
    assert office.get(notice) == before


CHANGING = (
    "change",
    "start",
    "discard",
    "approve",
    "send_back",
    "pause",
    "resume",
    "correct",
    "accept",
    "decline",
    "cancel",
    "withdraw",
)


@pytest.mark.parametrize("name", CHANGING)
def test_a_second_press_of_the_same_button_is_stale(office: Desk, name: str) -> None:
    case = CASES[name]
    notice = case.stage(office)
    verb, by = case.verb(office.at(notice)), sorted(case.by)[0]
    office.press(by, verb)
    done = office.get(notice)
    with pytest.raises(Stale):
        office.press(by, verb)
    assert office.get(notice) == done
    assert office.acts(notice)[-1] == verb.name
    assert office.acts(notice).count(verb.name) == 1


def test_every_verb_has_its_case() -> None:
    tried = {case.verb({"notice_id": 1, "version": 1}).name for case in CASES.values()}
    alone = {"notices.mine", "notices.open_new", "notices.create", "notices.ask"}
    assert tried | alone == {verb.name for verb in ROUTER.presses}


@pytest.mark.parametrize("aad", sorted(EVERYBODY - {"author", "mate", "other"}))
def test_only_desks_write(office: Desk, aad: str) -> None:
    for verb in (view.OpenNew(), view.Create(**FORM)):
        with pytest.raises(Refused, match="not_writer"):
            office.press(aad, verb)
    with pytest.raises(Refused, match="not_writer"):
        office.say(aad, "お知らせ作成")


def test_what_is_typed_becomes_a_draft_that_tells_whom_it_reaches(office: Desk) -> None:
    assert "人数を数えています" in words(office.press("author", view.Create(**FORM)))
    notice = office.write(lambda tx: lifecycle.of_kind(tx, recent=1))[0].notice
    office.step()
    shown = office.press("author", view.Open(notice_id=notice))
    assert "2人" in words(shown)
    assert "所属：企画課" in words(shown)
    assert {"notices.start", "notices.rehearse", "notices.open_change"} <= offered(shown)
    assert "notices.ask" not in offered(shown)
    assert office.acts(notice) == ["notices.create"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"who": "企角課"}, "「企角課」に当てはまる職員がいません"),
        ({"who": ""}, "送り先の名称を入力してください"),
        ({"by": "all", "who": "企画課"}, "名称を空欄に"),
        ({"by": "role", "who": "魔法使い"}, "「魔法使い」という役割はありません"),
        ({"by": "list", "who": "nobody"}, "「nobody」に当てはまる"),
        ({"deadline": date(2026, 11, 23)}, "今日以後"),
        ({"link": "http://akatsuki.example.jp"}, "https://"),
        ({"link": "https://"}, "https://"),
        ({"english_title": "Hours"}, "件名と本文の両方"),
    ],
)
def test_the_form_comes_back_as_it_was_typed_and_says_what_is_wrong(
    office: Desk, typed: dict[str, Any], said: str
) -> None:
    card = office.press("author", view.Create(**{**FORM, **typed}))
    assert said in words(card["body"][1])
    values = {one["id"]: one.get("value") for one in card["body"] if "id" in one}
    assert values["title"] == TITLE
    assert values["confirm"] == "true"
    for name, value in typed.items():
        assert values[name] == (str(value) or None)
    assert office.write(lifecycle.of_kind) == ()


def test_what_would_not_fit_on_a_card_is_refused_in_words(office: Desk) -> None:
    heavy = view.Create(**{**FORM, "body": "\\" * 2000, "who": "企角課"})
    with pytest.raises(Refused, match="too_long"):
        office.press("author", heavy)


@pytest.mark.parametrize(
    ("by", "who", "count"),
    [
        ("all", "", 8),
        ("department", "企画課、水道課", 3),
        ("post", "企画課 課長", 1),
        ("role", "管理職", 1),
        ("role", "manager", 1),
        ("role", "Notice approver", 1),
    ],
)
def test_people_are_named_as_the_city_names_them(
    office: Desk, by: str, who: str, count: int
) -> None:
    notice = ready(office, by=by, who=who)
    assert office.get(notice).audience == count


def test_a_change_keeps_recipients_that_the_form_cannot_say(office: Desk) -> None:
    notice = ready(office)
    form = office.press("author", view.OpenChange(**office.at(notice)))
    values = {one["id"]: one.get("value") for one in form["body"] if "id" in one}
    assert (values["by"], values["who"]) == ("department", "企画課")
    office.press("author", view.Change(**office.at(notice), **{**FORM, "by": "keep", "who": ""}))
    office.step()
    assert office.get(notice).audience == 2
    wrong = view.Change(**office.at(notice), **{**FORM, "who": "企角課"})
    assert "企角課" in words(office.press("author", wrong)["body"][1])


def test_a_rehearsal_sends_nothing(office: Desk) -> None:
    notice = ready(office)
    card = office.press("author", view.Rehearse(**office.at(notice)))
    assert "予行の結果" in words(card)
    assert office.get(notice).stage is Stage.READY
    assert office.states(notice) == {"pending"}


def test_above_the_size_another_person_approves(office: Desk) -> None:
    office.write(lambda tx: policy.change(tx, {"approval_size": 1}))
    notice = ready(office)
    shown = office.press("author", view.Open(notice_id=notice))
    assert "notices.ask" in offered(shown)
    assert "notices.start" not in offered(shown)
    with pytest.raises(Refused, match="needs_approval"):
        office.press("author", view.Start(**office.at(notice)))
    assert title(office.press("author", view.Ask(**office.at(notice)))) == "承認を待っています"
    at = office.at(notice)
    assert title(office.press("boss", view.Open(notice_id=notice))) == "お知らせの承認のお願い"
    office.press("boss", view.Approve(**at))
    assert office.get(notice).stage is Stage.SCHEDULED
    assert office.acts(notice) == ["notices.create", "notices.ask", "notices.approve"]


def test_an_approver_learns_that_the_draft_was_changed_meanwhile(office: Desk) -> None:
    notice = asked(office)
    at = office.at(notice)
    office.press("author", view.Change(**at, **{**FORM, "by": "keep", "who": ""}))
    with pytest.raises(Stale, match="changed") as stale:
        office.press("boss", view.Approve(**at))
    assert stale.value.facts["show"] is None


def test_nobody_approves_what_they_wrote_themselves(office: Desk) -> None:
    notice = asked(office)
    with pytest.raises(Refused, match="own_notice"):
        office.press("author", view.Approve(**office.at(notice)))


def test_what_is_sent_back_shows_its_author_why(office: Desk) -> None:
    notice = asked(office)
    verb = view.SendBack(**office.at(notice), remark="内線を直してください。")
    assert title(office.press("boss", verb)) == "差し戻しました"
    shown = words(office.press("author", view.Open(notice_id=notice)))
    assert "差し戻されました" in shown
    assert "内線を直してください。" in shown


def test_what_cannot_be_undone_is_asked_for_first(office: Desk) -> None:
    notice = sending(office)
    at = office.at(notice)
    card = office.press("author", view.Consider(**at, act="withdraw"))
    assert "元に戻せません" in words(card)
    assert offered(card) == {"notices.withdraw", "notices.open"}
    assert office.get(notice).stage is Stage.CANARY
    assert title(office.press("author", view.Withdraw(**at))) == "お知らせを取り下げました"


def test_a_reader_confirms_once_and_sees_when(office: Desk) -> None:
    notice = sending(office)
    shown = office.press("staff1", view.Show(notice_id=notice))
    assert offered(shown) == {"notices.confirm"}
    done = office.press("staff1", view.Confirm(notice_id=notice, edition=1))
    assert "確認済み　2026年11月24日（火）10:00" in words(done)
    office.now += timedelta(hours=1)
    again = office.press("staff1", view.Confirm(notice_id=notice, edition=1))
    assert "10:00" in words(again)
    assert office.acts(notice).count("notices.confirm") == 1
    assert office.states(notice) == {"sent", "confirmed"}
    other = office.press("staff2", view.Show(notice_id=notice))
    assert "確認済み" not in words(other)


def test_a_corrected_notice_is_confirmed_anew(office: Desk) -> None:
    notice = sending(office)
    office.press("staff1", view.Confirm(notice_id=notice, edition=1))
    office.press("author", correction(office.at(notice)))
    with pytest.raises(Stale, match="corrected") as stale:
        office.press("staff2", view.Confirm(notice_id=notice, edition=1))
    assert stale.value.facts["show"] == view.Show(notice_id=notice)
    shown = office.press("staff1", view.Show(notice_id=notice))
    assert title(shown) == "訂正後の件名"
    assert "内容を訂正しました" in words(shown)
    assert offered(shown) == {"notices.confirm"}
    assert "確認済み" in words(office.press("staff1", view.Confirm(notice_id=notice, edition=2)))


def test_a_correction_to_many_is_decided_on_its_card(office: Desk) -> None:
    notice = proposed(office)
    waiting = office.press("author", view.OpenProposal(notice_id=notice))
    assert title(waiting) == "訂正の承認を待っています"
    assert not offered(waiting) & {"notices.accept", "notices.open_decline"}
    assert "訂正案の承認を待っています" in words(
        office.press("author", view.Open(notice_id=notice))
    )
    at = office.at(notice)
    asked = office.press("boss", view.Open(notice_id=notice))
    assert title(asked) == "お知らせの訂正の承認のお願い"
    assert offered(asked) >= {"notices.accept", "notices.open_decline"}
    assert "追加：訂正後の件名" in words(asked)
    assert "承認をお願いします" in words(office.say("boss", "お知らせ"))
    assert title(office.press("boss", view.Accept(**at))) == "訂正を承認しました"
    assert title(office.press("staff1", view.Show(notice_id=notice))) == "訂正後の件名"
    with pytest.raises(Refused, match="not_yours"):
        office.press("boss", view.Open(notice_id=notice))


def test_a_declined_correction_says_why(office: Desk) -> None:
    notice = proposed(office)
    at = office.at(notice)
    assert title(office.press("boss", view.OpenDecline(**at))) == "訂正案を差し戻す"
    done = office.press("boss", view.Decline(**at, remark="件名を直してください。"))
    assert title(done) == "訂正案を差し戻しました"
    shown = words(office.press("author", view.Open(notice_id=notice)))
    assert "訂正案が差し戻されました" in shown
    assert "件名を直してください。" in shown
    assert title(office.press("staff1", view.Show(notice_id=notice))) == TITLE


def test_the_form_of_a_correction_says_who_decides(office: Desk) -> None:
    notice = proposed(office)
    form = office.press("mate", view.OpenCorrect(**office.at(notice)))
    assert "承認者が内容を確認してから" in words(form)
    values = {one["id"]: one.get("value") for one in form["body"] if "id" in one}
    assert values["title"] == "訂正後の件名"  # of the correction that waits


def test_an_approver_sees_what_waits_for_them_and_what_they_have_approved(office: Desk) -> None:
    of_others = sending(office)
    with pytest.raises(Refused, match="not_yours"):
        office.press("boss", view.Open(notice_id=of_others))
    notice = asked(office)
    office.press("boss", view.Approve(**office.at(notice)))
    assert title(office.press("boss", view.Open(notice_id=notice)))
    office.step(1)
    office.copies(notice, state="unreachable", reason="guest", held=0, try_at=None)
    shown = office.press("boss", view.Open(notice_id=notice))
    assert "notices.unreached" not in offered(shown)
    with pytest.raises(Refused, match="not_yours"):
        office.press("boss", view.Unreached(notice_id=notice))


def test_a_notice_that_asks_for_nothing_takes_no_confirmation(office: Desk) -> None:
    notice = ready(office, confirm=False)
    office.press("author", view.Start(**office.at(notice)))
    office.step(1)
    office.copies(notice, state="sent", held=0)
    with pytest.raises(Refused, match="not_asked"):
        office.press("staff1", view.Confirm(notice_id=notice, edition=1))


def test_nobody_reads_a_notice_before_it_was_let_through(office: Desk) -> None:
    notice = ready(office)
    for verb in (view.Show(notice_id=notice), view.Confirm(notice_id=notice, edition=1)):
        with pytest.raises(Refused, match="not_recipient"):
            office.press("staff1", verb)


def test_a_withdrawn_notice_is_over_for_its_readers(office: Desk) -> None:
    notice = sending(office)
    office.press("author", view.Withdraw(**office.at(notice)))
    for verb in (view.Show(notice_id=notice), view.Confirm(notice_id=notice, edition=1)):
        assert title(office.press("staff1", verb)) == "このお知らせは終わりました"


def test_who_was_not_reached_is_listed_and_the_look_is_recorded(office: Desk) -> None:
    notice = sending(office)
    office.copies(notice, state="unreachable", reason="MessageWritesBlocked", held=0)
    card = office.press("author", view.Unreached(notice_id=notice))
    assert title(card) == "届いていない方（2人）"
    assert "太田 職員（企画課）" in words(card)
    assert "ブロック" in words(card)
    assert "太田" not in card["fallbackText"]
    assert office.acts(notice)[-1] == "notices.unreached"


@pytest.mark.parametrize("heard", ["お知らせ", "お知らせ一覧", "notices", "ＮＯＴＩＣＥＳ"])
def test_the_list_has_what_one_minds(office: Desk, heard: str) -> None:
    ready(office)
    assert TITLE in words(office.say("author", heard))
    assert TITLE in words(office.say("mate", heard))
    assert TITLE not in words(office.say("other", heard))
    assert TITLE not in words(office.say("boss", heard))


def test_the_list_of_an_approver_begins_with_what_waits(office: Desk) -> None:
    asked(office)
    card = office.say("boss", "お知らせ")
    assert "承認をお願いします" in words(card)
    assert "notices.open_new" not in offered(card)
    assert "承認をお願いします" not in words(office.say("author", "お知らせ"))


def test_what_waits_stands_before_everything_newer(office: Desk) -> None:
    waits = asked(office)
    for _ in range(12):
        ready(office, title="別のお知らせ")
    card = office.say("boss", "お知らせ")
    assert TITLE in words(card)
    at = {"notice_id": waits, "version": office.get(waits).version}
    office.press("boss", view.Approve(**at))
    mate = words(office.say("mate", "お知らせ"))
    assert mate.index(TITLE) < mate.index("別のお知らせ")


def test_other_desks_notices_take_no_place_in_the_list(
    office: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.notices.turns.desk.RECENT", 2)
    ready(office)
    elsewhere = BROADCAST.update().where(BROADCAST.c.notice > 0)
    for _ in range(3):
        notice = ready(office, title="別の課のお知らせ")
        office.write(
            lambda tx, notice=notice: tx.run(
                elsewhere.where(BROADCAST.c.notice == notice).values(desk="school_desk")
            )
        )
    author = DRAFT.update().where(DRAFT.c.title == "別の課のお知らせ").values(author=0)
    office.write(lambda tx: tx.run(author))
    assert TITLE in words(office.say("mate", "お知らせ"))


def test_everybody_else_is_told_politely(office: Desk) -> None:
    assert "このチャットに届きます" in words(office.say("staff1", "お知らせ"))
    for aad in ("pupil", "stranger"):
        with pytest.raises(Refused, match="no_role"):
            office.say(aad, "お知らせ")


@pytest.mark.parametrize("heard", ["お知らせ作成", "お知らせを作る", "お知らせ 作成", "new notice"])
def test_the_form_is_opened_by_words(office: Desk, heard: str) -> None:
    assert title(office.say("author", heard)) == "お知らせを作る"


def test_a_notice_is_opened_by_its_number(office: Desk) -> None:
    notice = ready(office)
    for heard in (f"お知らせ {notice}", f"お知らせ{notice}", f"notice {notice}"):
        assert title(office.say("author", heard)) == "お知らせの下書き"
    with pytest.raises(Refused, match="not_yours"):
        office.say("staff1", f"お知らせ {notice}")


def test_english_readers_get_english(office: Desk) -> None:
    notice = ready(office, english_title="Opening hours", english_body="City hall is closed.")
    assert title(office.press("author", view.Open(notice_id=notice), "en")) == "Draft of a notice"
    office.press("author", view.Start(**office.at(notice)))
    office.step(1)
    office.copies(notice, state="sent", held=0)
    assert title(office.press("staff1", view.Show(notice_id=notice), "en")) == "Opening hours"


def test_a_look_changes_nothing(office: Desk) -> None:
    assert ROUTER.refreshes("notices.show")
    assert ROUTER.refreshes("notices.open")
    assert not ROUTER.refreshes("notices.unreached")
