"""Microsoft Graph's delta of users: everyone page by page, later what changed since.

What the tokens hold is the directory's own business: callers follow the links as they are.
"""

import base64
import binascii
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

import orjson

from bot.emulator.graph_answers import Body, GraphError
from bot.emulator.graph_query import listed
from bot.emulator.graph_users import DEFAULT, shown
from bot.emulator.tenant import Change, Person, Tenant

_PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a round stands: `at` in the list of who joined, or (`known` None) in the change log.

    `known`: how much of the log there was when the first round began; the next one goes on there.
    """

    era: int
    select: str
    at: int = 0
    known: int | None = None


class Changes:
    """Answers GET /users/delta; the number of users on a page is Graph's own choice."""

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant
        self.page = _PAGE
        self._era = 1  # tokens of an earlier one are no longer known

    def forget(self) -> None:
        """Every link given out so far becomes too old (410)."""
        self._era += 1

    def answer(self, query: Mapping[str, str], base: str) -> Body:
        """One page, with the link to the next or, on the last, to what changes from now on."""
        place = self._place(query)
        rows, following, more = self._look(place)
        name = "skiptoken" if more else "deltatoken"
        link = f"{base}/users/delta?${name}={_token(following)}"
        return {
            "@odata.context": f"{base}/$metadata#users{_selected(place.select)}",
            "@odata.nextLink" if more else "@odata.deltaLink": link,
            "value": rows,
        }

    def _place(self, query: Mapping[str, str]) -> _Place:
        token = query.get("$skiptoken") or query.get("$deltatoken")
        if token is None:
            select, known = query.get("$select", ""), len(self._tenant.changes)
            return _Place(era=self._era, select=select, known=known)
        place = _read(token)
        if place.era != self._era:
            raise GraphError(410, "syncStateNotFound", "The sync state generation is not found.")
        return place

    def _look(self, place: _Place) -> tuple[list[Body], _Place, bool]:
        last = place.at + self.page
        if place.known is None:
            found = self._tenant.changes[place.at : last]
            more = last < len(self._tenant.changes)
            following = replace(place, at=place.at + len(found))
            return list(_changed(found, place.select)), following, more
        ids = self._tenant.joined[place.at : last]
        people = (self._tenant.find(id) for id in ids)
        rows = [_whole(person, place.select) for person in people if person is not None]
        if last < len(self._tenant.joined):
            return rows, replace(place, at=last), True
        return rows, replace(place, at=place.known, known=None), False


def _changed(changes: Iterable[Change], select: str) -> Iterable[Body]:
    """Each person once in a page, as they are after it; on another page they may come again."""
    first: dict[str, Person | None] = {}
    newest: dict[str, Change] = {}
    for change in changes:
        first.setdefault(change.aad_object_id, change.before)
        newest[change.aad_object_id] = change
    for id, change in newest.items():
        row = _row(change, first[id], select)
        if row is not None:
            yield row


def _row(change: Change, before: Person | None, select: str) -> Body | None:
    """None where nothing that was selected has changed."""
    if change.person is None:
        reason = "deleted" if change.for_good else "changed"
        return {"id": change.aad_object_id, "@removed": {"reason": reason}}
    if before is None:
        return _whole(change.person, select)
    new, old = _all(change.person, select), _all(before, select)
    differing = {name: value for name, value in new.items() if value != old[name]}
    return {"id": change.aad_object_id, **differing} if differing else None


def _whole(person: Person, select: str) -> Body:
    """A property that was never set isn't there at all."""
    found = _all(person, select)
    kept = {name: value for name, value in found.items() if value is not None}
    return {"id": person.aad_object_id, **kept}


def _all(person: Person, select: str) -> Body:
    names = listed(select) or DEFAULT
    found = shown(person, names)
    if "manager" in names:
        superior = [person.manager] if person.manager else []
        found["manager@delta"] = [
            {"@odata.type": "#microsoft.graph.user", "id": name} for name in superior
        ]
    return found


def _selected(select: str) -> str:
    return f"({select})" if select else ""


def _token(place: _Place) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(asdict(place))).decode().rstrip("=")


def _read(token: str) -> _Place:
    try:
        found: Any = orjson.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        return _Place(**found)
    except (binascii.Error, orjson.JSONDecodeError, TypeError) as error:
        raise GraphError(400, "Request_BadRequest", "Badly formed token.") from error
