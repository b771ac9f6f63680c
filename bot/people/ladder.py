"""The posts of a generation and which stands above which, from which day on."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import bindparam, delete, or_, select, update

from bot.people import rules
from bot.people.tables import CURRENT, FIRST, HOLDING, POST, STANDING
from bot.sheets import BadCell
from bot.storage.tables import upsert
from bot.storage.tx import Tx

Fields = dict[str, Any]
_NEW: Any = bindparam("generation")
_LABELS: Any = bindparam("labels", expanding=True)

_ADD_POST = (
    upsert(POST)
    .values({name: bindparam(name) for name in ("department", "name", "short", "label")})
    .on_conflict_do_nothing()
)
_ADD_STANDING = (
    upsert(STANDING)
    .values({name: bindparam(name) for name in ("generation", "post", "superior", "since")})
    .on_conflict_do_nothing()
)
_BY_LABEL = select(POST).where(POST.c.label.in_(_LABELS))
_KNOWN = (
    select(POST.c.id, POST.c.label, POST.c.short)
    .join(STANDING, STANDING.c.post == POST.c.id)
    .where(or_(STANDING.c.generation == _NEW, STANDING.c.generation == CURRENT))
    .distinct()
)
_BY_WHOLE = _KNOWN.where(POST.c.label.in_(_LABELS), POST.c.department != "")
_BY_NAME = _KNOWN.where(POST.c.short.in_(_LABELS))
_SET_SUPERIOR = (
    update(STANDING)
    .where(
        STANDING.c.generation == _NEW,
        STANDING.c.post == bindparam("one"),
        STANDING.c.since == bindparam("from_"),
        STANDING.c.superior.is_(None),
    )
    .values(superior=bindparam("new_superior"))
)


def add_posts(tx: Tx, new: int, rows: Iterable[Fields], today: date) -> None:
    """Make the posts that these rows hold, each standing from the day on which it may be seen."""
    held = [row for row in rows if row["post"]]
    add_named(tx, {(row["department"], row["post"]) for row in held})
    posts = posts_of(tx, held)
    _stand(
        tx, new, {(posts[row["department"], row["post"]], _seen_from(row, today)) for row in held}
    )


def add_named(tx: Tx, names: Iterable[tuple[str, str]]) -> None:
    """Make the posts of these departments and names where there are none; they don't stand yet."""
    tx.many(
        _ADD_POST,
        [
            {
                "department": department,
                "name": name,
                "short": rules.label(name),
                "label": rules.label(department + name),
            }
            for department, name in sorted(names)
        ],
    )


def _stand(tx: Tx, new: int, standing: Iterable[tuple[int, date]]) -> None:
    rows = [
        {"generation": new, "post": post, "superior": None, "since": since}
        for post, since in sorted(standing)
    ]
    tx.many(_ADD_STANDING, rows)


def _seen_from(row: Fields, today: date) -> date:
    """Nobody sees a post or a superior of the coming year before its day."""
    since: date | None = row["from"]
    return since if since is not None and since > today else FIRST


def posts_of(tx: Tx, rows: Iterable[Fields]) -> dict[tuple[str, str], int]:
    """The ids of the posts that these rows hold, by department and name."""
    labels = {rules.label(row["department"] + row["post"]) for row in rows if row["post"]}
    found = tx.all(_BY_LABEL, labels=sorted(labels)) if labels else []
    return {(row.department, row.name): row.id for row in found}


def rungs(
    tx: Tx, new: int, rows: Sequence[Fields], today: date
) -> tuple[list[Fields], list[BadCell]]:
    """Which post each row puts above its own, and what can't be understood of it."""
    speaking = [row for row in rows if row["post"] and row["superior_post"]]
    if not speaking:
        return [], []
    meant = _fitting(tx, new, speaking)
    posts = posts_of(tx, speaking)
    found: list[Fields] = []
    faults: list[BadCell] = []
    for row in speaking:
        own = posts[row["department"], row["post"]]
        fitting = meant[row["department"], row["superior_post"]]
        if len(fitting) > 1:
            remedy = "names several posts; write department and post, like 総務課 課長"
            faults.append(BadCell(row["line"], "superior_post", remedy))
        elif fitting == [own]:
            faults.append(BadCell(row["line"], "superior_post", "is the post itself"))
        else:
            superior = fitting[0] if fitting else _vacant(tx, new, row, today)
            found.append({"one": own, "from_": _seen_from(row, today), "new_superior": superior})
    return found, faults


