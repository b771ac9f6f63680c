import contextlib
import dataclasses
import json
from datetime import date
from types import NoneType
from typing import Annotated, ClassVar, Literal, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cards.agreements
import cards.attendance.verbs.family
import cards.home
import cards.meetings
import cards.notices
from cards.verbs import FIRST_YEAR, LARGEST, LAST_YEAR, Malformed, Upto, Verb, clean

VERBS = sorted(Verb.known.values(), key=lambda verb: verb.name)
CONFIRM = "agreements.confirm_renewal"


def values(hint) -> st.SearchStrategy:
    if get_origin(hint) is Annotated:
        bound = get_args(hint)[1]
        words = st.text(max_size=bound.length).map(lambda text: clean(text, lines=bound.lines))
        return words.filter(bool)
    if NoneType in get_args(hint):
        return st.none() | values(next(one for one in get_args(hint) if one is not NoneType))
    if get_origin(hint) is Literal:
        return st.sampled_from(get_args(hint))
    return {
        int: st.integers(min_value=-LARGEST, max_value=LARGEST),
        date: st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)),
        bool: st.booleans(),
    }[hint]


def instances(verb: type[Verb]) -> st.SearchStrategy[Verb]:
    hints = get_type_hints(verb, include_extras=True)
    return st.builds(verb, **{f.name: values(hints[f.name]) for f in dataclasses.fields(verb)})


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(st.sampled_from(VERBS).flatmap(instances))
def test_what_a_button_carries_comes_back_as_it_was(verb):
    carried = json.loads(json.dumps(verb.data()))
    assert Verb.parse(verb.name, carried) == verb


@given(st.sampled_from(VERBS).flatmap(instances))
def test_numbers_may_come_back_as_strings_or_floats(verb):
    carried = {
        key: f" {value} " if isinstance(value, int) else value for key, value in verb.data().items()
    }
    assert Verb.parse(verb.name, carried | {"msteams": {}, "delivery": 4}) == verb


@given(st.sampled_from([verb.name for verb in VERBS]) | st.text(), anything)
def test_nothing_but_malformed_comes_of_strange_data(name, data):
    with contextlib.suppress(Malformed):
        Verb.parse(name, data)


@given(st.sampled_from(VERBS), st.data())
def test_strange_values_in_known_fields_are_malformed_or_well_typed(verb, data):
    fields = {field.name: anything for field in dataclasses.fields(verb)}
    try:
        found = Verb.parse(verb.name, data.draw(st.fixed_dictionaries(fields)))
    except Malformed as error:
        assert error.field in fields
    else:
        assert Verb.parse(verb.name, found.data()) == found


@pytest.mark.parametrize("seven", [7, 7.0, "7", "7.0", " 7 ", "+7"])
def test_seven_is_seven_in_every_form_that_teams_sends(seven):
    assert Verb.parse(CONFIRM, {"agreement_id": seven, "version": 1}).agreement_id == 7


@pytest.mark.parametrize(
    "strange",
    [
        *(True, False, 7.5, "7.5", "seven", "7e3", "1_0", "0x7", "9" * 400, [7], {"a": 7}),
        *(2**63, -(2**63), float("nan"), float("inf"), 1e300),
    ],
)
def test_what_is_no_number_of_63_bits_is_malformed(strange):
    with pytest.raises(Malformed) as caught:
        Verb.parse(CONFIRM, {"agreement_id": strange, "version": 1})
    assert caught.value.field == "agreement_id"
    assert not caught.value.empty


@pytest.mark.parametrize("blank", [{}, {"version": None}, {"version": ""}, {"version": "  "}])
def test_a_missing_required_field_is_named_as_empty(blank):
    with pytest.raises(Malformed) as caught:
        Verb.parse(CONFIRM, {"agreement_id": 7, **blank})
    assert caught.value.field == "version"
    assert caught.value.empty


def test_an_unknown_verb_is_malformed():
    with pytest.raises(Malformed, match="verb"):
        Verb.parse("agreements.delete_everything", {})


