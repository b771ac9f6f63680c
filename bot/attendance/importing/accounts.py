"""The people of the register behind the accounts that a roster names."""

from collections.abc import Mapping
from typing import NamedTuple

from bot.attendance.sheets.roster.lines import Account
from bot.people import identities, listing, register
from bot.people.listing import Newcomer
from bot.storage.tx import Tx


class Owner(NamedTuple):
    """Whose account it is, as the file says."""

    account: Account
    name: str
    language: str = ""
    outside: bool = False  # a family's account may be a guest's


def people(tx: Tx, owners: Mapping[str, Owner]) -> dict[str, int]:
    """The person of each account, by its key; whom the register doesn't list is listed from now on.

    That alone gives nobody anything: what somebody may see comes from posts, roles and links.
    """
    if not owners:
        return {}
    groups = {key: [{"mail": one.account.mail}] for key, one in owners.items()}
    found = identities.identified(tx, register.current(tx), groups)
    listing.enlist(tx, (_newcomer(found[key], one) for key, one in sorted(owners.items())))
    return found


def _newcomer(person: int, one: Owner) -> Newcomer:
    return Newcomer(
        person=person,
        aad_object_id=one.account.aad_object_id,
        mail=one.account.mail,
        name=one.name or one.account.mail.partition("@")[0] or one.account.key,
        language=one.language,
        outside=one.outside,
    )
