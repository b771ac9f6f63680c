"""What a delivering process of a test needs, and no more: it has to start quickly."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.delivery.engine import Engine, InProcessEngine
from bot.delivery.tempo import Tempo
from bot.settings import Settings

APP = "44444444-4444-4444-8444-444444444444"
TOKEN = "practice-token"
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
QUICK = Tempo(
    lease=5.0, request=0.4, hold=0.8, renew=0.2, linger=0.1, sweep=0.2, trouble=0.05, claim=0.05,
    longest_probe=0.1, fetch=0.05, heartbeat=0.3, dead=2.0, turn=0.2,
)  # fmt: skip


@dataclass
class Clock:
    """Civil time that stands still until a test moves it."""

    at: datetime = NOW

    def now(self) -> datetime:
        return self.at


def engine_of(queue: str, tenants: Sequence[str], **rest: Any) -> Engine:
    if queue:
        from bot.delivery.engine.shared import ProcrastinateEngine

        return ProcrastinateEngine(tenants, database_url=queue, **rest)
    return InProcessEngine(tenants, **rest)


def settings_for(tenant: str) -> Settings:
    return Settings(
        app_id=APP,
        tenant_id=tenant,
        credential="static",
        static_token=TOKEN,
        service_hosts=("127.0.0.1",),
        graph_hosts=("127.0.0.1",),
    )
