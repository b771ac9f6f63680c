"""個人情報ファイル簿 as a draft: one sheet (or part) for each file that needs an entry."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from bot.errors import Unreadable
from bot.records.model.filebook import MOST_UNPUBLISHED, Counted
from bot.sheets import Sheet, write_book
from bot.sheets.writing import whole
from cards.lang import SOURCE, Lang
from cards.printed import Markup, facts, page, paragraph, part, table

_BLANK = "（記入してください）"
_TITLE = "個人情報ファイル簿（案）"
_LIST = ("個人情報ファイルの名称", "本人の数", "作成・公表")
_LEAD = (
    "個人情報の保護に関する法律75条の個人情報ファイル簿の案です。「（記入してください）」と備考を"
    "確かめ、市の決裁を経て公表してください。"
)


def write(
    file: Path, counted: Sequence[Counted], *, body: str, bureau: str, window: str, at: datetime
) -> int:
    """Write the draft to `file` (.xlsx or .html), whole or not at all; of how many files it tells.

    `body`: the city's organ (市長, 教育委員会 …); `bureau`: who is in charge; `window`: where
    disclosure is asked for. What is "" stays to be filled in.
    """
    owed = [one for one in counted if one.is_owed]
    given = (body or _BLANK, bureau or _BLANK, window or _BLANK)
    match file.suffix.lower():
        case ".xlsx":
            write_book(file, [_overview(counted), *_sheets(owed, given)])
        case ".html":
            words = _page(counted, owed, given, at)
            whole(file, lambda draft: draft.write_text(words, encoding="utf-8"))
        case _:
            raise Unreadable(file.name, "end the file's name in .xlsx or .html")
    return len(owed)


def _overview(counted: Sequence[Counted]) -> Sheet:
    return Sheet(name="一覧", headings=_LIST, rows=[_listed(one) for one in counted])


def _listed(one: Counted) -> tuple[str, int, str]:
    needs = "要" if one.is_owed else f"不要（{MOST_UNPUBLISHED:,}人未満）"
    return one.file.name, one.persons, needs


def _sheets(owed: Sequence[Counted], given: tuple[str, str, str]) -> Iterator[Sheet]:
    for one in owed:
        # Excel allows 31 letters in a sheet's name.
        name = one.file.name[:31]
        yield Sheet(name=name, headings=("項目", "内容"), rows=_rows(one, given))


def _rows(one: Counted, given: tuple[str, str, str]) -> list[tuple[str, str]]:
    """The items in the order of 法75条1項 (74条1項各号) and 施行令20条."""
    file, (body, bureau, window) = one.file, given
    return [
        ("個人情報ファイルの名称", file.name),
        ("行政機関等の名称", body),
        ("利用に供される事務をつかさどる組織の名称", bureau),
        ("個人情報ファイルの利用目的", file.purpose),
        ("記録項目", "、".join(f"{number} {item}" for number, item in enumerate(file.items, 1))),
        ("記録範囲", file.scope),
        ("記録情報の収集方法", file.collected),
        ("要配慮個人情報", file.sensitive or "含まない"),
        ("記録情報の経常的提供先", file.passed_on),
        ("開示請求等を受理する組織の名称及び所在地", window),
        ("訂正及び利用停止に関する他の法令の規定による特別の手続", "なし"),
        ("個人情報ファイルの種別", "法60条2項1号（電算処理ファイル）"),
        ("法60条2項2号に係るマニュアル処理ファイル", "無"),
        ("行政機関等匿名加工情報の提案の募集をする個人情報ファイルである旨", _BLANK),
        ("本人の数", f"{one.persons:,}人"),
        ("備考", file.remark or "－"),
    ]


def _page(
    counted: Sequence[Counted], owed: Sequence[Counted], given: tuple[str, str, str], at: datetime
) -> str:
    lang = Lang(SOURCE)
    every = map(_listed, counted)
    listed = table(_LIST, [(name, f"{count:,}", needs) for name, count, needs in every])
    return page(
        lang,
        title=_TITLE,
        subject=given[0] if given[0] != _BLANK else _TITLE,
        as_of=lang.instant(at),
        parts=(paragraph(_LEAD), listed, *_parts(owed, given)),
    )


def _parts(owed: Sequence[Counted], given: tuple[str, str, str]) -> Iterator[Markup]:
    if not owed:
        yield paragraph(f"{MOST_UNPUBLISHED:,}人以上の個人情報ファイルはありません。")
    for one in owed:
        yield part(one.file.name, facts(_rows(one, given)))
