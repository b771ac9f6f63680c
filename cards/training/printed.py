"""修了証 on paper."""

from datetime import datetime

from cards.lang import Lang
from cards.printed import facts, page, paragraph
from cards.training.matter import Own
from cards.training.standing import minutes


def certificate_page(lang: Lang, own: Own, *, name: str, city: str, at: datetime) -> str:
    """Who finished which course when, as the city's register has it at `at`."""
    mine, course = own.mine, own.course
    on = lang.day(mine.finished_on, era=True) if mine.finished_on else ""
    return page(
        lang,
        title=lang.t("training.certificate.document"),
        subject=lang.t("training.certificate.name", name=name),
        as_of=lang.instant(at),
        parts=(
            paragraph(lang.t("training.certificate.certified_of", title=course.title)),
            facts(
                [
                    (lang.t("training.fact.course"), course.title),
                    (lang.t("training.fact.series"), course.series),
                    (lang.t("training.fact.minutes"), minutes(lang, course)),
                    (lang.t("training.fact.finished_on"), on),
                    (lang.t("training.fact.how"), lang.t(f"training.how.{mine.how}")),
                    (lang.t("training.fact.promise"), course.promise),
                    (lang.t("training.fact.issuer"), city),
                ]
            ),
            paragraph(lang.t("training.certificate.copy"), small=True),
        ),
    )
