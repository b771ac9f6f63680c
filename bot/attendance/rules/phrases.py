"""Fixed phrases both ways: each is checked in every language, so that nobody has to guess."""

TO_SCHOOL = (
    "call_me",  # お電話ください
    "ask_child",  # 本人に聞いてください
    "homework",  # プリントを届けてください
)
TO_FAMILY = (
    "please_call",  # 電話ください
    "pick_up",  # 迎えに来てください
    "get_well",  # お大事に
    "take_rest",  # ゆっくり休んでください
    "understood",  # わかりました
)
_FOLDER = "attendance.family.phrase"


def key(phrase: str) -> str:
    """The text key of a phrase, in both directions the same folder."""
    return f"{_FOLDER}.{phrase}"


def known(phrases: tuple[str, ...], among: tuple[str, ...]) -> bool:
    """Whether each of them is one of ours: what comes back from a card is a client's word."""
    return set(phrases) <= set(among)
