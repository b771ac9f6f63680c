"""Microsoft Graph's groups: their members, page by page."""

from collections.abc import Iterator
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
from bot.emulator.graph_query import listed
from bot.emulator.tenant import Group, Tenant

READS_MEMBERS = (
    *("GroupMember.ReadBasic.All", "GroupMember.Read.All", "Group.ReadBasic.All"),
    *("Group.Read.All", "Directory.Read.All"),
)


class Groups:
    """Answers who is in a group: ids and kinds, whatever else is asked for is null."""

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant
        self._groups = {group.id: group for group in tenant.spec.groups}

    def put(self, group: Group) -> None:
        """Add a group, or change one that is there."""
        self._groups[group.id] = group

    def answer(self, asked: Asked) -> Told:
        """GET /groups/{id}/members and /groups/{id}/transitiveMembers."""
        require_in_directory(self._tenant.granted, READS_MEMBERS)
        match (asked.method, asked.path):
            case "GET", ["groups", id, "members"]:
                rows = self._direct(self._get(id))
            case "GET", ["groups", id, "transitiveMembers"]:
                rows = self._all(self._get(id))
            case _:
                raise unknown_segment()
        return Told(_page(rows, asked))

    def _get(self, id: str) -> Group:
        if id not in self._groups:
            message = (
                f"Resource '{id}' does not exist or one of its queried "
                "reference-property objects are not present."
            )
            raise GraphError(404, "Request_ResourceNotFound", message)
        return self._groups[id]

    def _direct(self, group: Group) -> list[tuple[str, str]]:
        """Kind and id of each member; people who have left the directory are in no group."""
        people = self._tenant.people
        members = (
            [person.aad_object_id for person in people]
            if group.everyone
            else [id for id in group.members if self._tenant.find(id) is not None]
        )
        return [("user", id) for id in members] + [("group", id) for id in group.groups]

    def _all(self, group: Group) -> list[tuple[str, str]]:
        found: dict[tuple[str, str], None] = {}
        for one in self._nested(group, {group.id}):
            found.update(dict.fromkeys(self._direct(one)))
        return list(found)

    def _nested(self, group: Group, seen: set[str]) -> Iterator[Group]:
        yield group
        for id in group.groups:
            if id not in seen:
                seen.add(id)
                yield from self._nested(self._get(id), seen)


def _page(rows: list[tuple[str, str]], asked: Asked) -> Body:
    size = between(asked.query.get("$top"), 1, 999, otherwise=100)
    start = between(asked.query.get("$skiptoken"), 0, len(rows), otherwise=0)
    body: Body = {"@odata.context": f"{asked.base}/$metadata#directoryObjects"}
    if start + size < len(rows):
        following = urlencode({**asked.query, "$skiptoken": str(start + size)})
        body["@odata.nextLink"] = f"{asked.base}/{'/'.join(asked.path)}?{following}"
    names = listed(asked.query.get("$select", "")) or ("id", "displayName", "mail")
    return body | {"value": [_row(*row, names) for row in rows[start : start + size]]}


def _row(kind: str, id: str, names: tuple[str, ...]) -> Body:
    shown = {name: id if name == "id" else None for name in names}
    return {"@odata.type": f"#microsoft.graph.{kind}", **shown}
