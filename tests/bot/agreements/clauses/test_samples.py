"""Whole agreements of the invented city, as they come from scans, Markdown and word processors."""

from datetime import date
from pathlib import Path

import pytest

from bot.agreements.clauses import as_json, read
from bot.agreements.clauses.model import Document, Duty

TEXTS = Path(__file__).with_name("texts")


def documents(name: str) -> tuple[Document, ...]:
    return read((TEXTS / name).read_text("utf-8"), name).documents


def kinds(document: Document) -> set[str]:
    return {duty.kind for duty in document.duties}


def duty(document: Document, kind: str) -> Duty:
    return next(one for one in document.duties if one.kind == kind)


def test_a_comprehensive_agreement() -> None:
    (one,) = documents("comprehensive.txt")
    assert one.signed_on == date(2024, 10, 1)
    assert [(party.role, party.name) for party in one.parties] == [
        ("甲", "あかつき市"),
        ("乙", "ひかり通信株式会社"),
    ]
    assert one.term is not None and one.term.end == date(2026, 3, 31)
    assert (one.renewal.kind, one.renewal.repeats) == ("automatic", True)
    assert one.renewal.notice_by == date(2026, 1, 31)
    assert [(found.articles, found.months) for found in one.survival] == [
        (("第3条",), 24),
        (("第3条", "第5条"), None),
    ]
    assert [(found.every_months, found.soft) for found in one.meetings] == [(6, True)]
    assert one.oral_disclosure is not None and one.oral_disclosure.days == 14
    assert kinds(one) == {
        "affiliates_by_consultation", "memorandum_per_programme", "confidentiality",
        "prior_notice_of_compelled_disclosure", "personal_information", "consultation_on_doubt",
        "prior_consultation_of_publicity", "change_by_agreement", "termination_right",
    }  # fmt: skip
    assert [warning.code for warning in one.warnings] == ["stale_law"]


def test_its_programmes_stand_with_field_state_and_departments() -> None:
    (one,) = documents("comprehensive.txt")
    assert [(p.field, p.title, p.departments, p.state) for p in one.programmes] == [
        ("デジタル人材の育成", "職員向けの表計算講座", ("人事課", "情報政策課"), "新規"),
        ("デジタル人材の育成", "管理職のためのデータ活用研修", ("人事課", "情報政策課"), "新規"),
        ("防災情報の発信", "避難所の混み具合の地図表示", ("危機管理課",), "実績"),
    ]


def test_a_contract_and_its_special_terms_in_one_file() -> None:
    contract, terms = documents("entrusting.txt")
    assert (contract.kind, terms.kind) == ("contract", "special_terms")
    assert contract.signed_on == date(2023, 3, 28)
    assert contract.term is not None and contract.term.end == date(2024, 3, 31)
    assert contract.renewal.kind == "automatic"
    assert contract.renewal.repeats is None
    assert contract.renewal.notice_by == date(2023, 12, 31)
    assert [(one.articles, one.months) for one in contract.survival] == [(("第6条",), None)]
    assert terms.parent == contract.title
    assert duty(terms, "disposal").witness
    assert duty(terms, "disposal_certificate").items == (
        "廃棄した媒体",
        "数量",
        "廃棄の年月日",
    )
    assert {one.obligor for one in terms.duties} == {"乙"}
    assert duty(terms, "audit").cite.article == "第7"


def test_a_memorandum_in_markdown_with_blanks() -> None:
    (one,) = documents("memorandum.md")
    assert one.kind == "memorandum"
    assert one.parent == "あかつき市窓口予約システム運用業務委託契約"
    assert [(party.role, party.name) for party in one.parties] == [
        ("発注者", "あかつき市"),
        ("受注者", None),
    ]
    assert one.signed_on is None
    assert one.term is None or one.term.end is None
    assert [found.articles for found in one.survival] == [("第1条", "第2条", "第3条")]
    assert sorted(warning.code for warning in one.warnings) == [
        "blank_date",
        "blank_party",
        "blank_responsible_person",
    ]
    assert {"storage", "encryption", "access_log", "private_device_ban", "education"} <= kinds(one)
    assert duty(one, "leaver_pledge").cite.quote.endswith("徴しなければならない。")
    assert {found.obligor for found in one.duties} == {"乙"}
    assert one.meetings == ()


