"""What posts and people are called, also where they are no more."""

from datetime import date

from bot.errors import NotFound
from bot.people import store as people
from bot.storage.tx import Tx


def post_name(tx: Tx, post: int, on: date) -> str:
    """What the post is called, with its department; "" where it is no more."""
    try:
        return people.get_post(tx, post, on).heading
    except NotFound:
        return ""


def person_name(tx: Tx, person: int, on: date) -> str:
    """What a person is called; "" where nobody knows them any more."""
    found = people.find(tx, person, on)
    return found.name if found else ""
