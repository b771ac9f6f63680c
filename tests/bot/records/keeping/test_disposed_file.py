"""A restored backup brings back what was disposed of since; a file beside the anchors says so."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.cli import doctor_ledger
from bot.cli.root import run
from bot.errors import Misconfigured
from bot.records import disposed_file
from bot.records.disposed_file import Done
from bot.records.model.keeping import PERSON
from bot.records.store import disposals
from bot.settings import Settings
from tests.bot.records.keeping.carrying import carried_out, gone, of


async def filed(city, path):
    return await disposed_file.file(city.storage, (city.tenant, "nobody"), path)


async def test_each_disposal_is_noted_once_and_names_nobody(city, old, disposed, tmp_path):
    path = tmp_path / "beside.disposed"
    assert await filed(city, path) == 0
    one = disposed()
    assert (await filed(city, path), await filed(city, path)) == (1, 0)
    assert path.read_text() == f"{city.today} {city.tenant} disposal:{one.id} agreements 1\n"
    assert city.read(lambda tx: disposed_file.undone(tx, path)) == ()


async def test_what_a_crash_left_of_a_line_swallows_no_other(city, old, disposed, tmp_path):
    path = tmp_path / "beside.disposed"
    path.write_text("2026-11-01 city dispo")
    disposed()
    assert await filed(city, path) == 1
    assert len(disposed_file.noted(path, city.tenant)) == 1


def _noted(path, city, *lines):
    path.write_text("".join(one.line(city.tenant) for one in lines))
    return city.read(lambda tx: disposed_file.undone(tx, path))


def test_what_the_database_knows_nothing_of_is_to_be_done_again(city, old, disposed, tmp_path):
    path = tmp_path / "beside.disposed"
    lost = Done(id=7, day=city.today, kind="agreements", gone=1)
    other = Done(id=8, day=city.today, kind="notices", gone=4)
    assert _noted(path, city, lost, other) == (lost, other)
    disposed()
    assert _noted(path, city, lost, other) == (other,)


def test_of_single_people_as_many_as_were_not_done_again(city, tmp_path):
    path = tmp_path / "beside.disposed"
    lost = [Done(id=number, day=city.today, kind=PERSON, gone=1) for number in (7, 8)]
    assert len(_noted(path, city, *lost)) == 2
    who = city.person("kakari").id
    city.write(lambda tx: gone(tx, who))
    carried_out(city.storage, city.tenant, of(PERSON, who))
    assert len(_noted(path, city, *lost)) == 1


@pytest.fixture
def house(tmp_path, monkeypatch, _migrated):
    monkeypatch.chdir(tmp_path)
    shutil.copy(_migrated, tmp_path / "renkei.db")
    monkeypatch.setenv("RENKEI_DATABASE_URL", f"sqlite:///{tmp_path / 'renkei.db'}")
    monkeypatch.setenv("RENKEI_KEY_FILE", str(tmp_path / "renkei.key"))
    return tmp_path


def test_restore_says_what_has_to_be_disposed_of_again(house, capsys):
    people = house / "people.csv"
    people.write_text("name,mail,post,roles\n山田太郎,a@x.example,主査,agreement_desk\n", "utf-8")
    assert run(["people", "import", str(people)]) == 0
    assert run(["backup", str(house / "a.backup")]) == 0
    for file in house.glob("renkei.db*"):
        if not file.name.endswith(".key"):
            file.unlink()
    beside = Path(f"{house / 'renkei.db'}.anchors.disposed")
    lost = Done(id=3, day=date(2027, 4, 1), kind="notices", gone=42)
    beside.write_text(lost.line("local"))
    capsys.readouterr()
    assert run(["restore", str(house / "a.backup")]) == 0
    assert "here again: notices (42, on 2027-04-01)" in capsys.readouterr().out


async def test_the_doctor_says_it_until_it_is_done(house):
    settings = Settings(database_url=f"sqlite:///{house / 'renkei.db'}", key_file=str(house / "k"))
    assert "nothing" in await doctor_ledger.disposed(settings)
    lost = Done(id=3, day=date(2027, 4, 1), kind="notices", gone=42)
    place = disposed_file.place(settings)
    place.write_text(lost.line(settings.home))
    with pytest.raises(Misconfigured, match="here again: notices"):
        await doctor_ledger.disposed(settings)


def test_a_done_disposal_is_read_without_a_word_of_it(city, old, disposed):
    one = disposed()
    (row,) = city.read(disposals.finished)
    assert (row.id, row.kind, row.gone) == (one.id, "agreements", 1)
