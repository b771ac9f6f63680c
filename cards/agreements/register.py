"""What the register says when asked: one matter in full, a search, texts to copy, the bundle."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from cards.agreements.duties import duty_name
from cards.agreements.matter import (
    Matter,
    Programme,
    all_facts,
    not_a_decision,
    programme_state,
    subject,
)
from cards.agreements.steps import OWNER, Reader, allowed, offered
from cards.agreements.verbs import Show
from cards.common import copyable, group
from cards.elements import (
    Action,
    Card,
    Element,
    actions_row,
    bullets,
    card,
    columns,
    facts,
    note,
    open_url,
    press,
    shortened,
    table,
    text,
)
from cards.lang import Lang

FOUND_SHOWN = 10
PROGRAMMES_SHOWN = 6
DUTIES_SHOWN = 8
GAPS_SHOWN = 12
EVIDENCE_SHOWN = 12


class OwedLine(Protocol):
    """One duty in a list."""

    @property
    def kind(self) -> str: ...
    @property
    def obligor(self) -> str: ...
    @property
    def due_on(self) -> date | None: ...
    @property
    def state(self) -> str: ...


class Found(Protocol):
    """One agreement in a list of search results."""

    @property
    def agreement_id(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def partner(self) -> str:
        """Current name, with 旧… where the words matched an old one."""

    @property
    def end(self) -> date | None: ...
    @property
    def state(self) -> str: ...


class EvidenceLine(Protocol):
    """One thing that proves, or should prove, something."""

    @property
    def what(self) -> str: ...
    @property
    def article(self) -> str: ...
    @property
    def on(self) -> date | None: ...


class Bundled(Protocol):
    """監査用のまとめ: evidence, gaps, who owes."""

    @property
    def matter(self) -> Matter: ...
    @property
    def evidence(self) -> Sequence[EvidenceLine]: ...
    @property
    def gaps(self) -> Sequence[str]: ...
    @property
    def owed(self) -> Sequence[OwedLine]: ...


def detail(
    lang: Lang,
    matter: Matter,
    *,
    duties: Sequence[OwedLine] = (),
    print_url: str = "",
    calendar_url: str = "",
    notice: str = "",
    reader: Reader = OWNER,
) -> Card:
    """The whole matter, with all that its reader can do about it.

    As a notice of a kind of its own (ended, renewed, certificate) it says so in its heading.
    """
    heading = _heading(lang, notice)
    return card(
        lang,
        title=heading,
        body=[
            *subject(lang, matter),
            all_facts(lang, matter),
            facts([(name, shortened(said, 120)) for name, said in register_facts(lang, matter)]),
            *group(lang.t("agreements.fact.programmes"), _programmes(lang, matter.programmes)),
            *group(lang.t("agreements.detail.duties"), _owed(lang, duties)),
            not_a_decision(lang),
        ],
        actions=[
            *offered(lang, matter, *allowed(matter, reader)),
            *_links(lang, print_url, calendar_url),
        ],
        fallback_text=lang.t("agreements.detail.fallback", heading=heading, title=matter.title),
    )


def _heading(lang: Lang, notice: str) -> str:
    key = f"agreements.detail.notice.{notice}"
    return lang.t(key if lang.knows(key) else "agreements.detail.title")


def register_facts(lang: Lang, matter: Matter) -> list[tuple[str, str]]:
    """What the register holds beside how the matter stands."""
    return [
        (lang.t("agreements.fact.signed"), _day(lang, matter.signed_on)),
        (lang.t("agreements.fact.start"), _day(lang, matter.start)),
        (lang.t("agreements.fact.owner"), matter.owner),
        (lang.t("agreements.fact.kept_at"), matter.kept_at),
    ]


def _day(lang: Lang, day: date | None) -> str:
    return lang.day(day, era=True) if day else lang.t("agreements.not_registered")


def _programmes(lang: Lang, programmes: Sequence[Programme]) -> list[Element]:
    lines = [
        lang.t(
            "agreements.programmes.line",
            title=shortened(one.title or one.field, 60),
            state=programme_state(lang, one.state),
            departments=lang.listed(one.departments, most=3) or "－",
        )
        for one in programmes[:PROGRAMMES_SHOWN]
    ]
    return bullets(_counted(lang, lines, len(programmes)))


def _owed(lang: Lang, duties: Sequence[OwedLine]) -> list[Element]:
    lines = [_owed_line(lang, duty) for duty in duties[:DUTIES_SHOWN]]
    return bullets(_counted(lang, lines, len(duties)))


def _owed_line(lang: Lang, duty: OwedLine) -> str:
    return lang.t(
        "agreements.detail.duty",
        what=duty_name(lang, duty.kind),
        obligor=obligor_name(lang, duty),
        day=lang.day(duty.due_on) if duty.due_on else lang.t("agreements.detail.no_day"),
        state=lang.t(f"agreements.duty.state.{duty.state}"),
    )


def obligor_name(lang: Lang, duty: OwedLine) -> str:
    """甲, 乙 or 双方."""
    return lang.t("agreements.duty.both") if duty.obligor == "both" else duty.obligor


def _counted(lang: Lang, lines: list[str], total: int) -> list[str]:
    more = total - len(lines)
    return lines + ([lang.t("common.more", count=more)] if more > 0 else [])


def _links(lang: Lang, print_url: str, calendar_url: str) -> list[Action]:
    return [
        *([open_url(lang.t("common.print"), print_url)] if print_url else []),
        *([open_url(lang.t("common.calendar"), calendar_url)] if calendar_url else []),
    ]


def found(lang: Lang, words: str, results: Sequence[Found]) -> Card:
    """協定 <words>: what the register finds; without words, what the reader's posts own."""
    shown = [_found(lang, one) for one in results[:FOUND_SHOWN]]
    more = len(results) - FOUND_SHOWN
    tail = [note(lang.t("agreements.found.more", count=more))] if more > 0 else []
    asked = shortened(words, 60)
    said = lang.t("agreements.found.none", words=asked)
    none = [
        text(said if asked else lang.t("agreements.found.none_own")),
        note(lang.t("agreements.found.how")),
    ]
    count = lang.count("agreements.found.title", len(results))
    return card(
        lang,
        title=count if results else lang.t("agreements.found.nothing"),
        body=[*shown, *tail] if results else none,
    )


