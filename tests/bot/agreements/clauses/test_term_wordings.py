"""Terms and renewals as cities word them, and what each must be read as."""

from collections.abc import Callable

import pytest

from bot.agreements.clauses.model import Document

Read = Callable[[str], Document]


@pytest.mark.parametrize(
    ("sentence", "start", "end", "months"),
    [
        (
            "この協定の有効期間は、協定締結の日から起算して3年間とする。",
            "2023-04-10",
            "2026-04-09",
            36,
        ),
        (
            "本協定は、締結日から発効し、令和八年三月末日まで効力を有する。",
            "2023-04-10",
            "2026-03-31",
            None,
        ),
        ("本協定の有効期間は、締結日より１年間とします。", "2023-04-10", "2024-04-09", 12),
        (
            "この協定は、締結の日から効力を生じ、令和6年3月31日をもって終了する。",
            "2023-04-10",
            "2024-03-31",
            None,
        ),
        (
            "有効期間は令和5年4月10日から令和6年4月9日までの1年間とする。",
            "2023-04-10",
            "2024-04-09",
            12,
        ),
        ("本協定書の有効期間は、R5.4.10からR6.3.31までとする。", "2023-04-10", "2024-03-31", None),
        (
            "この協定の有効期間は、平成31年4月1日から令和元年度末までとする。",
            "2019-04-01",
            "2020-03-31",
            None,
        ),
        (
            "本契約の契約期間は、2023年（令和5年）5月1日～2024年（令和6年）4月30日とする。",
            "2023-05-01",
            "2024-04-30",
            None,
        ),
        (
            "この協定の有効期間は、令和5年5月1日から同年10月31日までとする。",
            "2023-05-01",
            "2023-10-31",
            None,
        ),
        (
            "この協定の有効期間は、令和5年5月1日から翌年4月30日までとする。",
            "2023-05-01",
            "2024-04-30",
            None,
        ),
        (
            "この協定の有効期間は、締結の日から当該年度の末日までとする。",
            "2023-04-10",
            "2024-03-31",
            None,
        ),
        ("この協定は、令和5年5月1日から施行する。", "2023-05-01", None, None),
        ("この協定の有効期間は、3年間とする。", None, None, 36),
        (
            "賃貸借期間は、令和５年５月１日から令和１０年４月３０日まで（６０か月）とする。",
            "2023-05-01",
            "2028-04-30",
            60,
        ),
        (
            "本協定の有効期間は、1年6か月とし、令和5年5月1日から起算する。",
            "2023-05-01",
            "2024-10-31",
            18,
        ),
        ("履行期間\u3000契約締結日の翌日から令和6年3月31日まで", None, "2024-03-31", None),
        ("協定期間は、令和5年8月31日から6か月間とする。", "2023-08-31", "2024-02-29", 6),
        (
            "本協定は、締結の日から効力を生じるものとし、期間の定めはないものとする。",
            "2023-04-10",
            None,
            None,
        ),
        (
            "委託期間は、契約締結日から令和６年３月２９日（金）までとする。",
            "2023-04-10",
            "2024-03-29",
            None,
        ),
        (
            "本協定の有効期間は、締結の日から５年を経過する日の属する年度の末日までとする。",
            "2023-04-10",
            "2029-03-31",
            None,
        ),
    ],
)
def test_terms(
    agreement: Read, sentence: str, start: str | None, end: str | None, months: int | None
) -> None:
    term = agreement(f"（有効期間）\n第1条　{sentence}").term
    assert term is not None
    assert (term.start and term.start.isoformat(), term.end and term.end.isoformat()) == (
        start,
        end,
    )
    assert term.months == months


FIRST = "この協定の有効期間は、令和5年4月10日から令和6年3月31日までとする。"


