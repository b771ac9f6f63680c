"""What nobody caught is told by kind and place; its words may be somebody's."""

import subprocess
import sys

import pytest

MARK = "秘密のことばZX81"
_SET_UP = "from bot import logs; logs.set_up(json=True)\n"


def run(program: str) -> subprocess.CompletedProcess[str]:
    """A process of its own: the hooks are Python's, for all of it."""
    command = [sys.executable, "-X", "utf8", "-c", program.replace("MARK", repr(MARK))]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8")


def silent(text: str) -> bool:
    return MARK not in text and ascii(MARK)[1:-1] not in text


@pytest.mark.parametrize(
    "program",
    [
        pytest.param("raise ValueError(MARK)", id="the main thread"),
        pytest.param(
            "def broken(): raise ValueError(MARK)\n"
            "import threading; t = threading.Thread(target=broken); t.start(); t.join()",
            id="another thread",
        ),
        pytest.param(
            "class Broken:\n    def __del__(self): raise ValueError(MARK)\n"
            "broken = Broken(); del broken",
            id="while it is thrown away",
        ),
        pytest.param(
            "import asyncio\n"
            "async def broken(): raise ValueError(MARK)\n"
            "async def main():\n    asyncio.create_task(broken()); await asyncio.sleep(0.01)\n"
            "asyncio.run(main()); import gc; gc.collect()",
            id="a task that nobody waits for",
        ),
        pytest.param(
            "import logging; logging.getLogger('lib').error('of %s', MARK, exc_info=ValueError())",
            id="a library's line",
        ),
        pytest.param("import warnings; warnings.warn(MARK)", id="a warning"),
        pytest.param(
            "import structlog; structlog.get_logger().error('x', name=MARK,"
            " exc_info=ValueError(MARK))",
            id="a field that isn't known",
        ),
        pytest.param(
            "from sqlalchemy import create_engine, text\n"
            "with create_engine('sqlite://').connect() as raw:\n"
            "    raw.execute(text('INSERT INTO nothing VALUES (:a)'), {'a': MARK})",
            id="the parameters of a statement",
        ),
    ],
)
def test_words_of_an_error_are_not_written(program: str) -> None:
    ended = run(_SET_UP + program)
    assert ended.stderr.count("\n") >= 1
    assert silent(ended.stdout + ended.stderr)


def test_a_command_that_breaks_tells_where_and_no_words() -> None:
    program = (
        "import sys; from bot import __main__; from bot.cli import root\n"
        "def broken(arguments): raise ValueError(MARK)\n"
        "__main__.run = broken; __main__.main()"
    )
    ended = run(program)
    assert ended.returncode == 1
    assert ended.stderr.strip().endswith("ValueError")
    assert "line" in ended.stderr
    assert silent(ended.stderr)
