"""A member of the practice tenant as Microsoft Graph's user."""

from collections.abc import Callable, Iterable
from typing import Any

from bot.emulator.graph_answers import Body
from bot.emulator.tenant import Person

DEFAULT = (
    *("businessPhones", "displayName", "givenName", "jobTitle", "mail", "mobilePhone"),
    *("officeLocation", "preferredLanguage", "surname", "userPrincipalName", "id"),
)
# One look for each property: pages of a large directory are made of nothing else.
_LOOKS: dict[str, Callable[[Person], Any]] = {
    "id": lambda one: one.aad_object_id,
    "displayName": lambda one: one.name,
    "givenName": lambda one: one.name.partition(" ")[2] or None,
    "surname": lambda one: one.name.partition(" ")[0],
    "mail": lambda one: one.mail,
    "userPrincipalName": lambda one: one.mail,
    "jobTitle": lambda one: one.job_title or None,
    "department": lambda one: one.department or None,
    "officeLocation": lambda _: None,
    "mobilePhone": lambda _: None,
    "businessPhones": lambda _: [],
    "preferredLanguage": lambda one: one.locale,
    "accountEnabled": lambda one: one.account_enabled,
    "userType": lambda one: one.user_type,
    "employeeId": lambda _: None,
    "companyName": lambda _: None,
}
PROPERTIES = tuple(_LOOKS)


def shown(person: Person, names: Iterable[str]) -> Body:
    """These properties of a user; one that Graph doesn't know is left out."""
    return {name: _LOOKS[name](person) for name in names if name in _LOOKS}
