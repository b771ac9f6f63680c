"""How long and how many the parts of a course may be, whichever way they come in."""

import re

CODE, TITLE, TEXT, TOPICS, PLACE = 60, 200, 2000, 200, 100
REASON = 600  # the operator's too
MINUTES = 10_000
SEATS, NUMBER = 100_000, 9_999
OFFERED_SEATS = 10_000  # of a session in another tenant
QUESTIONS, CHOICES = 3, 4
QUESTION, CHOICE = 300, 200
_ADDRESS = re.compile(r"https://[^\s]{1,2000}")


def is_address(text: str) -> bool:
    """Whether an address may stand on a card: https alone."""
    return _ADDRESS.fullmatch(text) is not None
