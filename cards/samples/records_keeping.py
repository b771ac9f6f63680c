"""廃棄 and 保留: the cards with an invented city's records."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from cards.records import keeping, keeping_forms
from cards.samples.sample import Sample, sample

TODAY = date(2026, 11, 24)
LONG = "あかつき市の監査が終わるまで残すため。" * 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    kind: str = "notices"
    years: int = 3
    count: int = 42
    first_since: date | None = date(2022, 4, 1)
    last_until: date | None = date(2026, 3, 31)
    kept: Mapping[str, int] = field(default_factory=dict)
    is_all: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    name: str = "renkei-2026-11-20.backup"
    until: date = date(2026, 12, 25)


@dataclass(frozen=True, slots=True, kw_only=True)
class Disposal:
    disposal_id: int = 3
    version: int = 1
    kind: str = "notices"
    stage: str = "proposed"
    cut: date = TODAY
    count: int = 42
    gone: int = 0
    accounts: int = 0
    kept: Mapping[str, int] = field(default_factory=dict)
    backups: Sequence[Backup] = ()
    why: str = ""
    answer: str = ""
    medium: str = "連携のデータベース"
    method: str = "データベースから消去"
    proposed_by: str = "加藤 五郎"
    proposed_on: date = TODAY
    witness: str = "大野 四郎"
    responsible: str = ""
    ended_on: date | None = None
    may: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    hold_id: int = 1
    ground: str = "audit"
    what: str = "見守り活動に関する協定"
    why: str = "定期監査で見るため"
    set_by: str = "加藤 五郎"
    set_on: date = TODAY
    until: date | None = None


_PUPILS = Due(
    kind="pupils",
    years=5,
    count=1000,
    kept={"held": 3, "open_case": 1},
    is_all=False,
)
_ANSWER = "監査が終わってからにしてください。"
_DONE = Disposal(
    stage="done",
    version=4,
    gone=40,
    accounts=2,
    kept={"held": 1, "unsettled": 1},
    backups=(Backup(), Backup(name="renkei-2026-11-22.backup")),
    responsible="佐々 九子",
    ended_on=TODAY,
)
_LONG = replace(_DONE, why=LONG, medium=LONG, method=LONG, answer=LONG)


def samples() -> Iterator[Sample]:
    """Every card in every state."""
    yield from _overviews()
    yield from _disposals()
    yield from _told()
    yield from _holds()


def _overviews() -> Iterator[Sample]:
    may = frozenset({"propose"})
    yield sample(
        "records.keeping",
        "due",
        lambda lang: keeping.overview(lang, [Due(), _PUPILS], [Disposal()], holds=4, may=may),
    )
    yield sample(
        "records.keeping",
        "nothing",
        lambda lang: keeping.overview(lang, [], [], holds=0, may=frozenset()),
    )
    kinds = ("notices", "pupils", "person")
    yield sample(
        "records.open_disposal_proposal",
        "empty",
        lambda lang: keeping_forms.proposal_form(lang, kinds),
    )


def _disposals() -> Iterator[Sample]:
    states = {
        "proposed": Disposal(may=frozenset({"release"})),
        "own": Disposal(may=frozenset({"withdraw"})),
        "released": Disposal(stage="released", version=2, may=frozenset({"begin"})),
        "running": Disposal(stage="running", version=3, gone=12),
        "returned": Disposal(stage="returned", version=2, answer=_ANSWER),
        "done": _DONE,
        "long": _LONG,
    }
    for state, one in states.items():
        yield sample("records.disposal", state, partial(keeping.disposal, one=one))
    yield sample(
        "records.disposal",
        "begun",
        lambda lang: keeping.disposal(lang, replace(_DONE, stage="running"), done="begun"),
    )
    yield sample(
        "records.open_disposal_release",
        "asked",
        lambda lang: keeping_forms.release_form(lang, Disposal()),
    )


def _told() -> Iterator[Sample]:
    for what, one in {
        "proposed": Disposal(),
        "released": Disposal(stage="released", responsible="佐々 九子"),
        "returned": Disposal(stage="returned", answer=_ANSWER),
        "done": _DONE,
    }.items():
        yield sample(
            "records.disposal_told",
            what,
            partial(keeping.told, one=one, what=what),
        )


def _holds() -> Iterator[Sample]:
    found = [
        Hold(),
        Hold(hold_id=2, ground="extension", what="お知らせ", until=date(2027, 3, 31)),
        Hold(hold_id=3, ground="disclosure", what="青木 一子", why=LONG),
    ]
    many = [replace(Hold(), hold_id=number) for number in range(1, 14)]
    for state, listed, may in (
        ("some", found, True),
        ("read", found, False),
        ("many", many, True),
        ("none", [], True),
    ):
        yield sample(
            "records.holds",
            state,
            partial(keeping_forms.holds, found=listed, may=may),
        )
    yield sample(
        "records.open_hold", "empty", lambda lang: keeping_forms.hold_form(lang, today=TODAY)
    )
    among = [(f"agreement:{number}", f"{LONG}（{LONG}）") for number in range(20)]
    yield sample(
        "records.open_hold",
        "among",
        lambda lang: keeping_forms.hold_form(lang, today=TODAY, among=among),
    )
    yield sample(
        "records.open_lifting", "asked", lambda lang: keeping_forms.lift_form(lang, Hold())
    )
