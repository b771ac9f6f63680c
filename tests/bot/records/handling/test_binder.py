"""The binder of a city: every agreement, every article, in pages and workbooks."""

from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser

import pytest

from bot import sheets, slices
from bot.agreements.model import Kind
from bot.duties import store as duties
from bot.duties.model import Duty, DutyState, Obligor
from bot.records.binder import writing
from bot.records.binder.collect import Sources, collect
from bot.records.model.binder import Owes, Standing
from bot.records.model.registers import Worker
from bot.records.store import registers
from cards.lang import Lang
from cards.records import binder_words as words
from tests.bot.records.conftest import TODAY

TITLE = "くらし応援アプリに係る個人情報の取扱いに関する覚書"
NAME = "木下 さやか"


@pytest.fixture
def memorandum(city):
    found = city.agreement(title=TITLE, number="9", kind=Kind.MEMORANDUM)

    def owe(tx, kind, obligor, article, **more):
        duties.add(
            tx,
            Duty(id=0, source=found.subject, kind=kind, obligor=obligor, article=article, **more),
        )

    def enter(tx):
        owe(tx, "responsible_person", Obligor.OTSU, "第3条")
        owe(tx, "copy_ban", Obligor.OTSU, "第6条")
        done = {"state": DutyState.DONE, "done_on": date(2026, 6, 1), "evidence": "報告書 12号"}
        owe(tx, "inspection", Obligor.KOU, "第8条", **done)
        owe(tx, "incident_report", Obligor.OTSU, "第9条", due_on=TODAY - timedelta(days=1))
        row = Worker(subject=found.subject, since=date(2026, 4, 1), name=NAME)
        registers.add(tx, row)

    city.write(enter)
    return found


@pytest.fixture
def terms(city):
    return city.agreement(title="情報取扱特記事項", number="15", kind=Kind.SPECIAL_TERMS)


def collected(city):
    evidence = tuple(one.evidence for one in slices.SLICES)
    return city.read(lambda tx: collect(tx, Sources(slices=evidence, today=city.today)))


def found(chapter, key):
    return next(one for one in chapter.findings if one.requirement.key == key)


def test_an_agreement_that_was_read_has_its_own_articles(city, memorandum):
    (chapter,) = collected(city).chapters
    assert chapter.was_read
    assert found(chapter, "copies").articles == ("第6条",)
    assert found(chapter, "improvement").standing is Standing.NOT_IN_TEXT
    lang = Lang("ja")  # what the text doesn't number is never taken for an article of its own
    assert words.numbered(lang, found(chapter, "collection")) == "（標準 第7条）"
    assert words.numbered(lang, found(chapter, "copies")) == "第6条（標準 第9条）"
    assert (chapter.ours, chapter.theirs) == ("甲（あかつき市）", "乙（ひのでロジ株式会社）")


def test_what_was_done_is_proof_and_what_is_late_is_missing(city, memorandum):
    (chapter,) = collected(city).chapters
    (proof,) = (one for one in found(chapter, "confirmation").proofs if one.what == "duty_done")
    assert (proof.on, proof.facts["said"]) == (date(2026, 6, 1), "報告書 12号")
    late = found(chapter, "incidents").lacks
    assert [(one.what, one.owes) for one in late] == [("duty_late", Owes.THEIRS)]


def test_a_duty_without_an_article_is_in_the_text_all_the_same(city, memorandum):
    duty = Duty(id=0, source=memorandum.subject, kind="improvement", obligor=Obligor.OTSU)
    city.write(lambda tx: duties.add(tx, duty))
    (chapter,) = collected(city).chapters
    assert found(chapter, "improvement").standing is Standing.MISSING


def test_what_one_side_did_under_an_article_is_no_proof_of_what_the_other_owes(city, memorandum):
    done = {"state": DutyState.DONE, "done_on": date(2026, 3, 1), "evidence": "報告書 3号"}
    report = Duty(
        id=0,
        source=memorandum.subject,
        kind="compliance_report",
        obligor=Obligor.OTSU,
        article="第8条",
        **done,
    )
    city.write(lambda tx: duties.add(tx, report))
    (chapter,) = collected(city).chapters
    said = [
        one.facts["said"] for one in found(chapter, "confirmation").proofs if "said" in one.facts
    ]
    assert said == ["報告書 12号"]


