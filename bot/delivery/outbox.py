"""What slices hand over for delivery, and all that they may do and ask about it afterwards.

Every function works on rows in the caller's transaction. Small notices are posted at once. A
broadcast begins as a draft: its copies are made a few hundred at a time, and its gate lets them
through by and by.
"""

from bot.delivery.adopting import adopt
from bot.delivery.changes import cancel, close, move, revise, withdraw
from bot.delivery.disposal import dispose, empty, is_settled, keyed, keys
from bot.delivery.drafts import Draft, draft, drafts, find_draft, get_draft, redraft, written
from bot.delivery.expanding import expand, unexpand
from bot.delivery.feeding import CANARY_OF, canary_stride
from bot.delivery.gates import release, set_gate
from bot.delivery.notices import (
    Copy,
    Lapse,
    Notice,
    addressed,
    copies,
    find,
    get,
    heard,
    lapses,
    numbers,
    of,
    of_delivery,
)
from bot.delivery.payload import Cards
from bot.delivery.posting import post
from bot.delivery.presses import confirm, pressed, reached, reveal, seen
from bot.delivery.reach import leave_out, uncontacted, unreachable, waiting
from bot.delivery.rows import Gate, Lane, State
from bot.delivery.showing import shown
from bot.delivery.stillness import Pressed, stand_still
from bot.delivery.tally import Progress, Row, progress, rows
from bot.delivery.turnstile import turnstile

__all__ = [
    "CANARY_OF",
    "Cards",
    "Copy",
    "Draft",
    "Gate",
    "Lane",
    "Lapse",
    "Notice",
    "Pressed",
    "Progress",
    "Row",
    "State",
    "addressed",
    "adopt",
    "canary_stride",
    "cancel",
    "close",
    "confirm",
    "copies",
    "dispose",
    "draft",
    "drafts",
    "empty",
    "expand",
    "find",
    "find_draft",
    "get",
    "get_draft",
    "heard",
    "is_settled",
    "keyed",
    "keys",
    "lapses",
    "leave_out",
    "move",
    "numbers",
    "of",
    "of_delivery",
    "post",
    "pressed",
    "progress",
    "reached",
    "redraft",
    "release",
    "reveal",
    "revise",
    "rows",
    "seen",
    "set_gate",
    "shown",
    "stand_still",
    "turnstile",
    "uncontacted",
    "unexpand",
    "unreachable",
    "waiting",
    "withdraw",
    "written",
]
