"""Text that a LIKE pattern takes literally."""

ESCAPE = "\\"


def literal(text: str) -> str:
    """`text` for a pattern of `column.like(…, escape=ESCAPE)`: its own % and _ mean themselves."""
    doubled = text.replace(ESCAPE, ESCAPE * 2)
    return doubled.replace("%", f"{ESCAPE}%").replace("_", f"{ESCAPE}_")