def test_after_the_end_a_certificate_of_disposal_is_missing_until_it_has_come(city):
    over = city.agreement(title="情報取扱特記事項", kind=Kind.SPECIAL_TERMS, end=date(2026, 9, 30))
    (chapter,) = collected(city).chapters
    whats = {lack.what for lack in found(chapter, "disposal").lacks}
    assert whats == {"disposal", "certificate"}
    came = Duty(
        id=0,
        source=over.subject,
        kind="disposal_certificate",
        obligor=Obligor.OTSU,
        article="第7条",
        state=DutyState.DONE,
        done_on=date(2026, 10, 5),
        evidence="証明書 4号",
    )
    city.write(lambda tx: duties.add(tx, came))
    (chapter,) = collected(city).chapters
    assert {lack.what for lack in found(chapter, "disposal").lacks} == {"disposal"}


def test_a_city_without_an_officer_is_told_so(city, monkeypatch):
    from bot.people import store as people

    assert officer_lacks(city) == []
    monkeypatch.setattr(people, "with_role", lambda tx, role, on: ())
    assert officer_lacks(city) == ["no_officer"]


def officer_lacks(city):
    own = {one.requirement.key: one for one in collected(city).city}
    return [lack.what for lack in own["own_incidents"].lacks]


def test_one_that_was_not_read_is_shown_by_the_usual_numbers(city, terms):
    (chapter,) = collected(city).chapters
    assert not chapter.was_read
    assert [one.number for one in chapter.findings] == list(range(1, 18))
    assert Standing.NOT_IN_TEXT not in {one.standing for one in chapter.findings}


def test_agreements_on_other_things_are_left_out(city, terms):
    city.agreement(number="8")
    binder = collected(city)
    assert (len(binder.chapters), binder.left_out) == (1, 1)


def test_drafts_bind_nobody(city):
    city.agreement(title=TITLE, draft=True)
    assert collected(city).chapters == ()


def test_the_citys_own_part_says_what_it_lacks(city, terms):
    own = {one.requirement.key: one for one in collected(city).city}
    assert [lack.what for lack in own["backup"].lacks] == ["no_backup"]
    assert [lack.what for lack in own["restore"].lacks] == ["no_restore"]
    assert own["ledger"].proofs[0].what == "ledger"
    assert {lack.owes for one in own.values() for lack in one.lacks} == {Owes.OURS}


class _Page(HTMLParser):
    """What a page is made of, and whether it is well formed."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.links: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name in ("href", "src")]
        if tag not in ("meta", "link", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


def test_the_files_are_pages_without_scripts_and_workbooks(city, memorandum, terms, tmp_path):
    binder = collected(city)
    written = writing.write(binder, tmp_path / "binder", city.now)
    names = {file.name for file in (tmp_path / "binder").iterdir()}
    assert names == set(written.files)
    assert len(names) == 8
    for name in (one for one in names if one.endswith(".html")):
        page = _Page()
        page.feed((tmp_path / "binder" / name).read_text("utf-8"))
        assert page.open == []
        assert {"script", "img", "iframe", "link"}.isdisjoint(page.tags)
        assert set(page.links) <= names
        assert "records.binder" not in "".join(page.words)
        assert NAME not in "".join(page.words)


def test_the_workbook_says_the_same_as_the_page(city, memorandum, tmp_path):
    binder = collected(city)
    writing.write(binder, tmp_path, city.now)
    (chapter,) = binder.chapters
    file = tmp_path / f"{writing.name_of(chapter)}.xlsx"
    assert sheets.sheets_in(file) == ("条項ごと", "証拠", "不足")
    columns = [sheets.Column(name) for name in ("条項", "内容", "不足", "負う側")]
    rows = list(sheets.read(file, columns, sheet="不足"))
    assert len(rows) == sum(len(one.lacks) for one in chapter.findings)
    assert all(row.text("負う側") for row in rows)


def test_writing_again_replaces_what_was_written(city, terms, tmp_path):
    binder = collected(city)
    writing.write(binder, tmp_path, city.now)
    before = (tmp_path / "index.html").read_text("utf-8")
    writing.write(replace(binder, left_out=7), tmp_path, city.now)
    assert (tmp_path / "index.html").read_text("utf-8") != before


def test_contents_pages_and_figures_count_what_is_missing_alike(city, memorandum, terms, tmp_path):
    binder = collected(city)
    written = writing.write(binder, tmp_path, city.now)
    counted = [one.lacks for one in binder.chapters]
    assert written.lacks == sum(counted) + binder.own_lacks
    contents = (tmp_path / "index.html").read_text("utf-8")
    for name, lacks in (
        *((writing.name_of(one), one.lacks) for one in binder.chapters),
        (writing.CITY, binder.own_lacks),
    ):
        assert f"<td>{lacks}件</td>" in contents
        assert f"不足は{lacks}件です。" in (tmp_path / f"{name}.html").read_text("utf-8")
    assert "Renkei" not in contents
