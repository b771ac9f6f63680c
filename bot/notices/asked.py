"""What notices ask of Graph and of Teams: the errands' names, their paces, what each is about."""

from dataclasses import dataclass

INSTALL = "notices.install"
OPEN_CHAT = "notices.open_chat"
RING = "notices.ring"
READ_GROUP = "notices.read_group"
# Graph lets 30 installations through in any second, and two calls that ring. The way there takes
# one request longer than the next, so a little is left.
INSTALLS_EACH_SECOND = 27
RINGS_EACH_SECOND = 1.8
# Each takes two of the places that Teams leaves for cards and answers.
CHATS_EACH_SECOND = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Install:
    """For whom the app is installed; `account` is the directory's id."""

    person: int
    account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenChat:
    """Whose chat with the bot is opened, where Teams hasn't told of it; `service_url` is where
    others of the tenant are reached, "" where nobody is yet."""

    person: int
    account: str
    service_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """For whom the bell of the activity feed rings: at most a hundred accounts. No title: what
    stands on a locked screen names nothing."""

    notice: int
    accounts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadGroup:
    """Which page of a group's members is wanted: `group` is its directory id, `link` where the
    directory said to go on, "" for the first; the pages before were `number` many."""

    group: str
    link: str = ""
    number: int = 0