def _found(lang: Lang, one: Found) -> Element:
    state = lang.t(f"agreements.state.{one.state}")
    words = [
        text(shortened(one.title, 80), weight="bolder", separator=True),
        text(
            lang.t(
                "agreements.found.line",
                partner=shortened(one.partner, 60),
                end=_ends(lang, one.end),
                state=state,
            ),
            size="small",
            spacing="none",
        ),
    ]
    show = press(lang.t("common.open"), Show(agreement_id=one.agreement_id))
    return columns(("stretch", words), ("auto", actions_row([show])))


def _ends(lang: Lang, end: date | None) -> str:
    return lang.t("agreements.found.ends", end=end) if end else lang.t("agreements.no_end")


def copied(lang: Lang, matter: Matter, *, kind: str, words: str) -> Card:
    """A text in a box to select and copy: mail to the partner, 起案文, head of minutes."""
    return card(
        lang,
        title=lang.t(f"agreements.copied.{kind}"),
        body=[
            *subject(lang, matter),
            *copyable(lang, words),
            note(lang.t("agreements.copied.note")),
        ],
        actions=[press(lang.t("common.back"), Show(agreement_id=matter.agreement_id))],
    )


def bundle(lang: Lang, bundled: Bundled, *, download_url: str = "") -> Card:
    """監査用にまとめる: what is proved, what is missing, who owes what."""
    matter = bundled.matter
    open_file = open_url(lang.t("agreements.bundle.open"), download_url)
    return card(
        lang,
        title=lang.t("agreements.bundle.title"),
        body=[
            *subject(lang, matter),
            text(_tally(lang, bundled), weight="bolder"),
            *group(lang.t("agreements.bundle.gaps"), _gaps(lang, bundled.gaps)),
            *group(lang.t("agreements.bundle.owed"), _owed(lang, bundled.owed)),
            *group(lang.t("agreements.bundle.evidence"), _evidence(lang, bundled.evidence)),
        ],
        actions=[
            *([open_file] if download_url else []),
            press(lang.t("common.back"), Show(agreement_id=matter.agreement_id)),
        ],
    )


def _tally(lang: Lang, bundled: Bundled) -> str:
    return lang.t(
        "agreements.bundle.tally",
        evidence=len(bundled.evidence),
        gaps=len(bundled.gaps),
        owed=len(bundled.owed),
    )


def _gaps(lang: Lang, gaps: Sequence[str]) -> list[Element]:
    lines = [shortened(gap, 100) for gap in gaps[:GAPS_SHOWN]]
    return bullets(_counted(lang, lines, len(gaps)))


def _evidence(lang: Lang, evidence: Sequence[EvidenceLine]) -> list[Element]:
    head = [lang.t(f"agreements.bundle.head.{part}") for part in ("what", "article", "on")]
    rows = [
        (shortened(line.what, 60), line.article, lang.day(line.on) if line.on else "")
        for line in evidence[:EVIDENCE_SHOWN]
    ]
    more = len(evidence) - EVIDENCE_SHOWN
    tail = [note(lang.t("common.more", count=more))] if more > 0 else []
    return [table(head, rows, (3, 2, 3)), *tail] if rows else []
