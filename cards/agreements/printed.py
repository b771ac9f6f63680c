"""What an agreement looks like on paper: the matter in full, and 監査用のまとめ; no contacts."""

from collections.abc import Sequence
from datetime import datetime

from cards.agreements.duties import duty_name
from cards.agreements.matter import Matter, Programme, partner, programme_state, standing
from cards.agreements.register import Bundled, EvidenceLine, OwedLine, obligor_name, register_facts
from cards.lang import Lang
from cards.printed import Markup, bullets, facts, page, paragraph, part, table


def detail_page(lang: Lang, matter: Matter, duties: Sequence[OwedLine], *, at: datetime) -> str:
    """The whole matter, nothing of it shortened but for very long names."""
    return page(
        lang,
        title=lang.t("agreements.detail.title"),
        subject=matter.title,
        as_of=lang.instant(at),
        parts=(
            facts([*_parties(lang, matter), *standing(lang, matter)]),
            part(lang.t("agreements.fact.programmes"), _programmes(lang, matter.programmes)),
            part(lang.t("agreements.detail.duties"), _owed(lang, duties)),
            paragraph(lang.t("agreements.printed.copy"), small=True),
        ),
    )


def bundle_page(lang: Lang, bundled: Bundled, *, at: datetime) -> str:
    """監査用にまとめる: every gap, duty and piece of evidence, with what they are about."""
    matter = bundled.matter
    return page(
        lang,
        title=lang.t("agreements.bundle.title"),
        subject=matter.title,
        as_of=lang.instant(at),
        parts=(
            facts([*_parties(lang, matter), *standing(lang, matter)]),
            part(lang.t("agreements.bundle.gaps"), bullets(bundled.gaps)),
            part(lang.t("agreements.bundle.owed"), _owed(lang, bundled.owed)),
            part(lang.t("agreements.bundle.evidence"), _evidence(lang, bundled.evidence)),
            paragraph(lang.t("agreements.printed.copy"), small=True),
        ),
    )


def _parties(lang: Lang, matter: Matter) -> list[tuple[str, str]]:
    names = lang.listed(partner(lang, one) for one in matter.partners)
    return [(lang.t("agreements.fact.partner"), names), *register_facts(lang, matter)]


def _programmes(lang: Lang, programmes: Sequence[Programme]) -> Markup:
    head = [lang.t(f"agreements.printed.{name}") for name in ("item", "departments", "state")]
    return table(
        head,
        (
            (
                one.title or one.field,
                lang.listed(one.departments),
                programme_state(lang, one.state),
            )
            for one in programmes
        ),
    )


def _owed(lang: Lang, duties: Sequence[OwedLine]) -> Markup:
    names = ("obligor", "day", "state")
    head = [
        lang.t("agreements.bundle.head.what"),
        *(lang.t(f"agreements.printed.{name}") for name in names),
    ]
    return table(
        head,
        (
            (
                duty_name(lang, duty.kind),
                obligor_name(lang, duty),
                lang.day(duty.due_on) if duty.due_on else lang.t("agreements.detail.no_day"),
                lang.t(f"agreements.duty.state.{duty.state}"),
            )
            for duty in duties
        ),
    )


def _evidence(lang: Lang, evidence: Sequence[EvidenceLine]) -> Markup:
    head = [lang.t(f"agreements.bundle.head.{name}") for name in ("what", "article", "on")]
    return table(
        head, ((one.what, one.article, lang.day(one.on) if one.on else "") for one in evidence)
    )
