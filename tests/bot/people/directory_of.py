"""A directory that is asked as Graph is, and counts how often."""

from dataclasses import dataclass, field
from typing import Any

from graph.directory import Changes, Gone, Seen
from graph.errors import Expired, Missing


def seen(number: int, **given: Any) -> Seen:
    """An account of somebody whom `person` of these tests may have in the file."""
    whole = {
        "name": f"職員{number}",
        "mail": f"P{number}@akatsuki.example",
        "sign_in": f"p{number}@akatsuki.example",
        "job_title": "主任",
        "department": "総務課",
        "enabled": True,
        "guest": False,
    }
    return Seen(id=aad(number), **(whole | given))


def only(number: int, **given: Any) -> Seen:
    """A change that is silent about all else."""
    silent = dict.fromkeys(("name", "mail", "sign_in", "job_title", "department", "enabled"))
    return Seen(id=aad(number), **({**silent, "guest": None} | given))


def gone(number: int) -> Gone:
    return Gone(id=aad(number), for_good=False)


def aad(number: int) -> str:
    return f"a0000000-0000-4000-8000-{number:012d}"


@dataclass
class Directory:
    """Pages by their link; `asked` is every link in order. Stands for Graph as a whole."""

    people: list[Seen] = field(default_factory=list)
    news: list[Seen | Gone] = field(default_factory=list)
    members: dict[str, list[int]] = field(default_factory=dict)
    page: int = 2
    asked: list[str] = field(default_factory=list)
    fails_at: int = -1
    failure: Exception | None = None
    expired: bool = False
    unreadable: Exception | None = None
    rounds: int = 0

    @property
    def directory(self) -> "Directory":
        return self

    @property
    def groups(self) -> "Directory._Groups":
        return Directory._Groups(self)

    async def changed(self, link: str = "") -> Changes:
        self.asked.append(link)
        if self.failure is not None and len(self.asked) > self.fails_at:
            raise self.failure
        if link.startswith("since") and self.expired:
            self.expired = False
            raise Expired
        if link.startswith("since"):
            return self._news()
        return self._everybody(int(link.removeprefix("page ") or 0))

    def _everybody(self, first: int) -> Changes:
        last = first + self.page
        more = last < len(self.people)
        return Changes(
            people=tuple(self.people[first:last]),
            following=f"page {last}" if more else "",
            later="" if more else self._since(),
        )

    def _news(self) -> Changes:
        found, self.news = tuple(self.news), []
        return Changes(people=found, following="", later=self._since())

    def _since(self) -> str:
        self.rounds += 1
        return f"since {self.rounds}"

    @dataclass
    class _Groups:
        of: "Directory"

        async def page(self, group: str, link: str = "") -> tuple[tuple[str, ...], str]:
            self.of.asked.append(f"{group} {link}".strip())
            if self.of.unreadable is not None:
                raise self.of.unreadable
            if group not in self.of.members:
                raise Missing
            first = int(link or 0)
            last = first + self.of.page
            ids = tuple(aad(number) for number in self.of.members[group])
            return ids[first:last], str(last) if last < len(ids) else ""


def disabled(account: Seen) -> Seen:
    return account._replace(enabled=False)
