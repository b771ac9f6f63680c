"""Keeps a notice that names a child away from eyes it isn't meant for.

A guard names what must hold of a destination before anything is posted there: who is a member,
whether a channel is private. A failed or doubtful check means not sent. Reading a destination needs
Microsoft Graph's team and channel members; this release has no such reader, so every check is in
doubt and a guarded notice is refused.
"""

UNAVAILABLE = "guard_unavailable"


def refusal(guard: str | None) -> str | None:
    """Why a notice with this guard must not be sent now; None where nothing forbids it."""
    return None if guard is None else UNAVAILABLE
