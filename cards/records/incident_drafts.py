"""文案: the reports of an incident by the items that the law names; what is blank is named."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from cards.common import copyable, key_line
from cards.elements import Card, bullets, card, note, open_url, press
from cards.lang import SOURCE, Lang
from cards.printed import facts, page, paragraph, part
from cards.records.incident_matter import Case, Clock
from cards.records.incidents import K, title
from cards.records.verbs.incidents import ShowIncident

_JA = Lang(SOURCE)  # whoever reads a report is a Japanese authority, or asks the city in Japanese
D = f"{K}.draft"
KINDS = ("first", "first_numbers", "final", "final_numbers", "persons")
# 規則44条1項1号–9号; 規則45条 names fewer for the people themselves.
REPORTED = (
    "what",
    "records",
    "people",
    "cause",
    "damage",
    "response",
    "publicity",
    "prevention",
    "other",
)
TOLD = ("what", "records", "cause", "damage", "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of a draft; `words` "" is a blank that somebody must fill."""

    name: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A report as far as it is known: to whom, by which rule, line by line."""

    title: str
    lead: str
    items: tuple[Item, ...]
    after: str = ""

    @property
    def blanks(self) -> tuple[str, ...]:
        """The names of what nobody has written yet."""
        return tuple(one.name for one in self.items if not one.words)

    @property
    def text(self) -> str:
        """The draft to copy; a blank says that it is one."""
        blank = _JA.t(f"{D}.blank")
        lines = [f"{one.name}\n{one.words or blank}" for one in self.items]
        return "\n\n".join(filter(None, (self.title, self.lead, *lines, self.after)))


def draft(case: Case, kind: str) -> Draft:
    """The draft of a report; `kind` is its step."""
    if kind == "persons":
        return Draft(
            title=_JA.t(f"{D}.persons.title"),
            lead=_JA.t(f"{D}.persons.lead"),
            items=(*_items(case, TOLD), Item(name=_JA.t(f"{D}.contact"), words="")),
            after=_JA.t(f"{D}.persons.after"),
        )
    law = "number_act" if kind.endswith("_numbers") else "act"
    stage = kind.removesuffix("_numbers")
    return Draft(
        title=_JA.t(f"{D}.{law}_{stage}.title"),
        lead=_JA.t(f"{D}.{law}_{stage}.lead"),
        items=(*_head(case, law), *_items(case, REPORTED)),
    )


def _head(case: Case, law: str) -> Iterator[Item]:
    """Who reports, since when it is known, and under which ground."""
    grounds = (case.act if law == "act" else case.number_act).grounds
    listed = [_JA.t(f"{D}.ground.{law}_{one}") for one in grounds]
    yield Item(name=_JA.t(f"{D}.reporter"), words="")
    yield Item(name=_JA.t(f"{D}.officer"), words="")
    yield Item(name=_JA.t(f"{D}.known_at"), words=_JA.instant(case.known_at))
    yield Item(name=_JA.t(f"{D}.certainty"), words=_JA.t(f"{K}.certainty.{case.facts.certainty}"))
    yield Item(name=_JA.t(f"{D}.grounds"), words="\n".join(listed) or _JA.t(f"{D}.no_ground"))
    if partner := "　".join(filter(None, (case.agreement, case.partner))):
        yield Item(name=_JA.t(f"{D}.partner"), words=partner)


def _items(case: Case, names: tuple[str, ...]) -> Iterator[Item]:
    for number, name in enumerate(names, 1):
        words = _words(case, name)
        yield Item(name=f"{number}　{_JA.t(f'{D}.item.{name}')}", words=words)


def _words(case: Case, name: str) -> str:
    if name == "people":
        count = case.facts.people
        return "" if count is None else _JA.t(f"{K}.people", count=count)
    written = str(getattr(case.account, name))
    return "\n".join(filter(None, (written, *_settled(case, name))))


_STEPS = {"response": "persons", "publicity": "public", "prevention": "prevention"}


def _settled(case: Case, name: str) -> Iterator[str]:
    """What the case itself has of the notice to the people, the publication, the prevention."""
    for one in case.clocks:
        if one.step == _STEPS.get(name) and one.way:
            yield _said(case, one)


def _said(case: Case, one: Clock) -> str:
    day = one.done_on or case.today
    said = _JA.t(f"{D}.settled.{one.step}_{one.way}", day=day)
    return f"{said}\n{one.note}" if one.note else said


def draft_card(lang: Lang, case: Case, kind: str, *, url: str = "") -> Card:
    """The draft to copy, and what is still blank in it; `url` opens it to print."""
    made = draft(case, kind)
    blanks = bullets(made.blanks)
    lacking = [key_line(lang.t(f"{D}.lacking", count=len(made.blanks))), *blanks]
    back = press(lang.t("common.back"), ShowIncident(incident_id=case.incident_id))
    return card(
        lang,
        title=made.title,
        body=[
            *(lacking if made.blanks else [key_line(lang.t(f"{D}.whole"))]),
            *copyable(lang, made.text),
            note(lang.t(f"{D}.note")),
        ],
        actions=[*([open_url(lang.t("common.print"), url)] if url else []), back],
        fallback_text=title(lang, case.incident_id),
    )


def draft_page(lang: Lang, case: Case, kind: str, *, at: datetime) -> str:
    """The draft on paper."""
    made = draft(case, kind)
    blank = _JA.t(f"{D}.blank")
    return page(
        lang,
        title=made.title,
        subject=title(lang, case.incident_id),
        as_of=lang.instant(at),
        parts=(
            paragraph(made.lead),
            facts([(one.name, one.words or blank) for one in made.items]),
            part(lang.t(f"{D}.lacking", count=len(made.blanks)), *map(paragraph, made.blanks)),
            *([paragraph(made.after)] if made.after else []),
        ),
    )
