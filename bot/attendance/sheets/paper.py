"""A printed page of slips with family words, cut apart and handed out."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from bot.attendance.model import School
from bot.attendance.rules import romaji
from bot.attendance.rules.ladder import class_heading

_STYLE = """
@page { size: A4; margin: 12mm; }
body { font-family: "Noto Sans JP", "Yu Gothic", sans-serif; margin: 0; color: #000; }
.slip { border: 1px dashed #555; padding: 6mm; height: 58mm; box-sizing: border-box;
  break-inside: avoid; }
.slip h2 { font-size: 12pt; margin: 0 0 2mm; } .slip p { font-size: 10pt; margin: 1mm 0; }
.word { font-size: 18pt; font-weight: bold; letter-spacing: .05em; margin: 3mm 0 1mm; }
.letters { letter-spacing: .05em; }
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """One child's slip."""

    grade: int
    class_name: str
    number: int
    child: str
    word: str


def page(school: School, year: int, slips: Iterable[Slip]) -> str:
    """The whole page, as a browser prints it; it asks nothing of any other place."""
    body = "\n".join(_slip(school, one) for one in slips)
    title = escape(f"{school.name} {year}年度 れんらく用の合言葉")
    return (
        f'<!doctype html>\n<html lang="ja"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style></head>\n<body>\n{body}\n</body></html>\n"
    )


def _slip(school: School, one: Slip) -> str:
    place = f"{class_heading(one.grade, one.class_name)} {one.number}番"
    phone = (
        f"<p>お困りのときは学校へお電話ください: {escape(school.phone)}</p>" if school.phone else ""
    )
    return (
        '<div class="slip">'
        f"<h2>{escape(school.name)} {escape(place)} {escape(one.child)} さんの保護者の方へ</h2>"
        "<p>お子さんの端末から欠席・遅刻などを連絡するときの合言葉です。</p>"
        f'<p class="word">{escape(one.word)}</p>'
        f'<p class="letters">ローマ字でも入力できます: {escape(romaji.printed(one.word))}</p>'
        "<p>保護者の方が入力してください。お子さんには教えず、この紙は大切に保管してください。</p>"
        f"<p>続けて5回まちがえると使えなくなります。</p>{phone}</div>"
    )
