"""Pages to print: A4, in the reader's language, every word escaped, nothing that runs or loads."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import NewType

from cards.lang import Lang

Markup = NewType("Markup", str)

_STYLE = """
@page { size: A4; margin: 18mm 16mm; }
:root { color-scheme: light; }
body { margin: 0 auto; padding: 1.5rem; max-width: 46rem; background: #fff; color: #111;
  font: 11pt/1.6 "Yu Gothic", "Hiragino Sans", "Noto Sans CJK JP", sans-serif; }
h1 { margin: 0; font-size: 11pt; font-weight: normal; }
.subject { margin: .2rem 0 .4rem; font-size: 16pt; font-weight: bold; }
h2 { margin: 1.4rem 0 .4rem; font-size: 12pt; break-after: avoid; }
p, main > table { margin: .3rem 0; }
section + p { margin-top: .8rem; }
ul { margin: 0; padding-left: 1.4rem; }
table { width: 100%; border-collapse: collapse; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th, td { padding: .3rem .5rem; border: 1px solid #767676; text-align: left; vertical-align: top; }
th { background: #f0f0f0; font-weight: bold; }
tbody th { width: min(11rem, 32vw); }
h1, .subject, p, li, th, td { overflow-wrap: anywhere; }
.small { font-size: 9pt; }
@media print { body { max-width: none; padding: 0; } .screen { display: none; } }
"""


def page(lang: Lang, *, title: str, subject: str, as_of: str, parts: Iterable[Markup]) -> str:
    """A whole page: what it is, what it is about, as it stood at `as_of`, then its parts."""
    how, at = lang.t("common.print_how"), lang.t("common.as_of", at=as_of)
    return "".join(
        (
            f'<!doctype html><html lang="{escape(lang.tag)}"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width">',
            f"<title>{escape(subject)} - {escape(title)}</title><style>{_STYLE}</style></head>",
            f'<body><main><p class="small screen">{escape(how)}</p><h1>{escape(title)}</h1>',
            f'<p class="subject">{escape(subject)}</p><p class="small">{escape(at)}</p>',
            *parts,
            "</main></body></html>",
        )
    )


def paragraph(words: str, *, small: bool = False) -> Markup:
    """A line of text."""
    kind = ' class="small"' if small else ""
    return Markup(f"<p{kind}>{escape(words)}</p>")


def part(title: str, *within: Markup) -> Markup:
    """A headline and what stands under it; nothing where there is nothing."""
    shown = "".join(within)
    return Markup(f"<section><h2>{escape(title)}</h2>{shown}</section>" if shown else "")


def facts(pairs: Iterable[tuple[str, str]]) -> Markup:
    """Names and values, those without a value left out."""
    rows = [
        f'<tr><th scope="row">{escape(name)}</th><td>{escape(value)}</td></tr>'
        for name, value in pairs
        if value
    ]
    return Markup(f"<table><tbody>{''.join(rows)}</tbody></table>" if rows else "")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Markup:
    """Rows under their headings; nothing where there are no rows."""
    headings = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    lines = "".join(_row(row) for row in rows)
    if not lines:
        return Markup("")
    return Markup(f"<table><thead><tr>{headings}</tr></thead><tbody>{lines}</tbody></table>")


def _row(row: Sequence[str]) -> str:
    return f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>"


def bullets(lines: Iterable[str]) -> Markup:
    """A list; nothing where it is empty."""
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return Markup(f"<ul>{items}</ul>" if items else "")
