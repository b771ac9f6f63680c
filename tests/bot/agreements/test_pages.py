"""What a browser shows of an agreement, and to whom."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.agreements import jobs
from bot.agreements.model import Agreement, Programme
from bot.agreements.slice import ROUTER
from bot.delivery import payload
from bot.delivery.rows import NOTICE
from bot.duties import store as duties
from bot.duties.model import Duty, Obligor
from bot.errors import NotFound, Refused
from bot.ledger.record import history
from bot.people.model import Holders, Role
from bot.storage.tx import Tx
from bot.turns import links
from bot.turns.links import Link, Page
from cards.agreements import verbs as view

from .conftest import MUTUAL, City

SITE = "https://renkei.city.example"
HOSTILE = '<script>alert("x")</script><img src=x onerror=alert(1)> & </title>'


def press(city: City, aad: str, verb: Any) -> Any:
    return city.write(lambda tx: ROUTER.press(city.turn(tx, aad), verb.name, verb.data()))


def urls(card: Any) -> dict[str, str]:
    return dict(re.findall(r"'title': '([^']+)', 'url': '([^']+)'", str(card)))


def opened(city: City, aad: str, page: str, subject: str, lang: str = "ja") -> Page:
    link = Link(aad_object_id=aad, page=page, subject=subject)
    return city.write(lambda tx: ROUTER.open(city.turn(tx, aad, lang), link))


def text(city: City, aad: str, page: str, subject: str, lang: str = "ja") -> str:
    return opened(city, aad, page, subject, lang).body.decode()


@pytest.fixture
def kept(city: City) -> Agreement:
    city.public_url = SITE
    programmes = (Programme(field="福祉", title="声かけ", departments=("福祉課",), state="継続"),)
    return city.add(replace(MUTUAL, contacts="総務担当 03-0000-0000", programmes=programmes))


def test_the_card_in_full_links_to_pages_of_its_reader(city: City, kept: Agreement) -> None:
    card = press(city, "a1", view.Show(agreement_id=kept.id))
    found = urls(card)
    assert set(found) == {"印刷用に開く", "予定表に入れる（.ics）"}
    for url, page in zip(found.values(), ("agreements.print", "agreements.calendar"), strict=True):
        token = url.removeprefix(f"{SITE}/view/city/")
        link = city.write(lambda tx, token=token: links.opened(tx, token, city.now))
        assert link == Link(aad_object_id="a1", page=page, subject=kept.subject)


def test_without_days_there_is_nothing_for_a_calendar(city: City, kept: Agreement) -> None:
    endless = city.add(replace(MUTUAL, number="9", end=None))
    assert set(urls(press(city, "a1", view.Show(agreement_id=endless.id)))) == {"印刷用に開く"}


def test_without_a_public_address_the_buttons_are_left_out(city: City, kept: Agreement) -> None:
    city.public_url = ""
    assert urls(press(city, "a1", view.Show(agreement_id=kept.id))) == {}
    assert urls(press(city, "a1", view.Bundle(agreement_id=kept.id))) == {}


def test_posted_copies_carry_nobodys_link(city: City, kept: Agreement) -> None:
    expiring = city.add(
        replace(kept, id=0, number="9", certificate_expires_on=date(2027, 2, 22)),
        deputies=("主査",),
    )
    city.tick(jobs.due)
    at = {"agreement_id": expiring.id, "version": city.get(expiring).version}
    press(city, "a1", view.ConfirmContacts(**at))

    def activities(tx: Tx) -> list[str]:
        (notice,) = tx.all(NOTICE.select())
        key = payload.sealing_key(notice.kind, notice.source_key)
        found = payload.unseal(tx, key=key, sealed=notice.payload, guard=None)
        return [one.decode() for one in found.activities.values()]

    copies = city.read(activities)
    assert not any("agreements.refresh" in one for one in copies)
    assert "電子証明書の有効期限が近づいています" in copies[0]
    assert not any(SITE in one for one in copies)


def test_the_printed_matter_is_complete_without_contacts(city: City, kept: Agreement) -> None:
    owed = Duty(
        id=0, source=kept.subject, kind="audit", obligor=Obligor.BOTH, article="第9条", post=1
    )
    city.write(lambda tx: duties.add(tx, owed))
    page = text(city, "a1", "agreements.print", kept.subject)
    for words in (
        '<html lang="ja">',
        "見守り活動に関する協定",
        "ひのでロジ株式会社",
        "令和9年（2027年）3月31日（水）",
        "声かけ",
        "福祉課",
        "双方",
        "2026年11月24日（火）9:00 現在",
        "決裁",
    ):
        assert words in page, words
    assert "03-0000-0000" not in page
    assert "<script" not in page
    english = text(city, "a1", "agreements.print", kept.subject, "en")
    assert '<html lang="en">' in english
    assert "31 March 2027 (Wed, Reiwa 9)" in english


@pytest.mark.parametrize("page", ["agreements.print", "agreements.bundle"])
def test_a_hostile_title_is_only_text(city: City, page: str) -> None:
    hostile = (Programme(field="x", title=HOSTILE, departments=(HOSTILE,), state=HOSTILE),)
    kept = city.add(replace(MUTUAL, title=HOSTILE, kept_at=HOSTILE, programmes=hostile))
    shown = text(city, "a1", page, kept.subject)
    assert "&lt;script&gt;alert(&quot;x&quot;)" in shown
    assert set(re.findall(r"<(\w+)", shown)) <= {
        *("html", "head", "meta", "title", "style", "body", "main", "section", "h1", "h2", "p"),
        *("table", "thead", "tbody", "tr", "th", "td", "ul", "li"),
    }


def test_whoever_may_read_the_register_may_print_and_others_may_not(
    city: City, kept: Agreement
) -> None:
    assert opened(city, "a7", "agreements.print", kept.subject)

    def without_a_role(tx: Tx, page: str) -> Page:
        turn = city.turn(tx, "a7")
        nobody = replace(turn.person, roles=frozenset())
        link = Link(aad_object_id="a7", page=page, subject=kept.subject)
        return ROUTER.open(replace(turn, person=nobody, holders=Holders()), link)

    for page in ("agreements.print", "agreements.calendar", "agreements.bundle"):
        with pytest.raises(Refused):
            city.write(lambda tx, page=page: without_a_role(tx, page))


def test_the_days_are_a_file_for_a_calendar(city: City, kept: Agreement) -> None:
    page = opened(city, "a7", "agreements.calendar", kept.subject)
    assert (page.content_type, page.filename) == ("text/calendar", f"agreement-{kept.id}.ics")
    assert page.body.startswith(b"BEGIN:VCALENDAR")
    assert "DTSTART;VALUE=DATE:20270331" in page.body.decode()


def test_the_bundle_is_for_owners_and_auditors_and_each_opening_is_recorded(
    city: City, kept: Agreement
) -> None:
    card = press(city, "a6", view.Bundle(agreement_id=kept.id))
    assert set(urls(card)) == {"ファイルを開く"}
    for aad in ("a6", "a1", "a4"):
        assert "原本の保管場所：未登録" in text(city, aad, "agreements.bundle", kept.subject)
    with pytest.raises(Refused):
        opened(city, "a7", "agreements.bundle", kept.subject)
    acts = [entry.act for entry in city.read(lambda tx: list(history(tx, kept.subject)))]
    assert acts == ["agreements.bundle", *["agreements.open_bundle"] * 3]


def test_a_matter_that_is_gone_is_not_found(city: City, kept: Agreement) -> None:
    for subject in ("agreement:999", "agreement:x", "duty:1", ""):
        with pytest.raises(NotFound):
            opened(city, "a1", "agreements.print", subject)


@pytest.mark.parametrize("page", ["agreements.print", "agreements.calendar", "agreements.bundle"])
def test_no_page_opens_for_a_pupil(city: City, kept: Agreement, page: str) -> None:
    def work(tx: Tx) -> Page:
        own = city.turn(tx, "a1")
        pupil = replace(own, person=replace(own.person, roles=frozenset((Role.PUPIL,))))
        link = Link(aad_object_id="a1", page=page, subject=kept.subject)
        return ROUTER.open(pupil, link)

    with pytest.raises(Refused, match="no_role"):
        city.write(work)
