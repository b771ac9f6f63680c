from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Refused
from bot.people.model import Person, Role
from bot.records.model.keeping import Disposal, Ground, Hold, Stage
from bot.records.rules import keeping as rules
from bot.records.rules.keeping import Against
from bot.retention import TERMS, Expired, Kind, Wanted, begins, ends, expired, over_before, page

NOW = datetime(2026, 11, 24, tzinfo=UTC)
TODAY = NOW.date()
days = st.dates(date(1990, 1, 1), date(2090, 12, 31))


def person(id, *roles):
    return Person(id=id, aad_object_id=str(id), name=f"職員 {id}", mail="", roles=frozenset(roles))


DESK, OFFICER, WITNESS = (
    person(1, Role.AGREEMENT_DESK),
    person(2, Role.SECURITY_OFFICER),
    person(3, Role.STAFF),
)
NEW = Disposal(
    id=1,
    kind="notices",
    cut=TODAY,
    count=2,
    proposed_by=1,
    proposed_at=NOW,
    witness=3,
    medium="データベース",
    method="消去",
)
DONE = replace(NEW, stage=Stage.DONE, gone=2, responsible="佐々", witnessed="大野", ended_on=TODAY)


def why(work):
    with pytest.raises(Refused) as error:
        work()
    return error.value.reason.rpartition(".")[2]


# --- the years ----------------------------------------------------------------------------------


@given(days, st.integers(1, 30))
def test_years_begin_on_the_next_first_of_april_and_end_on_the_last_of_march(ended, years):
    since = begins(ended)
    assert (since.month, since.day) == (4, 1)
    assert timedelta(0) < since - ended <= timedelta(days=366)
    until = ends(since, years)
    assert (until.month, until.day, until.year) == (3, 31, since.year + years)


@given(days, days, st.integers(1, 30))
def test_what_was_over_before_that_day_and_nothing_else_is_expired(ended, today, years):
    one = expired("notice:1", 1, ended=ended, years=years)
    assert (one.until < today) == (ended < over_before(today, years))
    wanted = Wanted(kind=Kind.NOTICES, years=years)
    assert page([one], wanted, today) == ((one,) if one.until < today else ())


@given(st.sets(st.integers(1, 500)), st.integers(0, 500), st.integers(1, 50))
def test_a_page_goes_on_after_the_last_one_in_order(ids, after, most):
    old = [expired(f"notice:{one}", one, ended=date(2000, 1, 1), years=1) for one in ids]
    found = page(old, Wanted(kind=Kind.NOTICES, years=1, after=after, most=most), TODAY)
    assert [one.id for one in found] == sorted(one for one in ids if one > after)[:most]


def test_the_law_s_years_are_what_the_defaults_say():
    assert all(term.years >= term.least for term in TERMS.values())
    least = {kind: term.least for kind, term in TERMS.items() if term.least > 1}
    assert least == {
        Kind.ATTENDANCE_BOOKS: 5,
        Kind.SUSPENSIONS: 5,
        Kind.PUPILS: 5,
        Kind.SCHOOL_REGISTER: 20,
        Kind.GUIDANCE_RECORD: 5,
    }


# --- what stands against it ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("against", "said"),
    [
        (Against(), ""),
        (Against(held=frozenset({"notice:1"})), "held"),
        (Against(kinds=frozenset({"notices"})), "held"),
        (Against(kinds=frozenset({"meetings"}), held=frozenset({"notice:11"})), ""),
        (Against(incidents=frozenset({"notice:1"})), "open_incident"),
    ],
)
def test_what_is_held_or_open_says_so(against, said):
    one = Expired(id=1, subject="notice:1", since=TODAY, until=TODAY)
    assert against.why(one, "notices") == said


def test_the_slice_s_own_word_comes_last():
    one = Expired(id=1, subject="notice:1", since=TODAY, until=TODAY, blocked="unsettled")
    assert Against().why(one, "notices") == "unsettled"
    assert Against(held=frozenset({"notice:1"})).why(one, "notices") == "held"


# --- three people -------------------------------------------------------------------------------


@given(st.sampled_from(Role))
def test_only_desks_and_the_operator_propose(role):
    by = person(9, role)
    if role in rules.PROPOSERS:
        assert rules.propose(NEW, by, WITNESS) == NEW
    else:
        assert why(lambda: rules.propose(NEW, by, WITNESS)) == "not_proposer"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"count": 0}, "nothing"),
        ({"medium": " "}, "blank"),
        ({"method": "　"}, "blank"),
    ],
)
def test_a_proposal_leaves_no_blank(more, said):
    assert why(lambda: rules.propose(replace(NEW, **more), DESK, WITNESS)) == said


@pytest.mark.parametrize("witness", [DESK, person(4, Role.PUPIL), person(5)])
def test_the_witness_is_another_member_of_staff(witness):
    assert why(lambda: rules.propose(NEW, DESK, witness)) == "witness"


