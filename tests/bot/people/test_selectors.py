"""Whom a notice is for, as somebody typed it."""

import pytest

from bot.errors import Unreadable
from bot.people import selectors


@pytest.mark.parametrize("kind", ["group", "list", "department"])
def test_what_no_row_could_hold_is_refused_with_what_to_write(kind):
    with pytest.raises(Unreadable, match="no more than 150") as refused:
        selectors.parse(f"{kind}:{'長' * 151}")
    assert len(str(refused.value)) < 120
    assert selectors.parse(f"{kind}:{'長' * 150}").value == "長" * 150
