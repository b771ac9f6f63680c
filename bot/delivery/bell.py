"""Wakes the engines of this process when a commit has left cards to send."""

from bot.storage.bell import Bell

BELL = Bell()
