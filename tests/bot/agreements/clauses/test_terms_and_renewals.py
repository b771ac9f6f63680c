"""有効期間 and 更新 in the many ways in which agreements word them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.agreements.clauses import notice_by, read, term_end
from bot.agreements.clauses.model import Document

FRAME = """あかつき市とみどり電機株式会社との見守りに関する協定書

あかつき市（以下「甲」という。）とみどり電機株式会社（以下「乙」という。）は、次のとおり協定を締結する。

（目的）
第1条　この協定は、高齢者の見守りについて甲と乙が協力することを目的とする。

（有効期間）
第2条　{article}

この協定の成立を証するため、本書2通を作成し、甲乙各1通を保有する。

{signed}

甲　あかつき市
乙　みどり電機株式会社
"""


def agreement(article: str, signed: str = "令和5年4月1日") -> Document:
    (document,) = read(FRAME.format(article=article, signed=signed), "x").documents
    return document


@pytest.mark.parametrize(
    ("article", "term"),
    [
        (
            "有効期間は、令和5年4月1日から令和6年3月31日までとする。",
            ("2023-04-01", "2024-03-31", None),
        ),
        ("この協定の有効期間は、協定締結の日から1年間とする。", ("2023-04-01", "2024-03-31", 12)),
        ("有効期間は、締結日から起算して3年とする。", ("2023-04-01", "2026-03-31", 36)),
        ("有効期間は、令和元年9月1日から2年間とする。", ("2019-09-01", "2021-08-31", 24)),
        ("有効期間は、令和5年8月31日から六箇月とする。", ("2023-08-31", "2024-02-29", 6)),
        ("この協定の期間は令和5年4月1日から5か年とする。", ("2023-04-01", "2028-03-31", 60)),
        (
            "この協定は、締結の日から効力を生じ、令和8年3月31日まで効力を有する。",
            ("2023-04-01", "2026-03-31", None),
        ),
        ("有効期間は、R5.4.1からR6.3.31までとする。", ("2023-04-01", "2024-03-31", None)),
        (
            "有効期間は、2023（令和5）年4月1日から2024（令和6）年3月31日までとする。",
            ("2023-04-01", "2024-03-31", None),
        ),
        (
            "有効期間は、令和五年四月一日から令和六年三月末日までとする。",
            ("2023-04-01", "2024-03-31", None),
        ),
        (
            "有効期間は、自　令和5年4月1日　至　令和6年3月31日とする。",
            ("2023-04-01", "2024-03-31", None),
        ),
        (
            "有効期間は、令和5年4月1日から翌年3月31日までとする。",
            ("2023-04-01", "2024-03-31", None),
        ),
        ("有効期間は、締結の日の属する年度の末日までとする。", ("2023-04-01", "2024-03-31", None)),
        (
            "有効期間は、締結日から最初に到来する3月31日までとする。",
            ("2023-04-01", "2024-03-31", None),
        ),
        (
            "有効期間は、令和5年4月1日から3年間（令和8年3月31日まで）とする。",
            ("2023-04-01", "2026-03-31", 36),
        ),
        (
            "有効期間は、令和5年4月1日から令和10年3月31日までの5年間とする。",
            ("2023-04-01", "2028-03-31", 60),
        ),
        ("令和5年4月1日から令和6年3月31日までとする。", ("2023-04-01", "2024-03-31", None)),
        ("この協定は、令和6年3月31日限り、その効力を失う。", (None, "2024-03-31", None)),
        ("有効期間は、締結の日から事業契約が終了した日までとする。", ("2023-04-01", None, None)),
        ("有効期間は、令和○年○月○日から令和○年○月○日までとする。", (None, None, None)),
        ("この協定は、令和5年4月1日から効力を生ずる。", ("2023-04-01", None, None)),
        ("有効期間は、効力発生の日から1年間とする。", (None, None, 12)),
    ],
)
def test_the_term_is_read(article: str, term: tuple[str | None, str | None, int | None]) -> None:
    found = agreement(article).term
    assert found is not None
    days = tuple(day.isoformat() if day else None for day in (found.start, found.end))
    assert (*days, found.months) == term
    assert found.cite.article == "第2条"


@pytest.mark.parametrize(
    "article",
    [
        "乙は、業務に関する帳簿を、令和5年4月1日から令和10年3月31日まで保存する。",
        "原契約の有効期間は、令和5年4月1日から令和6年3月31日までとする。",
        "甲乙間の清掃業務委託契約の契約期間は、令和5年4月1日から1年間である。",
        "乙は、個人情報の保護に関する法律（平成15年法律第57号）を守る。",
        "派遣期間は、令和5年4月1日から令和5年9月30日までとする。",
    ],
)
def test_what_is_no_term_of_the_agreement_is_none(article: str) -> None:
    text = FRAME.format(article=article, signed="令和5年4月1日").replace("有効期間）", "その他）")
    (document,) = read(text, "x").documents
    assert document.term is None


def test_a_term_from_signing_has_no_days_before_signing() -> None:
    term = agreement("有効期間は、締結の日から1年間とする。", "令和　年　月　日").term
    assert term is not None
    assert (term.start, term.end, term.months) == (None, None, 12)


@pytest.mark.parametrize(
    ("article", "renewal"),
    [
        (
            "期間は、令和5年4月1日から令和6年3月31日までとする。ただし、"
            "期間満了の3か月前までに甲乙いずれからも"
            "書面による申出がないときは、更に1年間更新し、以後も同様とする。",
            ("automatic", 12, True, 3, "months", "written", "2023-12-31"),
        ),
        (
            "期間は、令和5年4月1日から1年とする。"
            "期間満了の日の30日前までに文書による解約の申出がない場合は、"
            "満了の日の翌日から1年間更新される。",
            ("automatic", 12, None, 30, "days", "written", "2024-03-01"),
        ),
        (
            "有効期間は、令和五年四月一日から三年間とする。"
            "期間満了の二箇月前までに当事者のいずれかが終了の"
            "意思を表示しない限り、自動的に同一の期間延長され、以降も同様とする。",
            ("automatic", 36, True, 2, "months", None, "2026-01-31"),
        ),
        (
            "期間は令和5年4月1日から令和6年3月31日までとし、"
            "期間満了の1月前までに特段の申し出がなければ、"
            "引き続き一年間その効力を有し、その後も同様とする。",
            ("automatic", 12, True, 1, "months", None, "2024-02-29"),
        ),
        (
            "期間は令和5年4月1日から令和6年3月31日までとする。"
            "2週間前までに満了について異議の申立てがないときは、"
            "翌年度末日まで更新する。",
            ("automatic", 12, None, 14, "days", None, "2024-03-17"),
        ),
        (
            "期間は令和5年4月1日から令和6年3月31日までとし、"
            "満了の日の前日までに口頭又は書面による終了の通知が"
            "ないときは、1年間継続する。",
            ("automatic", 12, None, 1, "days", "any", "2024-03-30"),
        ),
        (
            "期間は令和5年4月1日から令和6年3月31日までとし、"
            "甲及び乙の協議により1年を限りとして更新することができる。",
            ("mutual", 12, None, None, None, None, None),
        ),
        (
            "期間は令和5年4月1日から令和6年3月31日までとする。期間満了の2か月前までに、"
            "双方の書面による通知により"
            "更新の意思を確かめたときは、更に1年間更新する。",
            ("mutual", 12, None, 2, "months", "written", "2024-01-31"),
        ),
        (
            "期間は令和5年4月1日から令和6年3月31日までとする。両者合意のうえ延長することができる。",
            ("mutual", None, None, None, None, None, None),
        ),
        (
            "期間は令和5年4月1日から令和6年3月31日までとする。満了後は、"
            "合意により改めて協定を締結することができる。",
            ("mutual", None, None, None, None, None, None),
        ),
        (
            "期間は令和5年4月1日から令和6年3月31日までとし、更新しない。",
            ("none", None, None, None, None, None, None),
        ),
        (
            "期間は令和5年4月1日から令和6年3月31日までとする。",
            ("none", None, None, None, None, None, None),
        ),
        (
            "期間は令和5年4月1日から令和6年3月31日までとする。"
            "期間満了の1か月前までに申出がないときは1年間自動で"
            "更新する。ただし、更新は1回に限る。",
            ("automatic", 12, False, 1, "months", None, "2024-02-29"),
        ),
    ],
)
def test_the_renewal_is_read(article: str, renewal: tuple[object, ...]) -> None:
    found = agreement(article).renewal
    notice = found.notice
    told = (notice.value, notice.unit, notice.form) if notice else (None, None, None)
    by = found.notice_by.isoformat() if found.notice_by else None
    assert (found.kind, found.extension_months, found.repeats, *told, by) == renewal


def codes(document: Document) -> list[str]:
    return [warning.code for warning in document.warnings]


@pytest.mark.parametrize(
    ("article", "code"),
    [
        ("有効期間は、令和6年4月1日から令和5年3月31日までとする。", "contradictory_dates"),
        (
            "有効期間は、令和5年（2024年）4月1日から令和7年3月31日までとする。",
            "contradictory_dates",
        ),
        ("有効期間は、令和5年4月1日から1年間（令和7年3月31日まで）とする。", "contradictory_dates"),
        ("有効期間は、令和5年4月1日から1年間とする。期間の満了後は延長する。", "unclear_renewal"),
        ("期間は令和5年4月1日から1年間とし、甲乙から申出がないときは更新する。", "unclear_renewal"),
    ],
)
def test_what_a_person_must_look_at_is_warned_of(article: str, code: str) -> None:
    assert codes(agreement(article)) == [code]


@given(
    st.dates(date(2019, 5, 1), date(2090, 12, 31)),
    st.integers(1, 20),
    st.integers(1, 24),
    st.sampled_from(["か月", "ヶ月", "ヵ月", "カ月", "ケ月", "箇月", "月"]),
)
def test_any_term_and_notice_gives_its_days(day: date, years: int, months: int, unit: str) -> None:
    article = (
        f"有効期間は、令和{day.year - 2018}年{day.month}月{day.day}日から{years}年間とする。"
        f"期間満了の{months}{unit}前までに書面による申出がないときは、さらに{years}年間更新する。"
    )
    document = agreement(article)
    assert document.term is not None
    assert document.term.end == term_end(day, years * 12)
    assert document.renewal.notice_by == notice_by(document.term.end, months, "months")
    assert document.renewal.extension_months == years * 12


@given(st.data())
def test_line_breaks_and_spaces_inside_sentences_change_nothing(data: st.DataObject) -> None:
    article = (
        "有効期間は、令和5年4月1日から令和6年3月31日までとする。ただし、期間満了の30日前までに"
        "書面による申出がない場合は、更に1年間更新し、以後も同様とする。"
    )
    places = data.draw(st.sets(st.integers(1, len(article) - 1), max_size=6))
    breaks = data.draw(st.lists(st.sampled_from(["\n", "\n\n", " ", "　"]), min_size=6, max_size=6))
    pieces = [(breaks[at % 6] if at in places else "") + sign for at, sign in enumerate(article)]
    broken, whole = agreement("".join(pieces)), agreement(article)
    assert broken.term is not None and whole.term is not None
    assert (broken.term.start, broken.term.end) == (whole.term.start, whole.term.end)
    assert broken.renewal.notice == whole.renewal.notice
    assert (broken.renewal.kind, broken.renewal.repeats) == ("automatic", True)
