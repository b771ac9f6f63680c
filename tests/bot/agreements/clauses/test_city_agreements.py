"""Agreements of the many kinds that a city keeps: what a clerk would note from each of them."""

from datetime import date
from pathlib import Path

import pytest

from bot.agreements.clauses import read
from bot.agreements.clauses.model import Document

TEXTS = Path(__file__).with_name("texts")


def documents(name: str) -> tuple[Document, ...]:
    return read((TEXTS / name).read_text("utf-8"), name).documents


def only(name: str) -> Document:
    (document,) = documents(name)
    return document


def parties(document: Document) -> list[tuple[str | None, str | None]]:
    return [(party.role, party.name) for party in document.parties]


def owed(document: Document) -> set[tuple[str, str]]:
    return {(duty.kind, duty.obligor) for duty in document.duties}


def items(document: Document, kind: str) -> tuple[str, ...]:
    return next(duty.items for duty in document.duties if duty.kind == kind)


def survivals(document: Document) -> list[tuple[tuple[str, ...], int | None]]:
    return [(found.articles, found.months) for found in document.survival]


def notice(document: Document) -> tuple[int, str, str | None, date | None] | None:
    found = document.renewal.notice
    if found is None:
        return None
    return found.value, found.unit, found.form, document.renewal.notice_by


def test_a_service_contract_of_three_years_renewed_by_silence() -> None:
    contract, terms = documents("service.txt")
    assert contract.kind == "contract"
    assert contract.signed_on == date(2024, 3, 25)
    assert contract.term is not None
    assert (contract.term.start, contract.term.end) == (date(2024, 4, 1), date(2027, 3, 31))
    assert (contract.renewal.kind, contract.renewal.extension_months) == ("automatic", 12)
    assert notice(contract) == (90, "days", "written", date(2026, 12, 31))
    assert contract.renewal.repeats is None
    assert survivals(contract) == [(("第19条",), None)]
    assert [(found.every_months, found.soft) for found in contract.meetings] == [(1, False)]
    assert len(items(contract, "subcontract_approval")) == 3
    assert (terms.kind, terms.parent) == ("special_terms", contract.title)
    assert items(terms, "disposal_certificate") == ("廃棄した日", "方法", "担当者の氏名")
    assert ("roster_report", "乙") in owed(terms)
    assert [duty.cite.article for duty in terms.duties if duty.kind == "roster_report"] == ["第2"]


def test_the_day_of_an_abolished_agreement_is_not_the_day_of_signing() -> None:
    document = only("mutual_aid.txt")
    assert document.signed_on == date(2013, 11, 1)
    assert len(document.parties) == 12
    assert parties(document)[-1] == ("協定市町村", "つばめ村")
    assert document.term is not None and document.term.end is None
    assert document.renewal.kind == "none"


def test_a_designated_managers_secrecy_outlives_the_designation() -> None:
    document = only("designated_manager.txt")
    assert document.term is not None and document.term.end == date(2028, 3, 31)
    assert survivals(document) == [(("第6条",), None)]
    assert [found.every_months for found in document.meetings] == [3]
    assert {("inspection", "乙"), ("improvement", "乙"), ("subcontract_approval", "乙")} <= owed(
        document
    )


def test_a_loan_is_renewed_when_one_side_applies_and_the_other_grants() -> None:
    document = only("loan.txt")
    assert parties(document) == [("甲", "あかつき市"), ("乙", "社会福祉法人ひだまり会")]
    assert document.term is not None
    assert (document.term.end, document.term.months) == (date(2028, 3, 31), 120)
    assert document.renewal.kind == "mutual"
    assert notice(document) == (6, "months", "written", date(2027, 9, 30))
    assert document.warnings == ()


def test_rules_on_delegated_affairs_name_their_sides_in_the_first_article() -> None:
    document = only("delegation.txt")
    assert document.kind == "other"
    assert parties(document) == [("甲", "ゆうなぎ町"), ("乙", "あかつき市")]
    assert document.term is not None and document.term.start == date(2022, 4, 1)
    assert [found.every_months for found in document.meetings] == [3]


def test_a_memorandum_behind_its_agreement_names_it_in_full() -> None:
    agreement, memorandum = documents("shelter.txt")
    assert agreement.renewal.kind == "automatic"
    assert (agreement.renewal.extension_months, agreement.renewal.repeats) == (12, True)
    assert notice(agreement) == (30, "days", None, date(2025, 3, 1))
    assert survivals(agreement) == [(("第3条",), 36)]
    assert memorandum.parent == agreement.title
    assert memorandum.signed_on is None
    assert [warning.code for warning in memorandum.warnings] == ["blank_date"]


