"""`list:FILE`: people by mail address or directory id, from a .txt, .csv or .xlsx."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import Unreadable
from bot.people.selectors import By, Selector
from bot.sheets import Column, read

if TYPE_CHECKING:
    from bot.cli.opening import House
    from bot.storage.tx import Tx

_COLUMNS = (
    Column("mail", "メール", "メールアドレス", "e-mail", "email"),
    Column("aad_object_id", "オブジェクトID", "AADオブジェクトID", "Entra ID", "ユーザーID"),
)
_NAME_LENGTH = 100
_LINES_TOLD = 20
_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFile:
    """What a file names: each entry with its line. `key` changes with the content."""

    name: str
    key: str
    entries: tuple[tuple[int, str], ...]

    @property
    def selector(self) -> Selector:
        """What stands for this list in an audience."""
        return Selector(by=By.LIST, value=self.key)


def is_file(selector: Selector) -> bool:
    """Whether a selector names a file of people."""
    return selector.by is By.LIST


def read_list(path: Path) -> ListFile:
    """The mails and ids in a file; raises Unreadable where it names nobody."""
    entries = tuple(_entries(path))
    if not entries:
        raise Unreadable(path.name, "names nobody; write one mail address a line")
    digest = sha256("\n".join(sorted({name.lower() for _, name in entries})).encode())
    key = f"{path.name[-_NAME_LENGTH:]} {digest.hexdigest()[:12]}"
    return ListFile(name=path.name, key=key, entries=entries)


def _entries(path: Path) -> Iterator[tuple[int, str]]:
    if path.suffix.lower() == ".txt":
        return _lines(path)
    if path.suffix.lower() in (".csv", ".xlsx"):
        return _rows(path)
    raise Unreadable(path.name, "end the file's name in .txt, .csv or .xlsx")


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """One a line; what follows a # is a remark."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Unreadable(path.name, f"can't be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise Unreadable(path.name, "is not UTF-8; save it as UTF-8") from None
    for number, line in enumerate(text.splitlines(), 1):
        if name := line.partition("#")[0].strip():
            yield number, name


def _rows(path: Path) -> Iterator[tuple[int, str]]:
    """The column of mails, or that of ids where a row has no mail."""
    for row in read(path, _COLUMNS, ignore_unknown=True):
        if not row.headings:
            raise Unreadable(path.name, "add a heading: mail (メールアドレス) or aad_object_id")
        if name := row.text("mail", at_most=320) or row.text("aad_object_id", at_most=64):
            yield row.line, name


def check_known(house: "House", lists: Sequence[ListFile]) -> None:
    """Refuse lists with names that nobody here answers to; changes nothing."""
    for one in lists:
        if strange := _strange_lines(house, one):
            shown = ", ".join(map(str, strange[:_LINES_TOLD]))
            more = " …" if len(strange) > _LINES_TOLD else ""
            count = f"{len(strange)} of {len(one.entries)} are not known here"
            remedy = "nothing was changed; correct these lines, or load the people file first"
            raise Unreadable(one.name, f"{count} (lines {shown}{more}); {remedy}")


def _strange_lines(house: "House", one: ListFile) -> list[int]:
    from bot.people import members

    found: list[int] = []
    for batch in _batches(one.entries):
        names = [name for _, name in batch]
        strangers = house.read(partial(members.strangers, names=names))
        strange = {name.lower() for name in strangers}
        found += [line for line, name in batch if name.lower() in strange]
    return found


def keep(tx: "Tx", lists: Sequence[ListFile], at: datetime) -> None:
    """Put the lists where an audience finds their people, together with the notice that goes by
    them: a list without one would stay for ever."""
    from bot.people import members

    for one in lists:
        selector = one.selector
        members.begin(tx, selector, at=at)
        for batch in _batches(one.entries):
            members.fill(tx, selector, [name for _, name in batch], at=at)
        members.end(tx, selector, at=at)


def _batches(entries: Sequence[tuple[int, str]]) -> Iterator[tuple[tuple[int, str], ...]]:
    rest = iter(entries)
    while batch := tuple(islice(rest, _AT_ONCE)):
        yield batch
