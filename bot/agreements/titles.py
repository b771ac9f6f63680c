"""What a matter is called, by the subject under which the ledger has it."""

from bot.agreements.store import disclosures, publicity, register
from bot.duties import store as duties
from bot.errors import NotFound
from bot.storage.tx import Tx


def title_of(tx: Tx, subject: str) -> str:
    """The title of the agreement that `agreement:7` or a thing of its (`duty:3`) is about.

    "" for other subjects, and for what is no longer in the register.
    """
    kind, _, number = subject.partition(":")
    if not number.isdecimal():
        return ""
    try:
        return register.get(tx, _agreement(tx, kind, int(number))).title
    except NotFound:
        return ""


def _agreement(tx: Tx, kind: str, number: int) -> int:
    match kind:
        case "agreement":
            return number
        case "disclosure":
            return disclosures.get(tx, number).agreement
        case "publicity":
            return publicity.get(tx, number).agreement
        case "duty":
            source, _, owner = duties.get(tx, number).source.partition(":")
            if source == "agreement":
                return int(owner)
    raise NotFound(f"{kind}:{number}")
