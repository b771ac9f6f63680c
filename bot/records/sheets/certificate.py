"""廃棄証明書: the six fields, the witness, and what backups still hold; to print or as .xlsx."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from bot.errors import Unreadable
from bot.records.model.keeping import Disposal
from bot.records.rules import keeping as rules
from bot.sheets import Sheet, write_book
from bot.sheets.writing import whole
from cards.lang import SOURCE, Lang
from cards.printed import facts, page, paragraph, part
from cards.records.keeping import K, kept_lines, kind_name, title

_TITLE = "廃棄証明書"
_NAMES = {
    "item": "情報項目",
    "medium": "媒体名",
    "quantity": "数量",
    "method": "廃棄又は消去の方法",
    "person": "責任者",
    "day": "廃棄又は消去の年月日",
}
_LEAD = "次のとおり、完全に廃棄又は消去したことを証明します。"
_NO_BACKUP = "なし"
_SEAL = "年　　月　　日　　　　　　　印"


def write(file: Path, one: Disposal, *, body: str, at: datetime) -> None:
    """Write the certificate of a disposal to `file` (.html or .xlsx), whole or not at all.

    `body`: who certifies. Raises Refused where it isn't done or a field is blank, and Unreadable
    for another ending.
    """
    rows = lines(one)
    match file.suffix.lower():
        case ".html":
            words = _page(one, rows, body, at)
            whole(file, lambda draft: draft.write_text(words, encoding="utf-8"))
        case ".xlsx":
            write_book(file, [Sheet(name=_TITLE, headings=("項目", "内容"), rows=rows)])
        case _:
            raise Unreadable(file.name, "end the file's name in .html or .xlsx")


def lines(one: Disposal) -> list[tuple[str, str]]:
    """What it says, in order; raises Refused where a field would be blank."""
    lang = Lang(SOURCE)
    fields = rules.certificate(one, _item(lang, one))
    assert one.ended_on is not None  # noqa: S101 - the rule has looked
    said: Mapping[str, str] = {
        **fields,
        "quantity": _quantity(lang, one),
        "day": lang.day(one.ended_on),
    }
    return [
        ("番号", title(lang, one.id)),
        *((_NAMES[name], value) for name, value in said.items()),
        ("立会人", one.witnessed),
        ("保存期間の基準日", lang.day(one.cut)),
        ("バックアップに残るもの", _backups(lang, one)),
        ("残したもの", "、".join(kept_lines(lang, one.kept)) or _NO_BACKUP),
    ]


def _item(lang: Lang, one: Disposal) -> str:
    return kind_name(lang, one.kind)


def _quantity(lang: Lang, one: Disposal) -> str:
    count = lang.t(f"{K}.count", count=f"{one.gone:,}")
    if rules.is_person(one) or not one.accounts:
        return count
    return f"{count}（うち本人の登録 {one.accounts:,}人）"


def _backups(lang: Lang, one: Disposal) -> str:
    found = (lang.t(f"{K}.backup", name=each.name, day=each.until) for each in one.backups)
    return "、".join(found) or _NO_BACKUP


def _page(one: Disposal, rows: list[tuple[str, str]], body: str, at: datetime) -> str:
    lang = Lang(SOURCE)
    return page(
        lang,
        title=_TITLE,
        subject=f"{_TITLE}　{title(lang, one.id)}",
        as_of=lang.instant(at),
        parts=(
            paragraph(_LEAD),
            facts(rows),
            part("証明する者", paragraph(body or "　"), paragraph(_SEAL)),
        ),
    )
