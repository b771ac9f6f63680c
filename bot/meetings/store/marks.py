"""How far the clock has come with what it does once."""

from bot.meetings.store.rows import MARK
from bot.storage.marks import Marks

_MARKS = Marks(MARK)
of, put = _MARKS.of, _MARKS.put
