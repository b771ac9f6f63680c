"""The real documents, where they stand beside the checkout: every fact that they must give."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.agreements.clauses import as_json, read

SEEDS = Path(__file__).resolve().parents[4].parent / "shared" / "seeds"
pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="no ../shared/seeds beside the checkout")


@cache
def documents(number: str) -> tuple[dict[str, Any], ...]:
    (path,) = SEEDS.glob(f"{number}_*.txt")
    reading: dict[str, Any] = as_json(read(path.read_text("utf-8"), path.name))
    return tuple(reading["documents"])


def codes(document: dict[str, Any]) -> list[str]:
    return [warning["code"] for warning in document["warnings"]]


def kinds(document: dict[str, Any]) -> set[str]:
    return {duty["kind"] for duty in document["duties"]}


def duty(document: dict[str, Any], kind: str) -> dict[str, Any]:
    return next(one for one in document["duties"] if one["kind"] == kind)


def survivals(document: dict[str, Any]) -> list[tuple[list[str], int | None]]:
    return [(one["articles"], one["months"]) for one in document["survival"]]


def test_the_first_file_holds_two_agreements() -> None:
    first, second = documents("000")
    assert first["title"].endswith("包括連携に関する協定書（案）")
    assert second["title"].endswith("「新・堺スタイル」等の実践に関する協定書")
    assert (first["draft"], second["draft"]) == (True, False)
    assert (first["kind"], second["kind"]) == ("agreement", "agreement")


def test_the_draft_agreement() -> None:
    first, _ = documents("000")
    assert first["signed_on"] is None
    assert first["parties"] == [
        {"role": "甲", "name": "堺市"},
        {"role": "乙", "name": "日本マイクロソフト株式会社"},
    ]
    term = first["term"]
    assert (term["start"], term["end"], term["months"]) == (None, "2023-03-31", None)
    assert (term["cite"]["article"], term["cite"]["paragraph"]) == ("第4条", 1)
    renewal = first["renewal"]
    assert (renewal["kind"], renewal["extension_months"]) == ("mutual", 12)
    assert renewal["repeats"] is renewal["notice"] is renewal["notice_by"] is None
    assert [(one["every_months"], one["soft"]) for one in first["meetings"]] == [(3, True)]
    assert first["oral_disclosure"]["days"] == 30
    assert survivals(first) == [(["第2条"], 60)]
    assert codes(first) == ["blank_date", "stale_law"]


def test_the_drafts_programmes() -> None:
    first, second = documents("000")
    states = [one["state"] for one in first["programmes"]]
    assert states == ["新規"] * 8 + ["実績"] * 2
    assert all(one["departments"] for one in first["programmes"])
    shown = first["programmes"][7]
    assert shown["departments"] == ["財政局", "環境局", "南区役所"]
    assert shown["field"] == "市政の見える化の推進"
    assert first["programmes"][0]["field"] == "行政DXの推進"
    assert second["programmes"] == []


def test_the_signed_agreement() -> None:
    _, second = documents("000")
    assert second["signed_on"] == "2021-03-16"
    assert second["parties"][0] == {"role": "甲", "name": "堺市教育委員会"}
    assert second["term"]["end"] == "2022-03-31"
    assert second["renewal"]["kind"] == "none"
    assert survivals(second) == [
        (["第4条"], 60),
        (["第5条", "第6条", "第8条", "第10条"], None),
    ]
    assert [one["every_months"] for one in second["meetings"]] == [None]
    assert codes(second) == ["stale_law"]


def test_a_sentence_broken_over_pages_is_whole() -> None:
    _, second = documents("000")
    quote = duty(second, "confidentiality")["cite"]["quote"]
    assert "以外に" in quote


@pytest.mark.parametrize("number", ["001", "003"])
def test_news_and_reports_hold_no_agreement(number: str) -> None:
    assert documents(number) == ()


def test_the_memorandum() -> None:
    (one,) = documents("002")
    assert (one["kind"], one["draft"], one["signed_on"]) == ("memorandum", True, None)
    assert one["parent"] == "岡山市ガバメントクラウド環境構築・運用管理補助業務委託契約"
    assert one["parties"] == [{"role": "甲", "name": "岡山市"}, {"role": "乙", "name": None}]
    assert one["term"] is None
    assert one["renewal"]["kind"] == "none"
    assert survivals(one) == [(["第2条"], None), (["第15条"], None)]
    assert one["meetings"] == one["programmes"] == []
    assert one["oral_disclosure"] is None
    assert sorted(codes(one)) == [
        "blank_date",
        "blank_date",
        "blank_party",
        "blank_responsible_person",
    ]


def test_the_memorandums_duties() -> None:
    (one,) = documents("002")
    assert kinds(one) == {
        "personal_information", "confidentiality", "purpose_limit", "responsible_person",
        "inform_workers", "anonymisation", "subcontract_approval", "copy_ban", "inspection",
        "compliance_report", "limit_workers", "supervise_workers", "leaver_pledge",
        "improvement", "transport", "disposal", "incident_report", "termination_right",
        "inform_penalties", "number_memorandum", "consultation_on_doubt",
    }  # fmt: skip
    assert len(duty(one, "subcontract_approval")["items"]) == 6
    assert duty(one, "disposal")["witness"] is True
    assert duty(one, "inform_penalties")["cite"]["article"] == "第17条"
    assert duty(one, "number_memorandum")["cite"]["article"] == "第18条"
    assert duty(one, "consultation_on_doubt")["cite"]["article"] == "第19条"
    owed = [other["obligor"] for other in one["duties"]]
    assert owed.count("乙") >= len(owed) - 3


def test_the_special_terms() -> None:
    (one,) = documents("004")
    assert (one["kind"], one["draft"], one["parent"]) == ("special_terms", False, None)
    assert one["term"] is None
    assert survivals(one) == [(["第2条"], None), (["第6条"], None)]
    assert one["meetings"] == one["warnings"] == one["parties"] == []
    assert kinds(one) == {
        "personal_information", "confidentiality", "copy_ban", "take_out_ban",
        "workplace_register", "device_register", "private_device_ban", "software_ban", "storage",
        "encryption", "access_log", "handling_ledger", "backup_check", "purpose_limit", "disposal",
        "disposal_certificate", "responsible_person", "roster_report", "supervise_workers",
        "temporary_staff", "education", "hearing_on_disclosure_request", "compliance_report",
        "incident_report", "inform_persons_concerned", "publish_incident", "audit",
    }  # fmt: skip
    assert len(duty(one, "disposal_certificate")["items"]) == 6
    assert duty(one, "hearing_on_disclosure_request")["obligor"] == "both"
    assert {d["obligor"] for d in one["duties"]} == {"乙", "both"}


@pytest.mark.parametrize("number", ["000", "002", "004"])
def test_every_quote_stands_in_the_text(number: str) -> None:
    (path,) = SEEDS.glob(f"{number}_*.txt")
    text = "".join(path.read_text("utf-8").split())
    for document in documents(number):
        for fact in (*document["duties"], *document["survival"], *document["warnings"]):
            assert "".join(fact["cite"]["quote"].split()) in text