def _fitting(tx: Tx, new: int, rows: Sequence[Fields]) -> dict[tuple[str, str], list[int]]:
    """The posts that a department may mean by its words for a superior.

    Department and post as the words say them, else the post of the own department, else the
    post of that name anywhere.
    """
    said = {(row["department"], row["superior_post"]) for row in rows}
    labels = {rules.label(words) for _, words in said}
    near = {pair: rules.label("".join(pair)) for pair in said}
    whole = _ids(tx.all(_BY_WHOLE, generation=new, labels=[*labels, *near.values()]), "label")
    found = {pair: whole.get(rules.label(pair[1])) or whole.get(near[pair], []) for pair in said}
    rest = {rules.label(words) for (department, words), ids in found.items() if not ids}
    anywhere = _ids(tx.all(_BY_NAME, generation=new, labels=list(rest)), "short") if rest else {}
    return {pair: ids or anywhere.get(rules.label(pair[1]), []) for pair, ids in found.items()}


def _ids(rows: Iterable[Any], by: str) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for row in rows:
        found.setdefault(getattr(row, by), []).append(row.id)
    return found


def _vacant(tx: Tx, new: int, row: Fields, today: date) -> int:
    """A superior whom no row holds: the post exists all the same, and escalation passes it."""
    name = row["superior_post"]
    add_named(tx, [("", name)])
    made = posts_of(tx, [{"department": "", "post": name}])["", name]
    _stand(tx, new, [(made, _seen_from(row, today))])
    return made


def add_rungs(tx: Tx, new: int, found: Sequence[Fields]) -> None:
    """Remember them; where two rows of the same post differ, the first holds."""
    for rung in found:
        tx.run(_SET_SUPERIOR, generation=new, **rung)


_STANDING_OF = (
    select(STANDING.c.post, STANDING.c.superior, STANDING.c.since)
    .where(
        STANDING.c.generation == CURRENT,
        STANDING.c.post > bindparam("after"),
        STANDING.c.post <= bindparam("last"),
    )
    .order_by(STANDING.c.post, STANDING.c.since)
)
_NEXT = (
    select(STANDING.c.post)
    .where(STANDING.c.generation == CURRENT, STANDING.c.post > bindparam("after"))
    .distinct()
    .order_by(STANDING.c.post)
    .limit(bindparam("most"))
)
_BUILT = (
    select(STANDING.c.post, STANDING.c.since)
    .where(
        STANDING.c.generation == _NEW,
        STANDING.c.post > bindparam("after"),
        STANDING.c.post <= bindparam("last"),
    )
    .order_by(STANDING.c.since.desc())
)


def carry(tx: Tx, new: int, after: int, most: int, today: date) -> int | None:
    """Copy what the file is silent about of the next posts; where to go on, None at the end.

    A post of which the file says only what comes later keeps its place until then.
    """
    posts = [row.post for row in tx.all(_NEXT, after=after, most=most)]
    if not posts:
        return None
    built = {
        row.post: row.since for row in tx.all(_BUILT, generation=new, after=after, last=posts[-1])
    }
    kept = [
        {"generation": new, "post": row.post, "superior": row.superior, "since": row.since}
        for row in tx.all(_STANDING_OF, after=after, last=posts[-1])
        if row.post not in built or (row.since <= today and row.since < built[row.post])
    ]
    tx.many(_ADD_STANDING, kept)
    return int(posts[-1])


_COUNT = select(STANDING.c.post).where(STANDING.c.generation == _NEW).distinct()
_VACANT = (
    select(POST.c.department, POST.c.name)
    .join(STANDING, (STANDING.c.post == POST.c.id))
    .where(
        STANDING.c.generation == _NEW,
        POST.c.id.not_in(
            select(HOLDING.c.post).where(HOLDING.c.generation == _NEW, HOLDING.c.post.is_not(None))
        ),
    )
    .distinct()
    .order_by(POST.c.department, POST.c.name)
)
_POSTS_IN = (
    select(STANDING.c.post)
    .where(STANDING.c.generation == _NEW)
    .order_by(STANDING.c.post)
    .limit(bindparam("most"))
)
_CLEAR = delete(STANDING).where(STANDING.c.generation == _NEW, STANDING.c.post <= bindparam("last"))


def counted(tx: Tx, new: int) -> tuple[int, tuple[str, ...]]:
    """How many posts a generation has, and the names of those that nobody ever holds in it."""
    vacant = tx.all(_VACANT, generation=new)
    names = tuple(" ".join(filter(None, (row.department, row.name))) for row in vacant)
    return len(tx.all(_COUNT, generation=new)), names


def clear(tx: Tx, dead: int, most: int) -> bool:
    """Delete the next posts of a generation that nobody sees; whether there may be more."""
    posts = [row.post for row in tx.all(_POSTS_IN, generation=dead, most=most)]
    if posts:
        tx.run(_CLEAR, generation=dead, last=posts[-1])
    return bool(posts)
