"""秘匿: a child about whom no family account is told where they are."""

from cards.attendance.guardians import Child, seated, why
from cards.attendance.verbs.roster import SetProtection, ShowGuardians
from cards.elements import Card, card, press, submit, text
from cards.lang import Lang


def protection(lang: Lang, child: Child) -> Card:
    """秘匿の設定: what it does, and why it is set or ended."""
    key = "attendance.guardians.protect"
    known = {
        "pupil_id": child.pupil_id,
        "version": child.version,
        "protect": not child.protected,
    }
    what = "end" if child.protected else "begin"
    return card(
        lang,
        title=lang.t("attendance.guardians.press.protection"),
        body=[
            text(seated(lang, child), weight="bolder"),
            text(lang.t(f"{key}.{what}")),
            why(lang),
        ],
        actions=[
            submit(lang.t(f"{key}.press_{what}"), SetProtection, known, style="destructive"),
            press(lang.t("common.back"), ShowGuardians(pupil_id=child.pupil_id)),
        ],
    )
