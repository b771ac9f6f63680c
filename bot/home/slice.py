"""All that home brings, over what the other slices offer."""

from collections.abc import Sequence

from bot.home.errands import errands
from bot.home.jobs import jobs
from bot.home.turns import routes, unheard, welcome
from bot.slice import Slice
from bot.turns.hearing import Fallbacks

FALLBACKS = Fallbacks(welcome=welcome, unheard=unheard)


def build(offering: Sequence[Slice]) -> Slice:
    """Home over these slices. Its own cards repeat what others plan, so it plans no notices."""
    return Slice(name="home", router=routes(offering), jobs=jobs(offering), errands=errands)
