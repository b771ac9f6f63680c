"""Reads agreements: terms, renewals, duties and doubts from the text of a file, without any I/O."""

from bot.agreements.clauses.deadlines import notice_by, term_end
from bot.agreements.clauses.json_shape import as_json
from bot.agreements.clauses.model import Reading
from bot.agreements.clauses.reader import read

__all__ = ["Reading", "as_json", "notice_by", "read", "term_end"]
