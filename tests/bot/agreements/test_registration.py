"""From a text to the register, at once or over the desk."""

from datetime import date
from typing import Any

import pytest

from bot.agreements import jobs, registration
from bot.agreements.clauses import as_json, read
from bot.agreements.model import Agreement, Reading, RenewalKind
from bot.agreements.registration import Moment
from bot.agreements.slice import ROUTER
from bot.agreements.store import readings, register
from bot.duties import store as duties
from bot.errors import Refused, Unreadable
from bot.ledger.model import Actor
from bot.storage.tx import Tx
from cards.agreements import verbs as view
from cards.verbs import Verb

from .conftest import City

TEXT = """地域見守りに関する協定書

あかつき市（以下「甲」という。）とひのでロジ株式会社（以下「乙」という。）は、次のとおり協定を締結する。

（有効期間）
第1条 この協定の有効期間は、締結の日から令和9年3月31日までとする。ただし、
期間満了前に甲乙協議の上、合意により更新することができる。

（秘密の保持）
第2条 甲及び乙は、この協定により知り得た秘密を第三者に漏らしてはならない。
この条の規定は、この協定の終了後も有効に存続する。

（監査）
第3条 甲は、乙に対し、業務の実施状況について監査を行うことができる。

{signing}

甲 あかつき市
乙 ひのでロジ株式会社
"""
DATED = TEXT.format(signing="令和6年4月1日")
BLANK = TEXT.format(signing="令和　年　月　日")
SILENT = TEXT.format(signing="")


def documents(text: str) -> list[Any]:
    found: Any = as_json(read(text, "kyotei.txt"))["documents"]
    return list(found)


def enter(city: City, text: str, *, accept: bool, lead: int | None = 0) -> Any:
    def work(tx: Tx) -> Any:
        return registration.register_documents(
            tx,
            documents(text),
            Moment(actor=Actor.command("x"), now=city.now, today=city.today),
            file="kyotei.txt",
            post=registration.owner_post(tx, "kakari@akatsuki.example.jp", city.today),
            lead_days=lead,
            accept=accept,
        )

    return city.write(work)[0]


def press(city: City, aad: str, verb: Verb) -> Any:
    return city.write(lambda tx: ROUTER.press(city.turn(tx, aad), verb.name, verb.data()))


def test_an_accepted_text_brings_its_renewal_cards(city: City) -> None:
    kept = enter(city, DATED, accept=True)
    assert isinstance(kept, Agreement)
    assert kept.renewal.kind is RenewalKind.MUTUAL
    plan = city.read(lambda tx: jobs.planned(tx, date(2026, 12, 1), date(2027, 4, 30)))
    assert [str(p.on) for p in plan if p.kind == "renewal"] == [
        "2026-12-28",
        "2027-01-29",
        "2027-03-01",
        "2027-03-17",
        "2027-03-24",
        "2027-03-30",
    ]


def test_a_text_that_names_no_signing_date_counts_as_in_force(city: City) -> None:
    assert not enter(city, SILENT, accept=True).awaits_signing_date
    assert enter(city, BLANK, accept=True).awaits_signing_date


def test_duties_of_both_sides_come_with_it(city: City) -> None:
    kept = enter(city, DATED, accept=True)
    found = {d.kind: d for d in city.read(lambda tx: duties.of_source(tx, kept.subject))}
    assert {"confidentiality", "audit"} <= found.keys()
    assert found["confidentiality"].until is None
    assert [n.kind for n in city.notices()] == ["cadence"]


def test_without_acceptance_the_desk_looks_first(city: City) -> None:
    reading = enter(city, DATED, accept=False)
    assert isinstance(reading, Reading)
    assert city.read(register.count) == 0
    assert city.recipients(city.notices()[0].id) == {city.person("a6").id}
    verb = view.AcceptReading(reading_id=reading.id, version=1)
    with pytest.raises(Refused, match="not_desk"):
        press(city, "a1", verb)
    card = press(city, "a6", verb)
    assert "台帳に登録しました" in str(card)
    assert city.read(register.count) == 1
    with pytest.raises(Refused, match="already"):
        press(city, "a6", verb)


def test_the_desk_puts_right_what_was_read(city: City) -> None:
    reading = enter(city, DATED, accept=False)
    form = press(city, "a6", view.OpenCorrection(reading_id=reading.id, version=1))
    assert "2027-03-31" in str(form)
    verb = view.CorrectReading(
        reading_id=reading.id,
        version=1,
        title="見守り協定",
        partner="つきのわ運輸株式会社",
        signed_on=date(2024, 4, 1),
        end=date(2028, 3, 31),
        renewal="automatic",
        extension_months=12,
        notice_value=3,
        notice_unit="months",
    )
    press(city, "a6", verb)
    kept = city.read(lambda tx: register.titled(tx, "見守り協定"))[0]
    assert (kept.end, kept.renewal.kind) == (date(2028, 3, 31), RenewalKind.AUTOMATIC)
    assert kept.parties[1].names[0].name == "つきのわ運輸株式会社"


def test_a_rejected_reading_registers_nothing(city: City) -> None:
    reading = enter(city, DATED, accept=False)
    press(city, "a6", view.RejectReading(reading_id=reading.id, version=1))
    assert city.read(register.count) == 0
    assert city.read(readings.waiting) == ()


@pytest.mark.parametrize("words", ["nobody@akatsuki.example.jp", "宇宙課長"])
def test_an_unknown_owner_is_one_clear_line(city: City, words: str) -> None:
    with pytest.raises(Unreadable, match="load the people file first"):
        city.read(lambda tx: registration.owner_post(tx, words, city.today))


def test_a_draft_raises_nothing_but_the_desks_task(city: City) -> None:
    kept = enter(city, BLANK, accept=True)
    assert city.notices() == []
    plan = city.read(lambda tx: jobs.planned(tx, city.today, date(2028, 3, 31)))
    assert [p.kind for p in plan] == ["signing_day"]
    press(
        city,
        "a6",
        view.RecordSigningDay(agreement_id=kept.id, version=1, signed_on=city.today),
    )
    assert [n.kind for n in city.notices()] == ["cadence"]
