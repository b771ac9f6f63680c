"""The self check of PC skills: ten answers, what they come to, what departments say together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

QUESTIONS, BEST = 10, 3  # how sure one is of each: 0 (not at all) to 3 (can teach it)
GROUP = 5  # so many people at once enter the statistics: nobody can be told from the others
WEAK = 1  # an answer up to here names what to learn
MOST_WEAK = 3

# What a course is called that teaches what a question asks, in the order of the questions.
SKILLS = (
    ("ファイル", "フォルダ"),
    ("文書", "ワード", "word"),
    ("表計算", "エクセル", "excel"),
    ("関数", "集計", "表計算", "エクセル", "excel"),
    ("メール", "予定表", "outlook"),
    ("teams", "オンライン会議", "web会議"),
    ("共有", "共同編集", "sharepoint", "onedrive"),
    ("セキュリティ", "個人情報"),
    ("自動化", "rpa", "power automate"),
    ("生成ai", "copilot"),
)


class Level(StrEnum):
    """What the points come to."""

    FIRST = "first"
    BASIC = "basic"
    STEADY = "steady"
    LEADING = "leading"


_FROM = ((25, Level.LEADING), (18, Level.STEADY), (10, Level.BASIC), (0, Level.FIRST))


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One person's answers, in the order of the questions, and the day on which they gave them."""

    on: date
    answers: tuple[int, ...]

    @property
    def points(self) -> int:
        return sum(self.answers)

    @property
    def level(self) -> Level:
        return next(level for least, level in _FROM if self.points >= least)

    @property
    def weak(self) -> tuple[int, ...]:
        """Up to three numbers (1 to 10) of what to learn, the weakest first."""
        return tuple(nth for nth in _weakest(self.answers) if self.answers[nth - 1] <= WEAK)


def is_sound(answers: Sequence[int]) -> bool:
    """Whether these are ten answers that the form offers."""
    return len(answers) == QUESTIONS and all(0 <= one <= BEST for one in answers)


def _weakest(values: Sequence[int]) -> tuple[int, ...]:
    numbers = range(1, len(values) + 1)
    return tuple(sorted(numbers, key=lambda nth: values[nth - 1])[:MOST_WEAK])


def teaches(words: str, skill: int) -> bool:
    """Whether a course that is called so teaches what the question of this number asks."""
    said = words.casefold()
    return any(name in said for name in SKILLS[skill - 1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What so many people of one department answered together; `sums` by question."""

    org: str
    people: int = 0
    sums: tuple[int, ...] = (0,) * QUESTIONS

    @property
    def average(self) -> int:
        """Of the thirty points, rounded."""
        return round(sum(self.sums) / self.people) if self.people else 0

    @property
    def weak(self) -> tuple[int, ...]:
        """The questions with the lowest answers, the lowest first."""
        return _weakest(self.sums)


def counted(tally: Tally, waiting: Sequence[Check]) -> tuple[Tally, int]:
    """The tally with the earliest whole fives of those who wait, and how many of them those are.

    Fives that all have the same points wait for the next: their average would be everybody's own.
    """
    many = len(waiting) // GROUP * GROUP
    taken = waiting[:many]
    if len({one.points for one in taken}) < 2:
        return tally, 0
    columns = zip(tally.sums, *(one.answers for one in taken), strict=True)
    sums = tuple(sum(column) for column in columns)
    return replace(tally, people=tally.people + many, sums=sums), many
