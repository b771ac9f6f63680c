"""The questions after a recording: what was right, and what is told of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.errors import Refused
from bot.training.model import Question

MOST = 3  # questions; a card asks no more
TOLD_AFTER = 3  # tries


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """How a try went. `wrong`: the numbers (from 1) of wrong answers, () while they aren't told:
    before the third try whoever guesses learns only that not all was right."""

    passed: bool
    tries: int
    wrong: tuple[int, ...] = ()


def marked(questions: Sequence[Question], answers: Sequence[int], tried: int) -> Result:
    """What a try comes to, after `tried` others.

    Raises Refused where a question isn't answered: that is no try.
    """
    given = tuple(answers[: len(questions)])
    if not questions:
        raise Refused("training.refused.no_check")
    if len(given) < len(questions) or not all(map(_is_answered, questions, given)):
        raise Refused("training.refused.answer_all")
    pairs = enumerate(zip(questions, given, strict=True), start=1)
    wrong = tuple(number for number, (question, one) in pairs if one != question.right)
    tries = tried + 1
    return Result(passed=not wrong, tries=tries, wrong=wrong if tries >= TOLD_AFTER else ())


def _is_answered(question: Question, answer: int) -> bool:
    return 0 <= answer < len(question.choices)