def test_a_malformed_field_does_not_tell_its_content():
    with pytest.raises(Malformed) as caught:
        Verb.parse("agreements.record_draft", {"agreement_id": 1, "version": 1, "number": "x" * 61})
    assert str(caught.value) == "number"


@pytest.mark.parametrize("day", ["2026-12-31", " 2026-12-31 "])
def test_a_day_is_read(day):
    data = {"agreement_id": 1, "version": 1, "signed_on": day}
    assert Verb.parse("agreements.record_signing_day", data).signed_on == date(2026, 12, 31)


@pytest.mark.parametrize("day", ["1900-01-01", "2200-12-31"])
def test_days_of_three_centuries_are_read(day):
    data = {"agreement_id": 1, "version": 1, "signed_on": day}
    assert Verb.parse("agreements.record_signing_day", data).signed_on == date.fromisoformat(day)


@pytest.mark.parametrize(
    "day",
    [
        *("2026-13-01", "2026-02-30", "31.12.2026", "20261231", 20261231),
        *("0001-01-01", "1899-12-31", "2201-01-01", "9999-12-31"),
    ],
)
def test_what_is_no_day_is_malformed(day):
    data = {"agreement_id": 1, "version": 1, "signed_on": day}
    with pytest.raises(Malformed, match="signed_on"):
        Verb.parse("agreements.record_signing_day", data)


@pytest.mark.parametrize(
    ("toggle", "told"),
    [("true", True), ("false", False), ("False", False), (True, True), (None, False), ("", False)],
)
def test_a_toggle_comes_as_words_or_not_at_all(toggle, told):
    data = {"agreement_id": 1, "disclosed_on": "2026-11-20", "by": "ours", "what": "構成図"}
    found = Verb.parse("agreements.record_oral_disclosure", data | {"told_confidential": toggle})
    assert found.told_confidential is told


def test_only_offered_choices_are_taken():
    data = {"publicity_id": 1, "version": 1, "answer": "maybe", "on": "2026-11-20"}
    with pytest.raises(Malformed, match="answer"):
        Verb.parse("agreements.publicity_answer", data)


def test_control_and_reordering_signs_are_taken_out_of_text():
    assert clean(" a\x00b\u202ec\ud800\r\nd\te ") == "abc d e"
    assert clean(" a\r\nb\tc ", lines=True) == "a\nb\tc"


@given(st.text())
def test_cleaning_twice_changes_nothing_more(words):
    assert clean(clean(words)) == clean(words)
    assert clean(clean(words, lines=True), lines=True) == clean(words, lines=True)


def test_a_second_verb_of_the_same_name_is_refused():
    with pytest.raises(TypeError, match="called home"):

        @dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
        class Other(Verb):
            name: ClassVar[str] = "home.help"


def test_the_name_of_each_verb_says_its_slice_and_its_class():
    for verb in VERBS:
        room, _, name = verb.name.partition(".")
        assert verb.__module__.startswith(f"cards.{room}")
        assert name.replace("_", "") == verb.__name__.lower().replace("refreshmatter", "refresh")


def test_every_text_field_is_bounded():
    for verb in VERBS:
        for hint in get_type_hints(verb, include_extras=True).values():
            if get_origin(hint) is Annotated:
                assert isinstance(get_args(hint)[1], Upto)
            assert hint is not str


def test_all_slices_are_known_here():
    rooms = {verb.name.partition(".")[0] for verb in VERBS}
    assert rooms == {
        "agreements",
        "attendance",
        "home",
        "meetings",
        "notices",
        "records",
        "training",
    }
    assert cards.agreements.ConfirmRenewal is Verb.known[CONFIRM]
    assert cards.attendance.verbs.family.FamilySend is Verb.known["attendance.family_send"]
    assert cards.home.Help is Verb.known["home.help"]
    assert cards.meetings.Book is Verb.known["meetings.book"]
    assert cards.notices.Confirm is Verb.known["notices.confirm"]
    assert cards.training.Enrol is Verb.known["training.enrol"]
