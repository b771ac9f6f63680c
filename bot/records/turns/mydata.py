"""「私のデータ」: what is kept of the person who asks, and of nobody else; it changes nothing."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from bot import policy
from bot.errors import NotFound
from bot.ledger.record import record
from bot.records.model.mydata import Area, Line
from bot.records.rules import mydata as rules
from bot.records.store import mydata as store
from bot.storage.tx import Tx
from bot.turns import links
from bot.turns.links import Page
from bot.turns.router import Router
from bot.turns.turn import Card, Turn
from cards.records import mydata as view
from cards.records.verbs.mydata import ShowMyData

PAGE = "records.my_data"
_WORDS = (
    "(私|わたし|自分)の(データ|情報|個人情報)",
    "マイデータ",
    "my (own )?data",
    "我的(数据|資料|资料|信息)",
    "내 (데이터|정보)",
    "dữ liệu của (tôi|mình|em)",
    "(os )?meus dados",
    "(ang )?(aking datos?|datos? ko)",
    "mis datos",
)
_WHY = "本人の閲覧"
Held = Callable[[Tx, int], tuple[Any, ...]]
Titles = Callable[[Tx, str], str]


def routes(sources: Sequence[tuple[str, Held]], titles: Titles) -> Router:
    """The word, the press and the page. `sources`: what each area keeps of a person, by its name;
    `titles` names a matter by its subject."""
    router = Router()

    def show(turn: Turn, verb: ShowMyData) -> Card:
        _log(turn, verb.name)
        return _card(turn, gathered(turn, sources, titles), verb)

    def open_(turn: Turn, subject: str) -> Page:
        if not turn.person.id or subject != _subject(turn):
            raise NotFound(subject)
        _log(turn, PAGE)
        return _paper(turn, gathered(turn, sources, titles))

    router.on(ShowMyData)(show)
    router.opens(PAGE)(open_)
    router.hears(*_WORDS)(lambda turn, _: view.door(turn.lang) if turn.person.id else None)
    return router


def _log(turn: Turn, act: str) -> None:
    """That somebody read what is kept of them is in the ledger, as any reading is."""
    if not turn.person.id:
        raise NotFound("person")
    record(turn.tx, turn.actor, at=turn.now, act=act, subject=_subject(turn), why=_WHY)


def _subject(turn: Turn) -> str:
    return f"person:{turn.person.id}"


def _card(turn: Turn, areas: Sequence[Area], verb: ShowMyData) -> Card:
    window = policy.of(turn.tx).disclosure_window
    chosen = next((one for one in areas if one.name == verb.area), None)
    if chosen is not None:
        return view.area(turn.lang, chosen, at=verb.page, window=window)
    url = links.to(turn, PAGE, _subject(turn))
    return view.overview(turn.lang, areas, window=window, print_url=url)


def _paper(turn: Turn, areas: Sequence[Area]) -> Page:
    window = policy.of(turn.tx).disclosure_window
    made = view.printed(turn.lang, areas, name=turn.person.name, at=turn.now, window=window)
    return Page(body=made.encode())


def gathered(turn: Turn, sources: Sequence[tuple[str, Held]], titles: Titles) -> tuple[Area, ...]:
    """Every area that keeps something of the person of this turn."""
    own = store.register(turn.tx, turn.person, turn.today)
    areas: dict[str, list[Any]] = {"register": list(own)}
    for name, row in _held(turn, sources):
        areas.setdefault(name, []).append(row)
    did = [*store.ledger(turn.tx, _id(turn)), *areas.pop("ledger", ())]
    return tuple(
        _area(turn.tx, name, rows, titles)
        for name, rows in (*areas.items(), ("ledger", did))
        if rows
    )


def _held(turn: Turn, sources: Sequence[tuple[str, Held]]) -> Iterator[tuple[str, Any]]:
    """Each row with the area under which it is shown: the slice's, or the one that it names."""
    for name, held in sources:
        for row in held(turn.tx, _id(turn)):
            yield row.get("area", name), row


def _id(turn: Turn) -> int:
    return turn.person.id


def _area(tx: Tx, name: str, rows: Sequence[Any], titles: Titles) -> Area:
    return Area(name=name, lines=tuple(_line(tx, name, row, titles) for row in rows))


def _line(tx: Tx, area: str, row: Any, titles: Titles) -> Line:
    subject = rules.subject_of(row)
    named = subject and rules.names_matter(area, subject)
    return rules.line(area, row, titles(tx, subject) if named else "")
