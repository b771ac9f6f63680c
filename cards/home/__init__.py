"""What everybody meets: help, 「今日やること」, 「期限」, 代理, 後閲, 引継ぎ, the welcome."""

from cards.home.days import (
    DEADLINE_LINES,
    TODAY_LINES,
    deadlines,
    today,
)
from cards.home.deputies import (
    PRESSES_SHOWN,
    Deputising,
    DeputyPress,
    deputy_ended,
    deputy_form,
    deputy_presses,
    deputy_set,
    deputy_told,
    presses_seen,
)
from cards.home.guide import (
    ROLES_WITH_HELP,
    help,
    no_role,
    not_understood,
    welcome,
)
from cards.home.handover import (
    NOTES_SHOWN,
    Handover,
    handover_arriving,
    handover_done,
    handover_leaving,
    handover_open,
    handover_vacant,
)
from cards.home.leavers import (
    LEAVERS_SHOWN,
    Leaver,
    people_left,
)
from cards.home.verbs import (
    Deadlines,
    EndDeputy,
    Help,
    OpenDeputy,
    SeenDeputyPresses,
    SetDeputy,
    Today,
    TookOver,
)

__all__ = [
    "DEADLINE_LINES",
    "LEAVERS_SHOWN",
    "NOTES_SHOWN",
    "PRESSES_SHOWN",
    "ROLES_WITH_HELP",
    "TODAY_LINES",
    "Deadlines",
    "Deputising",
    "DeputyPress",
    "EndDeputy",
    "Handover",
    "Help",
    "Leaver",
    "OpenDeputy",
    "SeenDeputyPresses",
    "SetDeputy",
    "Today",
    "TookOver",
    "deadlines",
    "deputy_ended",
    "deputy_form",
    "deputy_presses",
    "deputy_set",
    "deputy_told",
    "handover_arriving",
    "handover_done",
    "handover_leaving",
    "handover_open",
    "handover_vacant",
    "help",
    "no_role",
    "not_understood",
    "people_left",
    "presses_seen",
    "today",
    "welcome",
]
