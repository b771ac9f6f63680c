"""The practice tenant (練習テナント): the house as in production, its neighbours played."""

from bot.practice.opening import start
from bot.practice.tenant import Practice

__all__ = ["Practice", "start"]
