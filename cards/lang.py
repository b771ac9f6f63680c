"""The words that people read, in their language, and how that language writes days and lists."""

import logging
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from functools import cache
from importlib.resources import files

from cards.dates import ENGLISH, WRITTEN, Dates

SOURCE = "ja"
ABROAD = "en"
CODES = ("ja", "ja-easy", "ja-kana", "en", "zh", "ko", "vi", "pt", "tl", "es")

_TAGS = {"ja-easy": "ja", "ja-kana": "ja"}
_LOCALES = {"fil": "tl", "jp": "ja", "cn": "zh", "kr": "ko"}
_ERAS = (
    (date(2019, 5, 1), "令和", "Reiwa"),
    (date(1989, 1, 8), "平成", "Heisei"),
    (date(1926, 12, 25), "昭和", "Showa"),
    (date(1912, 7, 30), "大正", "Taisho"),
    (date(1868, 1, 25), "明治", "Meiji"),
)
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Lang:
    """A reader's language; `code` names its text file."""

    code: str

    @staticmethod
    def of(locale: str | None) -> "Lang":
        """The language for a code of ours or a locale of Teams (`ja-JP`, `en-us`, `fil-PH`).

        A language whose texts do not exist yet is read in Japanese where it is a kind of
        Japanese, and in English otherwise. Nothing at all means Japanese.
        """
        wanted = (locale or SOURCE).strip().lower().replace("_", "-")
        first = wanted.partition("-")[0]
        code = wanted if wanted in CODES else _LOCALES.get(first, first)
        if code in written():
            return Lang(code)
        return Lang(SOURCE if first == SOURCE else ABROAD)

    @property
    def tag(self) -> str:
        """What the card says of its language (BCP 47)."""
        return _TAGS.get(self.code, self.code)

    @property
    def japanese(self) -> bool:
        return self.tag == SOURCE

    def t(self, key: str, /, **facts: object) -> str:
        """The words of `key`; days are written as this language does, other facts as they are.

        A key that this language lacks, as all but the families' own do in most, is said in
        English abroad and else in Japanese; one that nobody knows as itself: a card with a gap is
        better than no card. The tests leave no gap.
        """
        template = self._template(key)
        if template is None:
            log.error("no words for %s", key)
            return key
        if not facts and "{" not in template:
            return template
        return template.format(**{name: self._said(fact) for name, fact in facts.items()})

    def _template(self, key: str) -> str | None:
        found = words(self.code).get(key)
        if found is None and not self.japanese:
            found = words(ABROAD).get(key)
        return words(SOURCE).get(key) if found is None else found

    @property
    def is_checked(self) -> bool:
        """Whether somebody whose language it is has read its texts."""
        return self.code == SOURCE or bool(words(self.code).get("meta.checked_by"))

    def knows(self, key: str) -> bool:
        return key in words(self.code) or key in words(SOURCE)

    def _said(self, fact: object) -> str:
        if isinstance(fact, datetime):
            raise TypeError("an instant needs a zone: use Lang.instant")
        return self.day(fact) if isinstance(fact, date) else str(fact)

    @property
    def dates(self) -> Dates:
        return WRITTEN.get(self.code, ENGLISH)

    def day(self, day: date, *, era: bool = False) -> str:
        """2026年12月28日（月）; with `era` 令和8年（2026年）12月28日（月）, as on agreements."""
        if not (era and _in_era(day)):
            return self.dates.day(day)
        if self.japanese:
            return f"{_era_ja(day)}（{day.year}年）{self.short_day(day)}"
        return self.dates.day(day).replace(")", f", {_era_en(day)})")

    def short_day(self, day: date) -> str:
        """12月28日（月）: where the year is plain from the context."""
        return self.dates.short_day(day)

    def time(self, at: datetime | time) -> str:
        """9:05, on the clocks of `at` itself; 午前9時5分 where a language says which half."""
        return self.dates.time(at.timetz() if isinstance(at, datetime) else at)

    def instant(self, at: datetime, zone: tzinfo | None = None) -> str:
        """2026年12月28日（月）9:05 on the clocks of `zone`, or of `at` itself."""
        local = at.astimezone(zone or at.tzinfo)
        return f"{self.day(local.date())}{self.dates.comma}{self.time(local)}"

    def listed(self, items: Iterable[str], *, most: int | None = None) -> str:
        """a、b、c、ほか2件 (`most` items are named)."""
        every = tuple(items)
        named = every if most is None else every[:most]
        more = len(every) - len(named)
        rest = (self.t("common.more", count=more),) if more else ()
        return ("、" if self.tag in ("ja", "zh") else ", ").join((*named, *rest))

    def count(self, key: str, count: int) -> str:
        """`key.one` or `key.many`, whichever fits: English needs two forms."""
        return self.t(f"{key}.one" if count == 1 else f"{key}.many", count=count)


def era_year(day: date) -> tuple[str, int]:
    """The Japanese era and its year (令和, 1 for 元年); ValueError before 明治."""
    for first, name, _ in _ERAS:
        if day >= first:
            return name, day.year - first.year + 1
    raise ValueError("no era in use for this day")


def _in_era(day: date) -> bool:
    return day >= _ERAS[-1][0]


def _era_ja(day: date) -> str:
    name, year = era_year(day)
    return f"{name}{'元' if year == 1 else year}年"


def _era_en(day: date) -> str:
    name, year = era_year(day)
    romaji = next(romaji for _, kanji, romaji in _ERAS if kanji == name)
    return f"{romaji} {year}"


@cache
def written() -> frozenset[str]:
    """The languages whose texts exist."""
    folder = files("cards").joinpath("text")
    return frozenset(code for code in CODES if folder.joinpath(f"{code}.toml").is_file())


@cache
def words(code: str) -> Mapping[str, str]:
    """All texts of a language by dotted key; none where its file does not exist."""
    if code not in written():
        return {}
    source = files("cards").joinpath("text", f"{code}.toml").read_text(encoding="utf-8")
    return dict(_flat(tomllib.loads(source), ""))


def _flat(table: Mapping[str, object], before: str) -> Iterable[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{key}.")
        else:
            yield f"{before}{key}", str(value)
