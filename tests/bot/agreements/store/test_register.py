"""The register on both databases."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.agreements.model import (
    Agreement,
    Citation,
    Confirmation,
    Decision,
    Kind,
    Notice,
    Party,
    PartyName,
    Programme,
    Renewal,
    RenewalKind,
    SignatureKind,
    State,
    Survival,
)
from bot.agreements.rules.deadlines import deadlines
from bot.agreements.rules.reminders import has_ended, unknown_from
from bot.agreements.rules.shown import found as found_line
from bot.agreements.rules.states import is_open
from bot.agreements.store import changes, outlines, register
from bot.agreements.store.written import read, written
from bot.errors import NotFound, Stale
from bot.storage.store import Storage
from bot.storage.tx import Tx
from bot.workdays import Calendar

DUE = date(2026, 12, 28)
FULL = Agreement(
    id=0,
    number="協-12",
    title="見守り活動に関する協定書",
    kind=Kind.CONTRACT,
    parent=3,
    parties=(
        Party(role="甲", ours=True, names=(PartyName(name="あかつき市"),)),
        Party(
            role="乙",
            names=(
                PartyName(name="ひので運輸株式会社", until=date(2025, 3, 31), reason="商号変更"),
                PartyName(name="ひのでロジ株式会社", since=date(2025, 4, 1)),
            ),
        ),
    ),
    signed_on=date(2024, 4, 1),
    signature=SignatureKind.ELECTRONIC,
    certificate_expires_on=date(2029, 4, 1),
    start=date(2024, 4, 1),
    end=date(2027, 3, 31),
    renewal=Renewal(
        kind=RenewalKind.MUTUAL,
        extension_months=12,
        notice=Notice(value=3, unit="months", form="written"),
        article="第8条",
    ),
    post=1,
    deputies=(2, 3),
    contacts="総務担当 000-0000-0000",
    programmes=(Programme(field="見守り", title="配達時の声かけ", departments=("福祉課",)),),
    citations=(Citation(fact="term", article="第8条", paragraph=1, quote="令和9年3月31日まで"),),
    survival=(Survival(articles=("第2条",), months=60),),
    state=State.DECIDED,
    decision=Decision(decided_on=date(2026, 11, 1), decided_class="市長決裁", decided_post="市長"),
    confirmation=Confirmation(by=4, at=datetime(2026, 11, 2, tzinfo=UTC), alert_on=DUE),
    registered_on=date(2026, 11, 1),
    alerted=90,
    alerted_on=DUE,
)


def test_an_agreement_comes_back_as_it_was(storage: Storage, tenant: str) -> None:
    kept = storage.write_now(tenant, lambda tx: register.add(tx, FULL, due_on=DUE))
    assert storage.read_now(tenant, lambda tx: register.get(tx, kept.id)) == kept
    assert storage.read_now(tenant, lambda tx: register.numbered(tx, "協-12")) == kept
    assert kept == replace(FULL, id=kept.id)


def test_old_names_of_a_party_are_found(storage: Storage, tenant: str) -> None:
    kept = storage.write_now(tenant, lambda tx: register.add(tx, FULL, due_on=DUE))
    for words in ("ひので運輸", "ひのでロジ 見守り", "協-１２", "声かけ"):
        assert storage.read_now(tenant, lambda tx, w=words: register.search(tx, w)) == (kept,)
    for words in ("ひので 水道", "%", "_", " "):
        assert storage.read_now(tenant, lambda tx, w=words: register.search(tx, w)) == ()


def test_contacts_stand_nowhere_in_clear(sqlite_storage: Storage, tenant: str) -> None:
    from bot.agreements.store.rows import AGREEMENT, CHANGE

    def keep(tx: Tx) -> list[object]:
        kept = register.add(tx, FULL, due_on=None)
        after = replace(kept, version=2)
        register.save(tx, after, before=kept, due_on=None)
        changes.add(tx, after, before=kept, act="x", at=datetime(2026, 1, 1, tzinfo=UTC))
        return [*tx.all(AGREEMENT.select()), *tx.all(CHANGE.select())]

    rows = sqlite_storage.write_now(tenant, keep)
    assert "000-0000-0000" not in repr(rows)


def test_an_unknown_agreement_is_not_found(storage: Storage, tenant: str) -> None:
    with pytest.raises(NotFound):
        storage.read_now(tenant, lambda tx: register.get(tx, 999_999))
    assert storage.read_now(tenant, lambda tx: register.find(tx, 999_999)) is None


def test_a_second_change_of_the_same_version_is_stale(storage: Storage, tenant: str) -> None:
    kept = storage.write_now(tenant, lambda tx: register.add(tx, FULL, due_on=DUE))
    after = replace(kept, title="新しい名称", version=2)
    storage.write_now(tenant, lambda tx: register.save(tx, after, before=kept, due_on=None))
    with pytest.raises(Stale):
        storage.write_now(tenant, lambda tx: register.save(tx, after, before=kept, due_on=None))


def test_of_two_changes_at_the_same_time_one_is_stale(storage: Storage, tenant: str) -> None:
    kept = storage.write_now(tenant, lambda tx: register.add(tx, FULL, due_on=DUE))
    together = Barrier(2, timeout=5)

    def change(title: str) -> str:
        def work(tx: Tx) -> str:
            found = register.get(tx, kept.id)
            if storage.is_shared:  # on SQLite writers come one after the other
                together.wait()
            assert found.id == kept.id
            register.save(tx, replace(kept, title=title, version=2), before=kept, due_on=None)
            return title

        try:
            return storage.write_now(tenant, work)
        except Stale:
            return "stale"

    with ThreadPoolExecutor(2) as pool:
        found = sorted(pool.map(change, ("甲案", "乙案")))
    assert found.count("stale") == 1
    assert storage.read_now(tenant, lambda tx: register.get(tx, kept.id)).title in found


def test_owners_are_found_by_each_of_their_posts(storage: Storage, tenant: str) -> None:
    kept = storage.write_now(tenant, lambda tx: register.add(tx, FULL, due_on=DUE))
    assert storage.read_now(tenant, lambda tx: register.owned_by(tx, (3, 2))) == (kept,)
    moved = replace(kept, post=9, deputies=(), version=2)
    storage.write_now(tenant, lambda tx: register.save(tx, moved, before=kept, due_on=DUE))
    assert storage.read_now(tenant, lambda tx: register.owned_by(tx, (1, 2, 3))) == ()
    assert storage.read_now(tenant, lambda tx: register.owned_by(tx, (9,))) == (moved,)


def test_owners_stay_where_a_change_leaves_them(storage: Storage, tenant: str) -> None:
    kept = storage.write_now(tenant, lambda tx: register.add(tx, FULL, due_on=DUE))
    pressed = replace(kept, title="新しい名称", version=2)
    storage.write_now(tenant, lambda tx: register.save(tx, pressed, before=kept, due_on=DUE))
    for post in kept.posts:
        assert storage.read_now(tenant, lambda tx, p=post: register.owned_by(tx, (p,))) == (
            pressed,
        )


def test_the_clock_finds_what_is_due_and_nothing_else(storage: Storage, tenant: str) -> None:
    def fill(tx: Tx) -> None:
        for number, day in (("1", DUE), ("2", date(2027, 1, 1)), ("3", None)):
            register.add(tx, replace(FULL, number=number), due_on=day)

    storage.write_now(tenant, fill)
    found = storage.read_now(tenant, lambda tx: register.due(tx, DUE, 10))
    assert [one.number for one in found] == ["1"]


def test_what_the_clock_told_does_not_overwrite_a_press(storage: Storage, tenant: str) -> None:
    kept = storage.write_now(tenant, lambda tx: register.add(tx, FULL, due_on=DUE))
    pressed = replace(kept, state=State.SIGNED, version=2)
    storage.write_now(tenant, lambda tx: register.save(tx, pressed, before=kept, due_on=DUE))
    late = replace(kept, alerted=60)
    storage.write_now(tenant, lambda tx: register.save_told(tx, [(late, None)]))
    assert storage.read_now(tenant, lambda tx: register.get(tx, kept.id)) == pressed


def test_a_search_looks_at_ten_words_of_a_hundred_characters(storage: Storage, tenant: str) -> None:
    kept = storage.write_now(tenant, lambda tx: register.add(tx, FULL, due_on=DUE))
    for words in ("協定 " * 5000, "協 定 " * 6 + "なし", "見守り" + " " * 200 + "なし"):
        assert storage.read_now(tenant, lambda tx, words=words: register.search(tx, words)) == (
            kept,
        )
    far = "\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}" * 90_000  # each folds to 18 letters
    assert storage.read_now(tenant, lambda tx: register.search(tx, far)) == ()


def test_history_brings_back_what_was_before(storage: Storage, tenant: str) -> None:
    at = datetime(2026, 12, 1, 1, 2, 3, tzinfo=UTC)
    kept = storage.write_now(tenant, lambda tx: register.add(tx, FULL, due_on=DUE))
    after = replace(kept, state=State.SIGNED, version=2)

    def change(tx: Tx) -> None:
        changes.add(tx, after, before=kept, act="agreements.x", at=at, person=4, undoable=True)

    storage.write_now(tenant, change)
    found = storage.read_now(tenant, lambda tx: changes.at_version(tx, kept.id, 2))
    assert found is not None
    assert (found.before, found.at, found.person, found.undoable) == (kept, at, 4, True)


def test_erased_agreements_are_gone_with_their_owners(storage: Storage, tenant: str) -> None:
    kept = storage.write_now(tenant, lambda tx: register.add(tx, FULL, due_on=DUE))
    assert storage.write_now(tenant, lambda tx: register.erase(tx, kept.id))
    assert storage.read_now(tenant, lambda tx: register.owned_by(tx, (1, 2, 3))) == ()
    assert not storage.write_now(tenant, lambda tx: register.erase(tx, kept.id))


@given(
    st.builds(
        Agreement,
        id=st.just(1),
        title=st.text(max_size=20),
        post=st.integers(1, 9),
        end=st.none() | st.dates(),
        deputies=st.lists(st.integers(1, 9)).map(tuple),
        state=st.sampled_from(State),
        signature=st.none() | st.sampled_from(SignatureKind),
        renewal=st.builds(
            Renewal,
            kind=st.sampled_from(RenewalKind),
            repeats=st.none() | st.booleans(),
            notice=st.none() | st.builds(Notice, value=st.integers(1, 9), unit=st.just("days")),
        ),
    )
)
def test_what_is_written_is_read_back(agreement: Agreement) -> None:
    assert read(Agreement, written(agreement)) == agreement


def test_terms_that_end_on_a_day_or_later_are_found(storage: Storage, tenant: str) -> None:
    ends = (date(2027, 3, 30), date(2027, 3, 31), date(2027, 4, 1), None)
    for number, end in enumerate(ends):
        plain = replace(FULL, number=str(number), end=end)
        storage.write_now(tenant, lambda tx, one=plain: register.add(tx, one, due_on=DUE))
    found = storage.read_now(tenant, lambda tx: outlines.ending(tx, date(2027, 3, 31)))
    assert [one.end for one in found] == [date(2027, 3, 31), date(2027, 4, 1)]


def test_an_outline_has_the_same_days_and_state_and_nothing_can_be_saved_from_it(
    storage: Storage, tenant: str
) -> None:
    kept = storage.write_now(tenant, lambda tx: register.add(tx, FULL, due_on=DUE))
    ended = replace(kept, end=date(2027, 3, 31), state=State.SIGNED, alerted=30)
    storage.write_now(
        tenant,
        lambda tx: register.save(tx, replace(ended, version=2), before=kept, due_on=DUE),
    )
    whole = storage.read_now(tenant, lambda tx: register.get(tx, kept.id))
    (outline,) = storage.read_now(tenant, lambda tx: outlines.ending(tx, date(2027, 3, 31)))
    assert deadlines(outline, Calendar()) == deadlines(whole, Calendar())
    assert is_open(outline) == is_open(whole)
    line = storage.read_now(tenant, lambda tx: outlines.named(tx, [whole.subject, "duty:1"]))
    assert found_line(line[whole.subject], "", DUE) == found_line(whole, "", DUE)
    assert has_ended(outline, date(2028, 1, 1)) == has_ended(whole, date(2028, 1, 1))
    assert unknown_from(outline) == unknown_from(whole)
    assert (outline.contacts, outline.citations) == ("", ())
    with pytest.raises(Stale):
        storage.write_now(
            tenant,
            lambda tx: register.save(
                tx, replace(outline, version=outline.version + 1), before=outline, due_on=DUE
            ),
        )
