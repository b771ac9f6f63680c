"""What the agreement cards read of a matter, and the lines that all of them show of it."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from cards.common import key_day as key_day
from cards.common import key_line as key_line
from cards.elements import Element, facts, note, shortened, text
from cards.lang import Lang

TITLE_LENGTH = 120
NAMES_SHOWN = 3
POSTS_SHOWN = 3
POST_LENGTH = 40


class Partner(Protocol):
    """A party other than the city, under today's name."""

    @property
    def name(self) -> str: ...
    @property
    def former(self) -> Sequence[str]:
        """Earlier names, the latest first."""


class Programme(Protocol):
    @property
    def field(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def departments(self) -> Sequence[str]: ...
    @property
    def state(self) -> str:
        """新規 | 継続 | 実績 | 終了."""


class Decision(Protocol):
    @property
    def decided_on(self) -> date: ...
    @property
    def decided_class(self) -> str: ...
    @property
    def decided_post(self) -> str: ...


class Matter(Protocol):
    """One agreement as it stands on a card's day; every name is the one in force that day."""

    @property
    def agreement_id(self) -> int: ...
    @property
    def version(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def kind(self) -> str:
        """Agreement | memorandum | contract | special_terms."""

    @property
    def partners(self) -> Sequence[Partner]: ...
    @property
    def today(self) -> date: ...
    @property
    def signed_on(self) -> date | None: ...
    @property
    def start(self) -> date | None: ...
    @property
    def end(self) -> date | None: ...
    @property
    def renewal_kind(self) -> str:
        """Automatic | mutual | none."""

    @property
    def extension_months(self) -> int | None: ...
    @property
    def renewal_article(self) -> str: ...
    @property
    def contract_day(self) -> date | None:
        """契約上の期限: the decision day that text and lead time give."""

    @property
    def practical_day(self) -> date | None:
        """実務上の期限: the last working day up to it."""

    @property
    def programmes(self) -> Sequence[Programme]: ...
    @property
    def last_met_on(self) -> date | None: ...
    @property
    def state(self) -> str:
        """before_talks … expired, as in the register."""

    @property
    def owner(self) -> str:
        """The name of the owning post."""

    @property
    def recipients(self) -> Sequence[str]:
        """The posts that received this card too."""

    @property
    def draft_number(self) -> str: ...
    @property
    def decision(self) -> Decision | None: ...
    @property
    def kept_at(self) -> str: ...
    @property
    def is_open(self) -> bool:
        """Somebody still has to decide about the current term."""

    @property
    def confirmed(self) -> bool:
        """The last alert of this term was confirmed."""

    @property
    def may_snooze(self) -> bool: ...
    @property
    def undoable(self) -> bool:
        """取り消す is still possible."""


class Press(Protocol):
    """Who pressed what, for the card that follows."""

    @property
    def act(self) -> str:
        """The verb's name, such as `agreements.start_talks`."""

    @property
    def by(self) -> str:
        """The post, and the person's name, as staff see it."""

    @property
    def deputy_for(self) -> str:
        """The post or person deputised for, empty otherwise."""

    @property
    def at(self) -> datetime:
        """In the tenant's zone."""


def subject(lang: Lang, matter: Matter) -> list[Element]:
    """Title and partner: what the card is about."""
    partner = text(lang.t("agreements.partner", names=partners(lang, matter)), spacing="small")
    title = text(shortened(matter.title, TITLE_LENGTH), weight="bolder", size="medium")
    return [title, *([partner] if matter.partners else [])]


def partners(lang: Lang, matter: Matter) -> str:
    """Current names, each with the one before (旧…)."""
    return lang.listed((partner(lang, one) for one in matter.partners), most=NAMES_SHOWN)


def partner(lang: Lang, one: Partner) -> str:
    """The name in force, with the one before."""
    name = shortened(one.name, 80)
    if not one.former:
        return name
    return lang.t("agreements.formerly", name=name, former=shortened(one.former[0], 80))


def end_line(lang: Lang, matter: Matter) -> str:
    """The last day of the term, with era and weekday."""
    return lang.day(matter.end, era=True) if matter.end else lang.t("agreements.no_end")


def deadlines(lang: Lang, matter: Matter) -> str:
    """Both days where they differ, one otherwise."""
    contract, practical = matter.contract_day, matter.practical_day
    if contract is None or practical is None or contract == practical:
        day = practical or contract
        return lang.day(day) if day else ""
    return lang.t(
        "agreements.two_deadlines",
        contract=lang.short_day(contract),
        practical=lang.short_day(practical),
    )


def renewal(lang: Lang, matter: Matter) -> str:
    """How it goes on after its end, with the article."""
    length = span(lang, matter.extension_months)
    key = f"agreements.renewal.{matter.renewal_kind}"
    said = lang.t(f"{key}.for" if length else f"{key}.plain", span=length)
    if not matter.renewal_article:
        return said
    return lang.t("agreements.with_article", said=said, article=matter.renewal_article)


def span(lang: Lang, months: int | None) -> str:
    """12 か月 as one year, 6 as six months."""
    if not months:
        return ""
    if months % 12 == 0:
        return lang.count("agreements.years", months // 12)
    return lang.count("agreements.months", months)


def silence(lang: Lang, matter: Matter) -> str:
    """What happens if nobody acts."""
    if matter.end is None:
        return lang.t("agreements.silence.no_end")
    key = f"agreements.silence.{matter.renewal_kind}"
    length = span(lang, matter.extension_months) or lang.t("agreements.same_span")
    return lang.t(key, end=matter.end, span=length)


def programmes(lang: Lang, matter: Matter) -> str:
    """10件（新規8、実績2）."""
    counted = Counter(programme.state for programme in matter.programmes)
    if not counted:
        return lang.t("agreements.programmes.none")
    parts = (
        lang.t("agreements.programmes.tally", state=programme_state(lang, one), count=count)
        for one, count in counted.items()
    )
    return lang.t("agreements.programmes.counted", count=counted.total(), states=lang.listed(parts))


def programme_state(lang: Lang, state: str) -> str:
    """新規, 継続, 実績, 終了; what a city calls otherwise shows as it is."""
    key = f"agreements.programmes.state.{state}"
    return lang.t(key) if lang.knows(key) else state


def last_met(lang: Lang, matter: Matter) -> str:
    """The day of the last meeting."""
    if matter.last_met_on is None:
        return lang.t("agreements.never_met")
    return lang.day(matter.last_met_on)


def state(lang: Lang, matter: Matter) -> str:
    """協議前 … 締結, with number and decision where there are any."""
    said = lang.t(f"agreements.state.{matter.state}")
    decision = matter.decision
    if decision is not None:
        decided = (lang.day(decision.decided_on), decision.decided_class, decision.decided_post)
        return lang.t("agreements.state_with", state=said, more="　".join(filter(None, decided)))
    if matter.draft_number:
        return lang.t("agreements.state_with", state=said, more=matter.draft_number)
    return said


def all_facts(lang: Lang, matter: Matter) -> Element:
    """Everything that a person who decides must see."""
    others = (lang.t("agreements.fact.recipients"), recipients(lang, matter))
    return facts([*standing(lang, matter), others])


def standing(lang: Lang, matter: Matter) -> list[tuple[str, str]]:
    """How the matter stands, whoever reads it."""
    return [
        (lang.t("agreements.fact.end"), end_line(lang, matter)),
        (lang.t("agreements.fact.deadline"), deadlines(lang, matter)),
        (lang.t("agreements.fact.renewal"), renewal(lang, matter)),
        (lang.t("agreements.fact.silence"), silence(lang, matter)),
        (lang.t("agreements.fact.state"), state(lang, matter)),
        (lang.t("agreements.fact.programmes"), programmes(lang, matter)),
        (lang.t("agreements.fact.last_met"), last_met(lang, matter)),
    ]


def few_facts(lang: Lang, matter: Matter) -> Element:
    """What reminds somebody who knows the matter."""
    return facts(
        [
            (lang.t("agreements.fact.end"), end_line(lang, matter)),
            (lang.t("agreements.fact.deadline"), deadlines(lang, matter)),
            (lang.t("agreements.fact.state"), state(lang, matter)),
        ]
    )


def recipients(lang: Lang, matter: Matter) -> str:
    """The posts that were told."""
    posts = (shortened(post, POST_LENGTH) for post in matter.recipients)
    return lang.listed(posts, most=POSTS_SHOWN) or lang.t("agreements.only_you")


def by_line(lang: Lang, press: Press) -> Element:
    """Who pressed, when, and for whom."""
    at = lang.instant(press.at)
    if press.deputy_for:
        said = lang.t("agreements.pressed_as_deputy", by=press.by, owner=press.deputy_for, at=at)
    else:
        said = lang.t("agreements.pressed", by=press.by, at=at)
    return text(said, spacing="small")


def not_a_decision(lang: Lang) -> Element:
    """A press is not a decision of the city."""
    return note(lang.t("agreements.not_a_decision"))
