"""Who runs what: the desk everything, a coordinator what is their municipality's."""

from bot.people.model import Person, Role
from bot.training.rules import rights
from tests.bot.training.rules.made import SESSION, session


def person(*roles: Role, municipality: str = "ひので町") -> Person:
    return Person(
        id=1,
        aad_object_id="a",
        name="職員",
        mail="a@akatsuki.example",
        municipality=municipality,
        roles=frozenset(roles),
    )


DESK = person(Role.TRAINING_DESK, municipality="")
COORDINATOR = person(Role.TRAINING_COORDINATOR)
OWN = session(host="ひので町")


def test_the_desk_runs_every_session_a_coordinator_those_of_their_municipality() -> None:
    assert rights.may_run(DESK, SESSION)
    assert rights.may_run(COORDINATOR, OWN)
    assert not rights.may_run(COORDINATOR, session(host="あかつき市"))
    assert not rights.may_run(COORDINATOR, SESSION)
    assert not rights.may_run(person(Role.STAFF), OWN)


def test_a_coordinator_without_a_municipality_minds_nothing() -> None:
    nowhere = person(Role.TRAINING_COORDINATOR, municipality="")
    assert not rights.is_coordinator(nowhere)
    assert not rights.may_run(nowhere, SESSION)
    assert not rights.may_choose_for(nowhere, "")
    assert rights.sees(nowhere) is None


def test_waves_are_chosen_for_ones_own_municipality() -> None:
    assert rights.may_choose_for(COORDINATOR, "ひので町")
    assert not rights.may_choose_for(COORDINATOR, "あかつき市")
    assert rights.may_choose_for(DESK, "あかつき市")


def test_numbers_are_seen_of_all_of_one_or_of_none() -> None:
    assert (rights.sees(DESK), rights.sees(COORDINATOR)) == ("", "ひので町")
    assert rights.sees(person(Role.STAFF)) is None