def test_a_disaster_agreement_of_many_without_letters() -> None:
    (one,) = documents("disaster.txt")
    assert [(party.role, party.name) for party in one.parties][:2] == [
        (None, "あかつき市"),
        (None, "しおかぜ市"),
    ]
    assert len(one.parties) == 6
    assert one.signed_on == date(2013, 11, 1)
    assert one.renewal.kind == "none"
    assert [(found.every_months, found.soft) for found in one.meetings] == [(12, False)]
    assert kinds(one) == {"consultation_on_doubt"}


def test_dozens_of_parties_defined_together() -> None:
    names = [f"ほし{number}町" for number in range(1, 31)]
    text = (
        "災害時における相互応援に関する協定書\n\n"
        f"あかつき市、{'、'.join(names)}及びにじ村（以下「協定市町村」という。）は、"
        "次のとおり協定を締結する。\n\n"
        "第1条　協定市町村は、災害が発生したときは相互に応援する。\n"
    )
    (one,) = read(text, "x").documents
    assert len(one.parties) == 32
    assert one.parties[-1].name == "にじ村"


def test_news_holds_no_agreement() -> None:
    assert documents("notices.txt") == ()


@pytest.mark.parametrize("name", ["comprehensive.txt", "entrusting.txt", "disaster.txt"])
def test_every_quote_stands_in_the_text(name: str) -> None:
    text = "".join((TEXTS / name).read_text("utf-8").split())
    for document in documents(name):
        cites = [one.cite for one in (*document.duties, *document.survival, *document.warnings)]
        for cite in cites:
            assert "".join(cite.quote.split()) in text


def test_the_json_has_exactly_the_agreed_names() -> None:
    reading = read((TEXTS / "comprehensive.txt").read_text("utf-8"), "c.txt")
    shown = as_json(reading)
    assert set(shown) == {"file", "documents"}
    (document,) = shown["documents"]  # type: ignore[misc]
    assert set(document) == {
        "title", "draft", "kind", "parties", "signed_on", "parent", "programmes", "term",
        "renewal", "survival", "meetings", "oral_disclosure", "duties", "warnings",
    }  # fmt: skip
    assert set(document["renewal"]) == {
        "kind", "extension_months", "repeats", "notice", "notice_by", "cite",
    }  # fmt: skip
    assert set(document["term"]) == {"start", "end", "months", "cite"}
    assert set(document["duties"][0]) == {"kind", "obligor", "items", "witness", "cite"}
    assert set(document["duties"][0]["cite"]) == {"article", "paragraph", "quote"}
    assert document["renewal"]["notice"] == {"value": 2, "unit": "months", "form": "written"}


def test_page_headers_and_numbers_between_the_halves_of_a_sentence_vanish() -> None:
    text = (TEXTS / "comprehensive.txt").read_text("utf-8")
    header = "\n\n- {} -\n\nあかつき市 連携協定綴り {}／3\n\n"
    for number, words in enumerate(
        ("終了の申出がないときは、", "相手方の承諾なく", "法令に基づき"), 1
    ):
        text = text.replace(words, words + header.format(number, number), 1)
    (one,) = read(text, "x").documents
    assert one.renewal.kind == "automatic"
    assert "綴り" not in "".join(found.cite.quote for found in one.duties)


def test_html_of_a_scan_is_noise() -> None:
    text = (TEXTS / "comprehensive.txt").read_text("utf-8")
    marked = "\n".join(f'<p style="a: b">{line}</p>' for line in text.split("\n"))
    plain, tagged = read(text, "x"), read(marked, "x")
    assert tagged == plain
