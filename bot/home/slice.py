"""All that home brings, over what the other slices offer."""

from collections.abc import Sequence
from functools import partial

from bot.home import handovers, store, turns
from bot.home.errands import errands
from bot.home.jobs import jobs
from bot.slice import Slice
from bot.turns.hearing import Fallbacks

# For records, which stand below and know us not.
KEEPS = (("home", store.personal_data),)
FORGETS = (store.forget,)


def fallbacks(offering: Sequence[Slice]) -> Fallbacks:
    """What is said to newcomers, and to words that no slice understands."""
    return Fallbacks(
        welcome=partial(turns.welcome, offering=offering),
        unheard=partial(turns.help_card, offering=offering),
        refused=partial(turns.refused_card, offering=offering),
    )


def build(offering: Sequence[Slice]) -> Slice:
    """Home over these slices. Its own cards repeat what others plan, so it plans no notices."""
    return Slice(
        name="home",
        router=turns.routes(offering),
        jobs=jobs(offering),
        errands=errands,
        personal_data=store.personal_data,
        escalations=frozenset({handovers.OPEN, handovers.VACANT}),
    )
