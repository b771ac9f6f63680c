"""Numbers as Japanese texts write them: 31, ３１, 三十一, 二〇二三, 元."""

DIGITS = "〇一二三四五六七八九"
NUMBER = "[0-9〇零一二三四五六七八九十百千]{1,9}"
_VALUES = {sign: value for value, sign in enumerate(DIGITS)} | {"零": 0}
_VALUES |= {str(value): value for value in range(10)}
_POWERS = {"十": 10, "百": 100, "千": 1000}


def number(text: str) -> int | None:
    """The value of a number in half-width or kanji digits; 元 (of 元年) is 1; else None."""
    if len(text) > 9:
        return None
    if text.isascii() and text.isdecimal():
        return int(text)
    if text == "元":
        return 1
    if any(sign in _POWERS for sign in text):
        return _with_powers(text)
    return _positional(text)


def _positional(text: str) -> int | None:
    if not text:
        return None
    value = 0
    for sign in text:
        if sign not in _VALUES:
            return None
        value = value * 10 + _VALUES[sign]
    return value


def _with_powers(text: str) -> int | None:
    total, pending, last = 0, 0, 10_000
    for sign in text:
        if sign in _VALUES:
            pending = pending * 10 + _VALUES[sign]
            continue
        power = _POWERS.get(sign)
        if power is None or power >= last:
            return None
        total, pending, last = total + (pending or 1) * power, 0, power
    return total + pending
