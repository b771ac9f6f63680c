"""Microsoft Graph's users: list, one, manager."""

from collections.abc import Callable, Mapping
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
from bot.emulator.graph_changes import Changes
from bot.emulator.graph_query import Filter, Unsupported, listed
from bot.emulator.graph_users import DEFAULT, PROPERTIES, shown
from bot.emulator.tenant import Person, Tenant

READS_USERS = ("User.Read.All", "User.ReadWrite.All", "Directory.Read.All")


class Directory:
    """Answers questions about users."""

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant
        self.changes = Changes(tenant)

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
                return self.changes.answer(query, base)
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
        return [person for person in self._tenant.people if test(shown(person, PROPERTIES))]

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

    def _view(self, person: Person, query: Mapping[str, str]) -> Body:
        names = listed(query.get("$select", "")) or DEFAULT
        view = shown(person, names)
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
