"""How far organisations are, in counts that a picture can be drawn from."""

from hypothesis import given
from hypothesis import strategies as st

from bot.training.model import Progress
from bot.training.rules import progress

_counts = st.dictionaries(st.sampled_from(["総務課", "税務課", ""]), st.integers(0, 90))


def row(audience: int, finished: int, org: str = "") -> Progress:
    return Progress(org=org, audience=audience, finished=finished, booked=0, waiting=0)


def test_each_organisation_that_has_somebody_has_a_row() -> None:
    found = progress.rows({"総務課": 10, "税務課": 5}, {"総務課": 3}, {"税務課": 2}, {"財政課": 1})
    assert [(one.org, one.audience, one.finished, one.booked, one.waiting) for one in found] == [
        ("税務課", 5, 0, 2, 0),
        ("総務課", 10, 3, 0, 0),
        ("財政課", 1, 0, 0, 1),
    ]


@given(_counts, _counts, _counts, _counts)
def test_no_bar_is_longer_than_its_organisation_and_the_total_is_their_sum(
    audience: dict[str, int],
    finished: dict[str, int],
    booked: dict[str, int],
    waits: dict[str, int],
) -> None:
    found = progress.rows(audience, finished, booked, waits)
    for one in found:
        assert one.finished + one.booked + one.waiting + progress.rest(one) == one.audience
    total = progress.total(found, "全体")
    assert total.org == "全体"
    assert total.finished == sum(finished.values())
    assert total.audience == sum(one.audience for one in found)


def test_a_percentage_is_whole_only_where_all_have_finished() -> None:
    told = [progress.percent(row(1000, done)) for done in (0, 1, 500, 999, 1000)]
    assert told == [0, 1, 50, 99, 100]
    assert progress.percent(row(0, 0)) == 0
