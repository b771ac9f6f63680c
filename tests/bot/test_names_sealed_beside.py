"""Names in clear are sealed beside everything else, whatever fails on the way."""

from functools import partial
from types import SimpleNamespace

from bot import main
from bot.errors import Misconfigured, Unavailable
from bot.main import House


class Names:
    """As much of a storage as counts names; each tenant fails as often as it is told to."""

    def __init__(self, left, failing):
        self.left, self.failing = left, failing

    async def read(self, tenant, _):
        if self.failing.get(tenant, 0) > 0:
            self.failing[tenant] -= 1
            raise (
                Unavailable("the database", remedy="wait") if tenant == "b" else Misconfigured("x")
            )
        return self.left[tenant]

    async def write(self, tenant, _):
        self.left[tenant] -= 1


async def test_a_tenant_that_fails_is_tried_again_and_keeps_no_other_waiting(monkeypatch):
    monkeypatch.setattr(main, "_SEALED_LATER_SECONDS", 0)
    names = Names({"a": 2, "b": 3, "c": 1}, {"a": 1, "b": 2})
    house = SimpleNamespace(settings=SimpleNamespace(tended=("a", "b", "c")), storage=names)
    house._has_sealed = partial(House._has_sealed, house)
    await House._seal_names(house)
    assert names.left == {"a": 0, "b": 0, "c": 0}
    assert names.failing == {"a": 0, "b": 0}
