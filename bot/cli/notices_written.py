"""A notice as a desk writes it down: a TOML file, options, or both; an option wins."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.cli.notices_lists import ListFile, is_file, read_list
from bot.errors import Unreadable
from bot.notices.model import Content, Words
from bot.people.selectors import Audience, Selector, parse
from bot.sheets import day_in
from cards.notices.verbs import BODY_LENGTH, CONTACT_LENGTH, LINK_LENGTH, TITLE_LENGTH

# What may stand in the file, and what each is called in a remedy.
_KINDS: Mapping[str, tuple[type | tuple[type, ...], str]] = {
    "title": (str, "a text"),
    "body": (str, "a text"),
    "to": ((str, list), "whom to send to, such as department:… or a list of these"),
    "except": ((str, list), "whom to leave out, such as role:… or a list of these"),
    "confirm": (bool, "true or false"),
    "deadline": ((str, date), "a day, such as 2027-01-29"),
    "urgent": (bool, "true or false"),
    "contact": (str, "a text"),
    "link": (str, "an address that begins with https://"),
    "send_at": (datetime, "a time, such as 2027-01-15T09:00:00"),
    "expires_at": (datetime, "a time, such as 2027-01-29T17:00:00"),
    "english": (dict, "a table [english] with title and body"),
}
_WHOM = ("to", "except")
_LENGTHS = {"title": TITLE_LENGTH, "body": BODY_LENGTH, "contact": CONTACT_LENGTH}


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was written; `lists` are the files that its selectors name. Times have a zone."""

    content: Content
    audience: Audience
    lists: tuple[ListFile, ...]
    due_at: datetime | None
    expires_at: datetime | None


def written(file: Path | None, options: Mapping[str, Any], zone: ZoneInfo) -> Written:
    """The notice that a file and options say together; None and () stand for no option.

    A list in the file is looked for beside it. Raises Unreadable with the field and what to write.
    """
    chosen = {name: value for name, value in options.items() if value not in (None, ())}
    table = _table(file) if file else {}
    lists: dict[str, ListFile] = {}
    with _in_file(file):
        if file:
            table |= {name: _beside(file, table[name]) for name in _WHOM if name in table}
        given = {**table, **chosen}
        return Written(
            content=_content(given),
            audience=Audience(
                to=_selectors(given.get("to", ()), lists),
                but=_selectors(given.get("except", ()), lists),
            ),
            lists=tuple(lists.values()),
            due_at=_in_zone(given.get("send_at"), zone),
            expires_at=_in_zone(given.get("expires_at"), zone),
        )


def content_in(file: Path) -> Content:
    """What a file says, whoever it is for."""
    table = _table(file)
    with _in_file(file):
        return _content(table)


def _beside(file: Path, whom: str | list[Any]) -> list[Any]:
    """Selectors of a file, each list in them by its path."""
    texts = [whom] if isinstance(whom, str) else whom
    return [_at(file.parent, text) for text in texts]


def _at(folder: Path, text: Any) -> Any:
    selector = parse(text) if isinstance(text, str) else None
    if selector is None or not is_file(selector):
        return text
    return f"{selector.by}:{folder / selector.value}"


@contextmanager
def _in_file(file: Path | None) -> Iterator[None]:
    """What is wrong is told with the file's name before it."""
    try:
        yield
    except Unreadable as wrong:
        if file is None:
            raise
        raise Unreadable(f"{file.name}, {wrong.what}", wrong.remedy) from None


def _table(file: Path) -> dict[str, Any]:
    try:
        found = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise Unreadable(file.name, f"can't be read ({error.strerror})") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Unreadable(file.name, f"is no valid TOML ({error})") from None
    with _in_file(file):
        for name, value in found.items():
            _check_kind(name, value)
    return found


def _check_kind(name: str, value: Any) -> None:
    if name not in _KINDS:
        raise Unreadable(name, f"no field has this name; there are: {', '.join(_KINDS)}")
    kind, wanted = _KINDS[name]
    is_time = isinstance(value, datetime) and name == "deadline"  # a datetime is a date, too
    if is_time or not isinstance(value, kind) or value == "":
        raise Unreadable(name, f"write {wanted}, or leave it out")


def _content(given: Mapping[str, Any]) -> Content:
    english = given.get("english")
    if stray := set(english or ()) - {"title", "body"}:
        raise Unreadable(f"english.{min(stray)}", "there are: title, body")
    return Content(
        ja=_words(given, ""),
        en=_words(english, "english.") if english is not None else None,
        contact=_text(given, "contact"),
        link=_link(given.get("link", "")),
        confirm=given.get("confirm", False),
        deadline=_day(given.get("deadline")),
        urgent=given.get("urgent", False),
    )


def _words(given: Mapping[str, Any], where: str) -> Words:
    return Words(title=_text(given, "title", where), body=_text(given, "body", where))


def _text(given: Mapping[str, Any], name: str, where: str = "") -> str:
    """A text that must be there, within its length."""
    value = given.get(name)
    if not isinstance(value, str) or not (found := value.strip()):
        raise Unreadable(f"{where}{name}", "is missing; write it")
    if len(found) > _LENGTHS[name]:
        raise Unreadable(f"{where}{name}", f"shorten it to {_LENGTHS[name]} characters")
    if name != "body" and "\n" in found:
        raise Unreadable(f"{where}{name}", "write it in one line")
    return found


def _link(address: str) -> str:
    if address and (not address.startswith("https://") or len(address) > LINK_LENGTH):
        remedy = f"write an address that begins with https://, at most {LINK_LENGTH} characters"
        raise Unreadable("link", remedy)
    return address


def _day(value: str | date | None) -> date | None:
    if not isinstance(value, str):
        return value
    found = day_in(value)
    if found is None:
        raise Unreadable("deadline", "write a day, such as 2027-01-29 or 令和9年1月29日")
    return found


def _in_zone(at: datetime | None, zone: ZoneInfo) -> datetime | None:
    return at if at is None or at.tzinfo else at.replace(tzinfo=zone)


def _selectors(texts: Sequence[Any], lists: dict[str, ListFile]) -> tuple[Selector, ...]:
    """Whom; a file of mails is read, and kept in `lists` under what stands for it."""
    return tuple(_selector(text, lists) for text in texts)


def _selector(text: Any, lists: dict[str, ListFile]) -> Selector:
    if not isinstance(text, str):
        raise Unreadable("to, except", "write texts, such as department:…")
    selector = parse(text)
    if not is_file(selector):
        return selector
    found = read_list(Path(selector.value))
    lists[found.key] = found
    return found.selector
