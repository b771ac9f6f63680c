"""Who counts as staff."""

from bot.people.model import STAFF_ROLES, Person, Role

OUTSIDE = {Role.PUPIL, Role.GUARDIAN, Role.BOARD_OF_EDUCATION}


def of(*roles: Role) -> Person:
    return Person(id=1, aad_object_id="a", name="x", mail="x@x", roles=frozenset(roles))


def test_every_role_is_staff_or_named_as_outside() -> None:
    assert STAFF_ROLES.isdisjoint(OUTSIDE)
    assert set(Role) == OUTSIDE | STAFF_ROLES


def test_one_role_of_staff_is_enough_and_no_role_is_none() -> None:
    assert of(Role.TEACHER).is_staff
    assert of(Role.BOARD_OF_EDUCATION, Role.STAFF).is_staff
    assert not of().is_staff
    for role in OUTSIDE:
        assert not of(role).is_staff
