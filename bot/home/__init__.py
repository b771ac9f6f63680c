"""Help, 今日やること, 期限, 代理, 引継ぎ, 後閲: over people and what the slices offer."""

from bot.home.slice import build, fallbacks

__all__ = ["build", "fallbacks"]
