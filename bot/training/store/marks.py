"""How far the clock has come with what it does once."""

from bot.storage.marks import Marks
from bot.training.store.rows import MARK

_MARKS = Marks(MARK)
of, put = _MARKS.of, _MARKS.put
