"""The zone of what is kept: the tenant's own, else the operator's."""

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot import policy
from bot.settings import Settings
from bot.storage.store import Storage, migrate, open_storage
from bot.zone import civil, zone, zone_of

TOKYO, LONDON, NEW_YORK = map(ZoneInfo, ("Asia/Tokyo", "Europe/London", "America/New_York"))


@pytest.fixture
def london(tmp_path: Path) -> Storage:
    """An operator whose RENKEI_TIMEZONE is London's."""
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'renkei.db'}", timezone=LONDON.key)
    migrate(settings)
    return open_storage(settings)


def test_it_is_the_operators_until_the_tenant_sets_its_own(london: Storage) -> None:
    assert london.read_now("city", zone) == LONDON
    assert london.write_now("city", zone) == LONDON
    london.write_now("city", lambda tx: policy.change(tx, {"timezone": NEW_YORK.key}))
    assert london.read_now("city", zone) == NEW_YORK
    london.close()


def test_a_civil_day_goes_by_the_zone() -> None:
    at = datetime(2026, 11, 25, 16, 0, tzinfo=UTC)
    assert civil(at, LONDON) == date(2026, 11, 25)
    assert civil(at, TOKYO) == date(2026, 11, 26)
    assert zone_of(at.astimezone(TOKYO)) == TOKYO
