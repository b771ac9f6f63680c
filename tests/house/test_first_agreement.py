"""The tutorial without a network shows what its commands really print."""

import re
import shlex
from pathlib import Path

import pytest

from bot.cli.root import run

PAGE = Path(__file__).parents[2] / "docs" / "tutorial" / "first-agreement.md"
# A command, and what the page says that it prints.
SHOWN = re.compile(r"```console\n\$ renkei ([^\n]+)\n```\n\n```\n(.*?)```", re.DOTALL)


def saved(text: str, kind: str) -> str:
    found = re.search(rf"```{kind}\n(.*?)```", text, re.DOTALL)
    assert found is not None
    return found[1]


def test_each_command_of_the_first_agreement_prints_what_the_page_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    text = PAGE.read_text(encoding="utf-8")
    Path("kyotei.txt").write_text(saved(text, "text"), encoding="utf-8")
    Path("people.csv").write_text(saved(text, "csv"), encoding="utf-8")
    shown = SHOWN.findall(text)
    assert len(shown) == 4
    for words, printed in shown:
        assert run(shlex.split(words)) == 0
        assert capsys.readouterr().out == printed
