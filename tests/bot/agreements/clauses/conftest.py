"""An agreement around one article."""

from collections.abc import Callable

import pytest

from bot.agreements.clauses import read
from bot.agreements.clauses.model import Document

HEAD = """あかつき市見守り協定書

あかつき市（以下「甲」という。）とひかり株式会社（以下「乙」という。）は、次のとおり協定を締結する。

"""
END = """
本協定の証として本書2通を作成する。

令和5年4月10日

甲　あかつき市
乙　ひかり株式会社
"""


def _agreement(body: str) -> Document:
    (document,) = read(f"{HEAD}{body}\n{END}", "x").documents
    return document


@pytest.fixture
def agreement() -> Callable[[str], Document]:
    """Reads the one agreement whose articles are given."""
    return _agreement