@pytest.mark.parametrize(
    ("sentence", "kind", "months", "repeats", "notice", "day"),
    [
        (
            "ただし、期間満了の30日前までに甲乙いずれからも文書による申出がないときは、1年間延長するものとし、以後も同様とする。",
            "automatic",
            12,
            True,
            (30, "days", "written"),
            "2024-03-01",
        ),
        (
            "期間満了日の1か月前までに、いずれの当事者からも書面による更新拒絶の意思表示がない場合、同一の条件で１年間更新され、以後も同様とする。",
            "automatic",
            12,
            True,
            (1, "months", "written"),
            "2024-02-29",
        ),
        (
            "ただし、満了日の２箇月前までに、甲又は乙が書面により異議を申し立てないときは、同一内容で更に１年間継続するものとし、その後もまた同様とする。",
            "automatic",
            12,
            True,
            (2, "months", "written"),
            "2024-01-31",
        ),
        (
            "なお、期間満了日の３カ月前までに双方異議なきときは自動更新とする。",
            "automatic",
            None,
            None,
            (3, "months", None),
            "2023-12-31",
        ),
        (
            "ただし、甲又は乙が期間満了の１月前までに何らの意思表示をしないときは、翌年度も継続するものとし、以後同様とする。",
            "automatic",
            12,
            True,
            (1, "months", None),
            "2024-02-29",
        ),
        (
            "期間満了の日までに甲乙いずれからも解約の申出がないときは、更に１年間有効とし、以後も同様とする。",
            "automatic",
            12,
            True,
            (0, "days", None),
            "2024-03-31",
        ),
        (
            "ただし、この期間の満了する日の１か月前までに、甲、乙いずれからも何らの申し出がない場合は、この協定は、更新されたものとみなす。",
            "automatic",
            None,
            None,
            (1, "months", None),
            "2024-02-29",
        ),
        (
            "期間満了の1か月前までに甲乙協議の上、更新することができる。",
            "mutual",
            None,
            None,
            (1, "months", None),
            "2024-02-29",
        ),
        (
            "ただし、甲乙双方の書面による合意により、１年間を限度として延長できる。",
            "mutual",
            12,
            None,
            None,
            None,
        ),
        (
            "期間の満了後、更新する場合は、改めて協定を締結するものとする。",
            "mutual",
            None,
            None,
            None,
            None,
        ),
        ("なお、更新は行わない。", "none", None, None, None, None),
        (
            "ただし、期間満了の日の14日前までに甲乙のいずれからも口頭又は書面による終了の申出がないときは、6か月間延長する。",
            "automatic",
            6,
            None,
            (14, "days", "any"),
            "2024-03-17",
        ),
        (
            "ただし、満了の三月前までに当事者の一方から更新しない旨の書面による通知がない場合には、さらに三年間更新されるものとし、その後も同様とする。",
            "automatic",
            36,
            True,
            (3, "months", "written"),
            "2023-12-31",
        ),
        (
            "また、有効期間満了の日の1か月前までに、甲又は乙から改廃の意思表示がない限り、毎年自動的に更新されるものとする。",
            "automatic",
            12,
            True,
            (1, "months", None),
            "2024-02-29",
        ),
        (
            "有効期間が満了する1週間前までに申出のない場合は、自動的に1年間延長する。",
            "automatic",
            12,
            None,
            (7, "days", None),
            "2024-03-24",
        ),
        (
            "ただし、期間満了の2か月前までに、甲乙いずれか一方より相手方に対して書面による終了の通知をしない限り、同一条件で1年毎に自動更新する。",
            "automatic",
            12,
            True,
            (2, "months", "written"),
            "2024-01-31",
        ),
        (
            "この協定は、双方が書面で通知した場合に限り更新することができる。",
            "mutual",
            None,
            None,
            None,
            None,
        ),
    ],
)
def test_renewals(
    agreement: Read,
    sentence: str,
    kind: str,
    months: int | None,
    repeats: bool | None,
    notice: tuple[int, str, str | None] | None,
    day: str | None,
) -> None:
    found = agreement(f"（有効期間）\n第1条　{FIRST}{sentence}").renewal
    assert (found.kind, found.extension_months, found.repeats) == (kind, months, repeats)
    told = found.notice
    assert (told and (told.value, told.unit, told.form)) == notice
    assert (found.notice_by and found.notice_by.isoformat()) == day
