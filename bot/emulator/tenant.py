"""The practice tenant: who is a member, and how the membership changed."""

import base64
import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time

from bot.emulator import places
from bot.emulator.rosters import School

# What the administrator grants at the beginning; those of a user, group or chat come with the app
# that is installed there.
PERMISSIONS = (
    "User.Read.All",
    "GroupMember.ReadBasic.All",
    "AppCatalog.Read.All",
    "TeamsAppInstallation.ReadWriteSelfForUser.All",
    "Calendars.ReadBasic",
    "Calendars.ReadWrite",
    "OnlineMeetings.Read.All",
    "OnlineMeetingArtifact.Read.All",
    "EduRoster.Read.All",
    "TeamsActivity.Send.User",
    *places.OF_A_TEAM,
    *places.OF_A_CHAT,
    "ChatMessageReadReceipt.Read.Chat",
)


def _token_of(*parts: str) -> str:
    digest = hashlib.sha256("/".join(parts).encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A member (or guest) of the practice tenant."""

    aad_object_id: str
    name: str
    mail: str
    job_title: str = ""
    department: str = ""
    manager: str | None = None  # aad_object_id of the superior
    teams_id: str = ""  # "29:1…"; left empty, it is derived from aad_object_id
    locale: str = "ja-JP"
    user_type: str = "Member"
    account_enabled: bool = True
    licensed: bool = True  # the account has Teams
    app_blocked: bool = False  # by the organisation's app permission policy
    has_mailbox: bool = True  # in Exchange Online; guests have none either way
    works: tuple[time, time] = (time(8, 30), time(17, 15))
    has_app: bool = False  # from the start, as by an app setup policy
    roles: tuple[str, ...] = ()  # shown on the practice page only

    def __post_init__(self) -> None:
        if not self.teams_id:
            object.__setattr__(self, "teams_id", "29:1" + _token_of(self.aad_object_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A group of the directory."""

    id: str
    name: str
    members: tuple[str, ...] = ()  # aad_object_ids
    groups: tuple[str, ...] = ()  # ids of nested groups
    everyone: bool = False  # all of the tenant, whoever comes or goes


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A room with a mailbox, which accepts invitations while it is free."""

    aad_object_id: str
    name: str
    mail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Engagement:
    """What stands in a calendar from the start; `owner` is a directory id of a person or room."""

    owner: str
    subject: str
    start: datetime  # aware
    end: datetime
    shows: str = "busy"  # or tentative, oof, workingElsewhere, free
    join_url: str = ""  # of an online meeting


@dataclass(frozen=True, slots=True, kw_only=True)
class TenantSpec:
    """What a practice tenant starts with; more people may join by the thousand later."""

    tenant_id: str
    name: str
    app_id: str
    people: tuple[Person, ...] = ()
    groups: tuple[Group, ...] = ()
    rooms: tuple[Room, ...] = ()
    engagements: tuple[Engagement, ...] = ()
    schools: tuple[School, ...] = ()
    teams: tuple[places.Team, ...] = ()
    chats: tuple[places.GroupChat, ...] = ()
    external_id: str = ""  # the id in the app's manifest; left empty, it is app_id
    bot_name: str = "連携"
    bot_name_en: str = "Renkei"

    @property
    def bot_id(self) -> str:
        """The bot's account in Teams."""
        return f"28:{self.app_id}"

    @property
    def teams_app_id(self) -> str:
        """The app's id in the organisation's catalogue."""
        return str(uuid.uuid5(uuid.NAMESPACE_OID, f"catalogue/{self.manifest_id}"))

    @property
    def manifest_id(self) -> str:
        """The app's id in its manifest."""
        return self.external_id or self.app_id

    def graph_chat(self, person: Person) -> str:
        """Graph's id of the chat between this person and the bot."""
        return f"19:{person.aad_object_id}_{self.app_id}@unq.gbl.spaces"

    def personal_chat(self, person: Person) -> str:
        """The id of the one chat between this person and the bot."""
        return "a:1" + _token_of(self.app_id, person.aad_object_id)


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the directory's change log; `person` is None when they were removed.

    `before` is None for who came. `for_good`: not even in the directory's recycle bin any more.
    """

    aad_object_id: str
    person: Person | None
    before: Person | None = None
    for_good: bool = False


class Tenant:
    """The members as they stand now, found by any of their names, and what the app may ask."""

    def __init__(self, spec: TenantSpec) -> None:
        self.spec = spec
        self.changes: list[Change] = []
        self.granted: set[str] = set(PERMISSIONS)
        # Everyone who was ever a member, in the order in which they joined: who pages through it
        # misses nobody, whoever leaves meanwhile.
        self.joined: list[str] = []
        self._ever: set[str] = set()
        self._by_id: dict[str, Person] = {}
        self._by_other_name: dict[str, str] = {}
        for person in spec.people:
            self._enter(person)

    @property
    def people(self) -> Iterable[Person]:
        """Everyone, in the order in which they joined."""
        return self._by_id.values()

    def __len__(self) -> int:
        return len(self._by_id)

    def find(self, name: str) -> Person | None:
        """Look up by directory id, Teams id or mail address."""
        other = self._by_other_name
        return self._by_id.get(name) or self._by_id.get(
            other.get(name) or other.get(name.lower(), "")
        )

    def get(self, who: Person | str) -> Person:
        """The member as they stand now. Raises KeyError for a stranger."""
        name = who if isinstance(who, str) else who.aad_object_id
        person = self.find(name)
        if person is None:
            raise KeyError("not a member of the practice tenant")
        return person

    def put(self, person: Person) -> None:
        """Add a member, or change one who is there; the next delta reports it."""
        before = self._by_id.get(person.aad_object_id)
        self._leave(person.aad_object_id)
        self._enter(person)
        self.changes.append(Change(person.aad_object_id, person, before))

    def remove(self, who: Person | str, *, for_good: bool = False) -> None:
        """Delete a member from the directory; the next delta reports it."""
        person = self.get(who)
        self._leave(person.aad_object_id)
        del self._by_id[person.aad_object_id]
        self.changes.append(Change(person.aad_object_id, None, person, for_good))

    def _enter(self, person: Person) -> None:
        if person.aad_object_id not in self._ever:
            self._ever.add(person.aad_object_id)
            self.joined.append(person.aad_object_id)
        self._by_id[person.aad_object_id] = person
        self._by_other_name[person.teams_id] = person.aad_object_id
        self._by_other_name[person.mail.lower()] = person.aad_object_id

    def _leave(self, aad_object_id: str) -> None:
        old = self._by_id.get(aad_object_id)
        if old is not None:
            self._by_other_name.pop(old.teams_id, None)
            self._by_other_name.pop(old.mail.lower(), None)
