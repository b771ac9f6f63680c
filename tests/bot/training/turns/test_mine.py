"""「研修」 in chat: what one has booked, may book and has finished; and what waits for a head."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.errors import Refused
from bot.storage.tx import Tx
from bot.training.model import CourseState, Head

from .conftest import City, said, verbs


@pytest.mark.parametrize("words", ["研修", "研修 受講", "研修　受講", "training", "My courses"])
def test_the_list_answers_to_words(city: City, words: str) -> None:
    city.session(city.course())
    assert "オンライン会議研修" in said(city.say("t1", words))


def test_what_is_booked_open_and_finished_stands_in_it(city: City) -> None:
    booked = city.course(code="a", title="表計算研修")
    city.enrolled(city.session(booked), "t1")
    done = city.course(code="b", title="文書研修", state=CourseState.ENDED)
    city.finished(done, "t1")
    city.course(code="c", title="新しい研修")
    city.course(code="d", title="ほかの課の研修", to=("department:水道課",))
    city.course(code="e", title="準備中の研修", state=CourseState.DRAFT)
    words = said(city.say("t1", "研修"))
    assert all(title in words for title in ("表計算研修", "文書研修", "新しい研修"))
    assert not any(title in words for title in ("ほかの課の研修", "準備中の研修"))


def test_words_open_the_course_that_they_name(city: City) -> None:
    city.course(code="a", title="情報セキュリティ研修")
    city.course(code="b", title="表計算研修")
    card = city.say("t1", "研修 セキュリティ")
    assert "training.open_cannot" in verbs(card)
    assert "表計算研修" not in said(card)
    both = said(city.say("t1", "研修 研修"))
    assert "情報セキュリティ研修" in both
    assert "表計算研修" in both


def test_a_head_sees_how_many_wait_for_them(city: City) -> None:
    course = city.course(head=Head.APPROVE)
    city.enrolled(city.session(course), "t1")
    assert "training.to_approve" in verbs(city.say("t2", "研修"))
    assert "training.to_approve" not in verbs(city.say("t4", "研修"))
    assert "training.to_approve" not in verbs(city.say("t1", "研修"))


def test_only_who_runs_courses_gets_there(city: City) -> None:
    assert "training.courses" in verbs(city.say("t5", "研修"))
    assert "training.courses" in verbs(city.say("t9", "研修"))
    assert "training.courses" not in verbs(city.say("t1", "研修"))


def test_pupils_get_no_list(city: City) -> None:
    with pytest.raises(Refused, match="no_role"):
        city.say("t7", "研修")


def test_more_courses_ask_the_database_no_more(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    city.session(city.course())
    city.say("t1", "研修")  # the tenant's keys are read once
    few = asked(city, monkeypatch)
    for number in range(15):
        city.session(city.course(code=f"k{number}", requires=("teams",)))
    assert asked(city, monkeypatch) == few


def asked(city: City, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many statements 「研修」 takes."""
    count = 0

    def counting(run: Callable[..., Any]) -> Callable[..., Any]:
        def around(*given: Any, **named: Any) -> Any:
            nonlocal count
            count += 1
            return run(*given, **named)

        return around

    with monkeypatch.context() as patch:
        for name in ("all", "first"):
            patch.setattr(Tx, name, counting(getattr(Tx, name)))
        city.say("t1", "研修")
    return count