def test_a_clause_with_two_lengths_of_survival() -> None:
    document = only("secrecy.txt")
    assert survivals(document) == [
        (("第2条", "第3条", "第4条", "第7条"), 36),
        (("第8条",), None),
    ]
    assert document.signed_on == date(2024, 3, 22)
    assert {"disposal", "disposal_certificate"} <= {kind for kind, _ in owed(document)}
    assert {obligor for _, obligor in owed(document)} == {"both"}


def test_special_terms_as_a_web_page() -> None:
    document = only("special_terms.txt")
    assert (document.kind, document.parties) == ("special_terms", ())
    assert items(document, "subcontract_approval") == (
        "再委託の相手方の名称",
        "再委託を行う理由",
        "再委託する業務の内容",
    )
    assert items(document, "disposal_certificate") == ("消去した日", "消去の方法", "担当者名")
    disposal = next(duty for duty in document.duties if duty.kind == "disposal")
    assert disposal.witness
    expected = {"inform_workers", "inform_penalties", "incident_report", "publish_incident"}
    assert expected <= {kind for kind, _ in owed(document)}


def test_three_sides_by_names_of_their_own() -> None:
    document = only("three_sides.txt")
    assert [role for role, _ in parties(document)] == ["市教委", "大学", "法人"]
    assert document.term is not None and document.term.end == date(2024, 3, 31)
    assert notice(document) == (14, "days", None, date(2024, 3, 17))
    assert [(found.every_months, found.soft) for found in document.meetings] == [(2, True)]


def test_a_side_called_partner() -> None:
    document = only("naming.txt")
    assert parties(document) == [("市", "あかつき市"), ("パートナー", "株式会社みつば飲料")]
    assert document.renewal.kind == "none"
    assert ("prior_consultation_of_publicity", "乙") in owed(document)


def test_a_whole_agreement_on_one_line() -> None:
    document = only("one_line.txt")
    assert document.title == "災害時等における無人航空機による情報収集に関する協定"
    assert parties(document) == [("甲", "あかつき市"), ("乙", "合同会社とんぼ航空")]
    assert document.signed_on == date(2022, 12, 1)
    assert notice(document) == (2, "months", None, date(2025, 9, 30))


def test_bare_page_numbers_and_headers_in_the_middle_of_sentences() -> None:
    document = only("scanned.txt")
    assert document.signed_on == date(2022, 9, 28)
    assert [(found.every_months, found.soft) for found in document.meetings] == [(3, True)]
    assert document.meetings[0].cite.quote.endswith(
        "３ヶ月に１回程度、連絡会議を開催するものとする。"
    )
    assert notice(document) == (60, "days", "written", date(2023, 8, 1))


def test_programmes_in_a_table() -> None:
    document = only("settlement.md")
    assert [(one.field, one.title, one.departments, one.state) for one in document.programmes] == [
        ("医療", "休日診療の共同運営", ("健康課",), "継続"),
        ("交通", "路線バスの相互乗入れ", ("交通政策課", "企画課"), "新規"),
    ]
    assert document.term is None


def test_a_season_of_each_year_is_no_term() -> None:
    document = only("internship.txt")
    assert document.parent == "あかつき市と国立大学法人ひので大学との包括的連携に関する協定書"
    assert document.term is not None and document.term.end == date(2020, 3, 31)
    assert notice(document) == (3, "months", None, date(2019, 12, 31))
    assert document.survival == ()


def test_a_draft_full_of_blanks_states_no_days() -> None:
    document = only("blanks.txt")
    assert document.draft
    assert document.term is not None
    assert document.term.start is document.term.end is document.signed_on is None
    assert document.renewal.kind == "none"
    assert sorted(warning.code for warning in document.warnings) == [
        "blank_date", "blank_date", "blank_date", "blank_party",
    ]  # fmt: skip


def test_a_memorandum_on_entrusted_data_lives_as_long_as_its_contract() -> None:
    document = only("entrusted_data.txt")
    assert document.parent == "あかつき市健診予約受付業務委託契約書"
    assert document.term is not None and document.term.end is None
    assert survivals(document) == [(("第4条", "第6条", "第7条"), None)]
    assert ("take_out_ban", "乙") in owed(document)
    assert ("inspection", "甲") in owed(document)


@pytest.mark.parametrize("path", sorted(TEXTS.iterdir()), ids=lambda path: path.name)
def test_widths_and_line_ends_change_no_fact(path: Path) -> None:
    text = path.read_text("utf-8")
    other = text.replace("\n", "\r\n").replace("（", "(").replace("）", ")").replace("、", "，")
    for one, two in zip(read(text, "x").documents, read(other, "x").documents, strict=True):
        assert (one.signed_on, one.parties, owed(one)) == (two.signed_on, two.parties, owed(two))
        assert (one.term and one.term.end) == (two.term and two.term.end)
        assert (one.renewal.kind, notice(one)) == (two.renewal.kind, notice(two))
