"""The door: what comes in from Teams is authenticated, read, heard and answered."""

from bot.turns.door.adapter import Pace
from bot.turns.door.door import SERVER_OPTIONS, Door
from bot.turns.door.handler import Hear
from bot.turns.door.keys import Keys, open_keys

__all__ = ["SERVER_OPTIONS", "Door", "Hear", "Keys", "Pace", "open_keys"]