@given(st.sampled_from(Role), st.sampled_from(Stage))
def test_only_the_officer_releases_and_only_what_waits(role, stage):
    by, one = person(9, role), replace(NEW, stage=stage)
    if role is not Role.SECURITY_OFFICER:
        assert why(lambda: rules.release(one, by, NOW)) == "not_officer"
    elif stage is not Stage.PROPOSED:
        assert why(lambda: rules.release(one, by, NOW)) == "not_proposed"
    else:
        after = rules.release(one, by, NOW)
        assert (after.stage, after.responsible) == (Stage.RELEASED, by.name)


@pytest.mark.parametrize("id", [1, 3])
def test_the_officer_is_a_third_person(id):
    by = person(id, Role.SECURITY_OFFICER)
    assert why(lambda: rules.release(NEW, by, NOW)) == "same_person"


@given(st.sampled_from(Stage), st.integers(1, 5))
def test_only_the_witness_begins_and_only_what_was_released(stage, id):
    one = replace(NEW, stage=stage)
    by = person(id, Role.STAFF)
    if stage is not Stage.RELEASED:
        assert why(lambda: rules.begin(one, by, NOW)) == "not_released"
    elif id != 3:
        assert why(lambda: rules.begin(one, by, NOW)) == "not_witness"
    else:
        assert rules.begin(one, by, NOW).stage is Stage.RUNNING


@given(st.sampled_from(Stage))
def test_what_has_begun_is_never_withdrawn(stage):
    one = replace(NEW, stage=stage)
    if stage in (Stage.PROPOSED, Stage.RELEASED):
        assert rules.withdraw(one, DESK).stage is Stage.WITHDRAWN
    else:
        assert why(lambda: rules.withdraw(one, DESK)) == "begun"


# --- the certificate ----------------------------------------------------------------------------


def test_where_nothing_went_there_is_nothing_to_certify():
    assert why(lambda: rules.certificate(replace(DONE, gone=0), "お知らせ")) == "none_gone"


def test_a_certificate_has_six_fields():
    assert rules.certificate(DONE, "お知らせ") == {
        "item": "お知らせ",
        "medium": "データベース",
        "quantity": "2",
        "method": "消去",
        "person": "佐々",
        "day": "2026-11-24",
    }


@pytest.mark.parametrize("name", ["medium", "method", "responsible", "witnessed"])
def test_a_blank_is_refused(name):
    assert why(lambda: rules.certificate(replace(DONE, **{name: " "}), "お知らせ")) == "blank"


def test_a_blank_item_or_day_is_refused():
    assert why(lambda: rules.certificate(DONE, " ")) == "blank"
    assert why(lambda: rules.certificate(replace(DONE, ended_on=None), "お知らせ")) == "blank"


@pytest.mark.parametrize("stage", [one for one in Stage if one is not Stage.DONE])
def test_what_is_not_done_has_no_certificate(stage):
    assert why(lambda: rules.certificate(replace(DONE, stage=stage), "お知らせ")) == "not_done"


# --- holds --------------------------------------------------------------------------------------

HOLD = Hold(
    id=1, ground=Ground.AUDIT, subject="agreement:7", why="監査", set_by=1, set_at=NOW, until=None
)


@given(st.sampled_from(Role))
def test_only_desks_and_the_officer_hold_and_lift(role):
    by = person(9, role)
    if role in rules.HOLDERS:
        assert rules.hold(HOLD, by, TODAY) == HOLD
        assert rules.lift(HOLD, by, NOW, "済んだ").lifted_by == 9
    else:
        assert why(lambda: rules.hold(HOLD, by, TODAY)) == "not_holder"
        assert why(lambda: rules.lift(HOLD, by, NOW, "済んだ")) == "not_holder"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"why": " "}, "no_reason"),
        ({"ground": Ground.EXTENSION}, "no_day"),
        ({"until": TODAY - timedelta(days=1)}, "past_day"),
        ({"subject": "agreement"}, "unknown_matter"),
        ({"subject": "kind:papers"}, "unknown_matter"),
    ],
)
def test_a_hold_that_cant_be(more, said):
    assert why(lambda: rules.hold(replace(HOLD, **more), DESK, TODAY)) == said


@given(days, days)
def test_a_hold_stands_through_its_last_day_and_no_longer_than_until_it_is_lifted(until, on):
    assert replace(HOLD, until=until).stands(on) == (on <= until)
    assert HOLD.stands(on)
    assert not replace(HOLD, lifted_at=NOW).stands(on)


def test_a_hold_is_lifted_once_and_with_a_reason():
    assert why(lambda: rules.lift(HOLD, OFFICER, NOW, " ")) == "no_reason"
    lifted = rules.lift(HOLD, OFFICER, NOW, "済んだ")
    assert why(lambda: rules.lift(lifted, OFFICER, NOW, "済んだ")) == "lifted"
