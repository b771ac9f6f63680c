"""Microsoft Graph's users: list, one, manager, changes since last time."""

from collections.abc import Callable, Iterable, Mapping
from urllib.parse import urlencode

from bot.emulator.graph_answers import (
    Asked,
    Body,
    GraphError,
    Told,
    between,
    require_in_directory,
    unknown_segment,
)
from bot.emulator.graph_query import Filter, Unsupported, listed
from bot.emulator.tenant import Person, Tenant

DEFAULT = (
    *("businessPhones", "displayName", "givenName", "jobTitle", "mail", "mobilePhone"),
    *("officeLocation", "preferredLanguage", "surname", "userPrincipalName", "id"),
)
READS_USERS = ("User.Read.All", "User.ReadWrite.All", "Directory.Read.All")


class Directory:
    """Answers questions about users; pages are kept small enough to be met in tests."""

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant
        self.delta_page = 100
        self._era = 1  # delta tokens of an earlier one are no longer known

    def forget_changes(self) -> None:
        """Every delta link given out so far becomes too old (410)."""
        self._era += 1

    def answer(self, asked: Asked) -> Told:
        """GET below /users."""
        require_in_directory(self._tenant.granted, READS_USERS)
        if asked.method != "GET":
            raise GraphError(405, "BadRequest", "The method is not supported here.")
        return Told(self._answer(asked.path, asked.query, asked.base))

    def _answer(self, path: list[str], query: Mapping[str, str], base: str) -> Body | int:
        match path:
            case ["users"]:
                return self._list(query, base)
            case ["users", "$count"]:
                return len(self._rows(query))
            case ["users", "delta" | "delta()" | "microsoft.graph.delta()"]:
                return self._delta(query, base)
            case ["users", name]:
                context = f"{base}/$metadata#users/$entity"
                return {"@odata.context": context, **self._view(self._get(name), query)}
            case ["users", name, "manager"]:
                return self._manager(name, query, base)
        raise unknown_segment()

    def _list(self, query: Mapping[str, str], base: str) -> Body:
        people = self._rows(query)
        size = between(query.get("$top"), 1, 999, otherwise=100)
        start = between(query.get("$skiptoken"), 0, len(people), otherwise=0)
        body: Body = {"@odata.context": f"{base}/$metadata#users"}
        if query.get("$count") == "true":
            body["@odata.count"] = len(people)
        if start + size < len(people):
            following = {**query, "$skiptoken": str(start + size)}
            body["@odata.nextLink"] = f"{base}/users?{urlencode(following)}"
        body["value"] = [self._view(person, query) for person in people[start : start + size]]
        return body

    def _rows(self, query: Mapping[str, str]) -> list[Person]:
        if "$filter" not in query:
            return list(self._tenant.people)
        test: Callable[[Body], bool] = Filter(query["$filter"]).read()
        return [person for person in self._tenant.people if test(_user(person))]

    def _manager(self, name: str, query: Mapping[str, str], base: str) -> Body:
        superior = self._tenant.find(self._get(name).manager or "")
        if superior is None:
            message = (
                "Resource 'manager' does not exist or one of its queried references is absent."
            )
            raise GraphError(404, "Request_ResourceNotFound", message)
        return {
            "@odata.context": f"{base}/$metadata#directoryObjects/$entity",
            "@odata.type": "#microsoft.graph.user",
            **self._view(superior, query),
        }

    def _get(self, name: str) -> Person:
        person = self._tenant.find(name)
        if person is None:
            message = (
                f"Resource '{name}' does not exist or one of its queried "
                "reference-property objects are not present."
            )
            raise GraphError(404, "Request_ResourceNotFound", message)
        return person

    # changes

    def _delta(self, query: Mapping[str, str], base: str) -> Body:
        if "$deltatoken" in query:
            return self._since(query, base)
        return self._from_start(query, base)

    def _from_start(self, query: Mapping[str, str], base: str) -> Body:
        """The first round: everyone, page by page; the last page carries the delta link.

        The token holds where the round began, so that changes made meanwhile are reported next.
        """
        start, _, began = query.get("$skiptoken", "").partition("-")
        first = between(start, 0, None, otherwise=0)
        known = between(began, 0, None, otherwise=len(self._tenant.changes))
        people = list(self._tenant.people)
        page = people[first : first + self.delta_page]
        rest = first + self.delta_page < len(people)
        token = {"$deltatoken": self._token(known)}
        if rest:
            token = {"$skiptoken": f"{first + self.delta_page}-{known}"}
        rows = (self._delta_row(person, query) for person in page)
        return _delta_body(base, rows) | {_link(rest): _delta_address(base, query, token)}

    def _since(self, query: Mapping[str, str], base: str) -> Body:
        era, _, number = query["$deltatoken"].partition(".")
        if era != str(self._era) or not number.isdecimal():
            raise GraphError(410, "syncStateNotFound", "The sync state generation is not found.")
        changes = self._tenant.changes[int(number) :]
        latest = {change.aad_object_id: change.person for change in changes}
        rows = (
            _removed(name) if person is None else self._delta_row(person, query)
            for name, person in latest.items()
        )
        token = {"$deltatoken": self._token(len(self._tenant.changes))}
        return _delta_body(base, rows) | {"@odata.deltaLink": _delta_address(base, query, token)}

    def _token(self, known: int) -> str:
        return f"{self._era}.{known}"

    def _delta_row(self, person: Person, query: Mapping[str, str]) -> Body:
        row = {"id": person.aad_object_id, **self._view(person, query)}
        if "manager" in listed(query.get("$select", "")):
            superior = [person.manager] if person.manager else []
            row["manager@delta"] = [
                {"@odata.type": "#microsoft.graph.user", "id": name} for name in superior
            ]
        return row

    # views

    def _view(self, person: Person, query: Mapping[str, str]) -> Body:
        user = _user(person)
        names = listed(query.get("$select", "")) or DEFAULT
        view = {name: user[name] for name in names if name in user}
        for expansion in listed(query.get("$expand", "")):
            if expansion.partition("(")[0] != "manager":
                raise Unsupported("Only manager can be expanded")
            superior = self._tenant.find(person.manager or "")
            if superior is not None:
                nested = expansion.partition("$select=")[2].rstrip(")").partition(";")[0]
                view["manager"] = {
                    "@odata.type": "#microsoft.graph.user",
                    **self._view(superior, {"$select": nested}),
                }
        return view


def _user(person: Person) -> Body:
    family, _, given = person.name.partition(" ")
    return {
        "id": person.aad_object_id,
        "displayName": person.name,
        "givenName": given or None,
        "surname": family,
        "mail": person.mail,
        "userPrincipalName": person.mail,
        "jobTitle": person.job_title or None,
        "department": person.department or None,
        "officeLocation": None,
        "mobilePhone": None,
        "businessPhones": [],
        "preferredLanguage": person.locale,
        "accountEnabled": person.account_enabled,
        "userType": person.user_type,
        "employeeId": None,
        "companyName": None,
    }


def _delta_body(base: str, rows: Iterable[Body]) -> Body:
    return {"@odata.context": f"{base}/$metadata#users", "value": list(rows)}


def _delta_address(base: str, query: Mapping[str, str], token: dict[str, str]) -> str:
    kept = {name: value for name, value in query.items() if not name.endswith("token")}
    return f"{base}/users/delta?{urlencode({**kept, **token})}"


def _link(rest: bool) -> str:
    return "@odata.nextLink" if rest else "@odata.deltaLink"


def _removed(name: str) -> Body:
    return {"id": name, "@removed": {"reason": "changed"}}
