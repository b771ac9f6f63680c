"""What is read from the database when somebody asks for the figures: what waits, and how long."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot import metrics, slices
from bot.clock import Clock, real_now, real_seconds
from bot.delivery import backlog
from bot.delivery.backlog import Due
from bot.errands import backlog as errands
from bot.errors import BotError
from bot.settings import Settings
from bot.storage.store import Storage
from bot.storage.tx import Tx

_ESCALATIONS = "renkei_escalations"
NAMES = (
    "renkei_database_up",
    "renkei_due_copies",
    "renkei_delivery_lag_seconds",
    "renkei_errand_lag_seconds",
    "renkei_copies",
    *(f"renkei_{figure.name}" for figure in slices.FIGURES),
)
_COUNT_EVERY = 60.0  # seconds; counting every copy costs more than looking for the oldest


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """One tenant at one moment."""

    due: tuple[Due, ...]
    errand: float  # seconds by which the oldest due errand is late
    figures: tuple[tuple[str, float], ...]


class Watching(Collector):
    """Looks at every tenant's rows, once for each time that it is asked.

    Every process tells the same of the same database: take the greatest, not the sum.
    """

    def __init__(self, storage: Storage, settings: Settings, clock: Clock) -> None:
        self._storage = storage
        self._tenants = settings.tended
        self._clock = clock
        self._turn = Lock()
        self._counted_at = float("-inf")
        self._copies: dict[str, tuple[backlog.Copies, ...]] = {}

    def describe(self) -> Iterator[Metric]:
        """The names alone: whoever asks for other figures has nothing read from the database."""
        yield from (GaugeMetricFamily(name, "") for name in NAMES)
        yield CounterMetricFamily(_ESCALATIONS, "")

    def collect(self) -> Iterator[Metric]:
        """What waits in every tenant; where the database is away, that alone is said."""
        yield _escalations()
        up = GaugeMetricFamily("renkei_database_up", "Whether the database answers.")
        try:
            with self._turn:  # one at a time, however many ask
                seen = {tenant: self._look(tenant) for tenant in self._tenants}
                self._count()
        except BotError:
            up.add_metric((), 0)
            yield up
            return
        up.add_metric((), 1)
        yield up
        yield from _told(seen)
        yield _counted(self._copies)

    def _look(self, tenant: str) -> _Seen:
        civil, real = self._clock.now(), real_now()

        def work(tx: Tx) -> _Seen:
            return _Seen(
                due=backlog.due(tx, civil=civil, real=real),
                errand=_late(real, errands.oldest_due(tx, civil=civil, real=real)),
                figures=tuple((one.name, one.read(tx, civil)) for one in slices.FIGURES),
            )

        return self._storage.read_now(tenant, work)

    def _count(self) -> None:
        if real_seconds() - self._counted_at < _COUNT_EVERY:
            return
        self._copies = {
            tenant: self._storage.read_now(tenant, backlog.copies) for tenant in self._tenants
        }
        self._counted_at = real_seconds()


def _late(real: datetime, since: datetime | None) -> float:
    return 0.0 if since is None else max(0.0, (real - since).total_seconds())


def _told(seen: dict[str, _Seen]) -> Iterator[Metric]:
    lanes = [(tenant, due) for tenant, one in seen.items() for due in one.due]
    yield _gauge(
        "renkei_due_copies",
        "Copies that could go out now and have not.",
        ("tenant", "lane"),
        (((tenant, one.lane.name.lower()), one.copies) for tenant, one in lanes),
    )
    yield _gauge(
        "renkei_delivery_lag_seconds",
        "By how much the oldest copy that could go out now is late.",
        ("tenant", "lane"),
        (((tenant, one.lane.name.lower()), one.late) for tenant, one in lanes),
    )
    yield _gauge(
        "renkei_errand_lag_seconds",
        "By how much the oldest errand that could be run now is late.",
        ("tenant",),
        (((tenant,), one.errand) for tenant, one in seen.items()),
    )
    for number, figure in enumerate(slices.FIGURES):
        yield _gauge(
            f"renkei_{figure.name}",
            figure.told,
            ("tenant",),
            (((tenant,), one.figures[number][1]) for tenant, one in seen.items()),
        )


def _counted(copies: dict[str, tuple[backlog.Copies, ...]]) -> Metric:
    return _gauge(
        "renkei_copies",
        "Copies of the notices whose matter is not over, by state.",
        ("tenant", "lane", "state"),
        (
            ((tenant, one.lane.name.lower(), one.state.value), one.copies)
            for tenant, found in copies.items()
            for one in found
        ),
    )


def _gauge(
    name: str,
    told: str,
    labels: tuple[str, ...],
    samples: Iterable[tuple[tuple[str, ...], float]],
) -> Metric:
    family = GaugeMetricFamily(name, told, labels=labels)
    for values, value in samples:
        family.add_metric(values, value)
    return family


def _escalations() -> Metric:
    """Of the notices that were handed over, those that say that something was left undone."""
    told = "Notices to somebody else because of silence."
    family = CounterMetricFamily(_ESCALATIONS, told, labels=("kind",))
    handed_over = metrics.by_kind()
    for kind in sorted(slices.ESCALATIONS):
        family.add_metric((kind,), handed_over.get(kind, 0.0))
    return family
