"""Reads agreements: terms, renewals, duties and doubts from the text of a file, without any I/O."""

from bot.agreements.clauses.deadlines import notice_by, term_end
from bot.agreements.clauses.json_shape import as_json
from bot.agreements.clauses.model import Reading

__all__ = ["Reading", "as_json", "notice_by", "read", "term_end"]


def read(text: str, file: str) -> Reading:
    """What the agreements in `text` say; `file` is the name shown.

    Raises Unreadable for a text of more than 400,000 characters: no agreement is that long.
    """
    # Its patterns cost a tenth of a second: who only asks for deadlines starts without them.
    from bot.agreements.clauses import reader

    return reader.read(text, file)
