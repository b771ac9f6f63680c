"""Engines wake pumps; rows are the truth, so a lost wake-up costs a moment and never a card."""

from bot.delivery.engine.inprocess import InProcessEngine
from bot.delivery.engine.protocol import Engine

__all__ = ["Engine", "InProcessEngine"]
