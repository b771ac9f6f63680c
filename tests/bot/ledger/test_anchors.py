"""The day's head: noted once, filed once, found again in a file that was only added to."""

import stat
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.errors import Misconfigured
from bot.ledger import anchor_file, anchors, filing
from bot.ledger.model import Actor
from bot.ledger.record import record
from bot.ledger.verify import verify
from bot.settings import Settings

NOW = datetime(2026, 11, 24, tzinfo=UTC)
DAY = NOW.date()


def act(tx):
    record(tx, Actor.press("p"), at=NOW, act="x", subject="s")


def noted(storage, tenant, *days):
    for ago in days:
        storage.write_now(tenant, act)
        storage.write_now(
            tenant, lambda tx, ago=ago: anchors.note(tx, DAY - timedelta(days=ago), NOW)
        )


def test_a_day_is_noted_once(storage, tenant):
    storage.write_now(tenant, act)
    first = storage.write_now(tenant, lambda tx: anchors.note(tx, DAY, NOW))
    storage.write_now(tenant, act)
    assert storage.write_now(tenant, lambda tx: anchors.note(tx, DAY, NOW)) is None
    assert storage.read_now(tenant, anchors.newest) == first
    assert first.written == f"1:{first.hash}"


def test_an_empty_ledger_has_nothing_to_note(storage, tenant):
    assert storage.write_now(tenant, lambda tx: anchors.note(tx, DAY, NOW)) is None


def test_what_was_filed_is_not_filed_again(storage, tenant):
    noted(storage, tenant, 2, 1)
    assert [one.seq for one in storage.read_now(tenant, anchors.unfiled)] == [1, 2]
    assert storage.write_now(tenant, lambda tx: anchors.filed(tx, DAY)) == 2
    assert storage.read_now(tenant, anchors.unfiled) == ()


def test_a_month_shows_what_no_card_has_shown(storage, tenant):
    noted(storage, tenant, 2, 1)
    shown = storage.write_now(tenant, lambda tx: anchors.tell(tx, "2026-11"))
    assert [one.seq for one in shown] == [2, 1]
    assert not storage.read_now(tenant, anchors.is_untold)
    assert storage.write_now(tenant, lambda tx: anchors.tell(tx, "2026-11")) == ()
    noted(storage, tenant, 0)
    assert storage.read_now(tenant, anchors.is_untold)
    grown = storage.write_now(tenant, lambda tx: anchors.tell(tx, "2026-11"))
    assert [one.seq for one in grown] == [3, 2, 1]


async def test_anchors_reach_the_file_and_prove_the_chain(storage, tenant, tmp_path):
    noted(storage, tenant, 1, 0)
    path = tmp_path / "x.anchors"
    assert await filing.file(storage, (tenant, "nobody"), path) == 2
    assert await filing.file(storage, (tenant, "nobody"), path) == 0
    found = anchor_file.noted(path, tenant)
    assert [seq for seq, _ in found.anchors] == [1, 2]
    assert (found.last_day, found.unread) == (str(DAY), ())
    verdict = storage.read_now(tenant, lambda tx: verify(tx, anchors=found.anchors))
    assert (verdict.whole, verdict.anchors) == (True, 2)


def test_each_tenant_has_its_own_lines(storage, tenant, tmp_path):
    noted(storage, tenant, 0)
    path = tmp_path / "x.anchors"
    anchor_file.append(path, "other", storage.read_now(tenant, anchors.unfiled))
    assert anchor_file.noted(path, tenant).anchors == ()
    assert len(anchor_file.noted(path, "other").anchors) == 1


def test_half_a_line_swallows_no_other_and_is_told(storage, tenant, tmp_path):
    noted(storage, tenant, 0)
    path = tmp_path / "x.anchors"
    path.write_text(f"2026-11-23 {tenant} 9:abc", encoding="utf-8")
    anchor_file.append(path, tenant, storage.read_now(tenant, anchors.unfiled))
    found = anchor_file.noted(path, tenant)
    assert (len(found.anchors), found.unread) == (1, (1,))


def test_a_line_twice_does_no_harm(storage, tenant, tmp_path):
    noted(storage, tenant, 0)
    path = tmp_path / "x.anchors"
    for _ in range(2):
        anchor_file.append(path, tenant, storage.read_now(tenant, anchors.unfiled))
    assert len(path.read_text().splitlines()) == 2
    assert len(anchor_file.noted(path, tenant).anchors) == 1


def test_the_file_may_be_read_by_all_and_written_by_one(storage, tenant, tmp_path):
    noted(storage, tenant, 0)
    path = tmp_path / "x.anchors"
    anchor_file.append(path, tenant, storage.read_now(tenant, anchors.unfiled))
    assert not stat.S_IMODE(path.stat().st_mode) & 0o022


def test_a_place_that_cant_be_written_is_one_line(tmp_path):
    one = anchors.Anchor(day=date(2026, 11, 24), at=NOW, seq=1, hash="a" * 64)
    with pytest.raises(Misconfigured, match="RENKEI_LEDGER_ANCHOR_FILE: nowhere can't be used"):
        anchor_file.append(tmp_path / "no" / "nowhere", "t", [one])
    with pytest.raises(Misconfigured, match="RENKEI_LEDGER_ANCHOR_FILE"):
        anchor_file.noted(tmp_path, "t")


def test_no_file_says_nothing(tmp_path):
    assert anchor_file.noted(tmp_path / "none", "t") == anchor_file.Noted()


@pytest.mark.parametrize(
    ("settings", "place"),
    [
        (Settings(database_url="sqlite:////var/renkei.db"), "/var/renkei.db.anchors"),
        (Settings(database_url="postgresql://u@h/n"), "None"),
        (Settings(database_url="postgresql://u@h/n", ledger_anchor_file="/a/b"), "/a/b"),
    ],
    ids=["sqlite", "postgresql", "named"],
)
def test_where_anchors_are_filed(settings, place):
    assert str(filing.place(settings)) == place
