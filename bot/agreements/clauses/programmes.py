"""取組: the annex that lists what the sides do together, by field and state."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.agreements.clauses.layout import Text
from bot.agreements.clauses.model import Programme
from bot.agreements.clauses.noise import Line
from bot.agreements.clauses.wording import plain, tidy

_STATES = "新規|継続|拡充|実績|終了|完了|実施中|検討中"
_STATE_HEAD = re.compile(
    rf"[◎○●◇◆■□・【(\[<]*\s*(?P<state>{_STATES})(?:事業|取組|分|の取組)?\s*[】)\]>]*\s*"
    r"(?:[(]\s*[0-9〇一二三四五六七八九十]+\s*件\s*[)])?"
)
_FIELD = re.compile(
    r"(?:[(]\s*[0-9〇一二三四五六七八九十]{1,2}\s*[)]|[0-9]{1,2}[.．]|[①-⑳])\s*"
    r"(?P<field>.+)"
)
_DEPARTMENTS = re.compile(
    r"[【\[](?:担当(?:課|部署)?[:：]\s*)?(?P<names>[^【】\[\]]{1,80})[】\]]\s*$"
)
_STATE_TAG = re.compile(rf"\s*[(【\[](?P<state>{_STATES})[)】\]]\s*")
_ABOUT = re.compile(r"に(?:関|係)(?:する|わる)(?:事|こと|事項|取組|取り組み)?$|について$")
_BULLET = re.compile(r"(?P<bullet>[◎○●◇◆■□・▪•])\s*(?P<title>.+)")
_SPLIT = re.compile(r"[、,，/／]|及び|・(?=[^、]{2,}[課局室部所])")
_CELLS = re.compile(r"[|\t]")
_COLUMNS = {
    "field": re.compile(r"分野|項目|区分名"),
    "title": re.compile(r"取組(?:名|内容|事項)?$|事業名|名称|プログラム"),
    "departments": re.compile(r"担当|所管|部署|課"),
    "state": re.compile(r"区分|状態|状況|新規"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where in the annex a line stands; `bullet` marks the titles of this state's list."""

    state: str | None = None
    field: str | None = None
    departments: tuple[str, ...] = ()
    bullet: str | None = None


def find_programmes(text: Text) -> tuple[Programme, ...]:
    """The programmes of the annex, in its order; none where no annex tells their state."""
    return (*_listed(text.closing), *_tabled(text.closing))


def _listed(lines: tuple[Line, ...]) -> Iterator[Programme]:
    place = _Place()
    for written in lines:
        line = written.flat
        head = _STATE_HEAD.fullmatch(line)
        if head:
            place = _Place(state=head["state"])
            continue
        if place.state is None:
            continue
        field = _FIELD.fullmatch(line)
        if field and "。" not in line:
            place = _entered(place, field["field"])
            continue
        programme, place = _programme(written, place)
        if programme:
            yield programme


def _entered(place: _Place, field: str) -> _Place:
    name, departments = _split_departments(field)
    return replace(place, field=_ABOUT.sub("", tidy(name)), departments=departments)


def _programme(line: Line, place: _Place) -> tuple[Programme | None, _Place]:
    """A line with the list's own bullet is a title; other bullets and lines describe it."""
    match = _BULLET.fullmatch(line.flat)
    if match is None or (place.bullet and match["bullet"] != place.bullet):
        return None, place
    place = replace(place, bullet=match["bullet"])
    title = line.raw[match.start("title") :]
    tag = _STATE_TAG.search(match["title"])
    state = tag["state"] if tag else place.state
    title = title[: tag.start()] + title[tag.end() :] if tag else title
    name, own = _split_departments(title)
    programme = Programme(
        field=place.field, title=tidy(name), departments=own or place.departments, state=state
    )
    return programme, place


def _split_departments(text: str) -> tuple[str, tuple[str, ...]]:
    match = _DEPARTMENTS.search(text)
    if match is None:
        return text, ()
    names = (tidy(name) for name in _SPLIT.split(match["names"]))
    return text[: match.start()], tuple(name for name in names if name)


def _tabled(lines: tuple[Line, ...]) -> Iterator[Programme]:
    """An annex as a table: a head row with 取組 and 担当, then a row for each programme."""
    columns: dict[str, int] = {}
    for line in lines:
        cells = [cell.strip() for cell in _CELLS.split(line.raw)]
        if len(cells) < 3:
            columns = {}
        elif not columns:
            columns = _columns(cells)
        elif len(cells) > max(columns.values()) and cells[columns["title"]]:
            yield _row(cells, columns)


def _columns(cells: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, cell in enumerate(plain(cell) for cell in cells):
        for name, pattern in _COLUMNS.items():
            if name not in found and at not in found.values() and pattern.search(cell):
                found[name] = at
    return found if {"title", "departments"} <= found.keys() else {}


def _row(cells: list[str], columns: dict[str, int]) -> Programme:
    def cell(name: str) -> str | None:
        return tidy(cells[columns[name]]) or None if name in columns else None

    names = _SPLIT.split(cell("departments") or "")
    field = cell("field")
    return Programme(
        field=_ABOUT.sub("", field) if field else None,
        title=cell("title") or "",
        departments=tuple(name.strip() for name in names if name.strip()),
        state=cell("state"),
    )
