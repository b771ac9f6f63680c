"""A child of whom nothing was reported, as the form of 未着あり lists them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownUnreported:
    pupil_id: int
    number: int
    name: str
