"""One figure of a benchmark and its goal, printed so that people and the table can read it."""

import operator
import re
from dataclasses import dataclass

_COMPARE = {"<=": operator.le, ">=": operator.ge, "==": operator.eq}
_LINE = re.compile(
    r"(?P<name>\S.*?)\s+(?P<value>-?[\d,]+\.?\d*)\s+(?:(?P<unit>[^\s\d]\S*)\s+)?"
    r"goal(?: (?P<goal>[^(]*[^( ]))?(?:\s+\((?P<beside>.*)\))?\s*"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A measured value. `goal`: `<= 2`, `>= 0.4`, `0`, or empty; `beside`: what it was held to."""

    name: str
    value: float
    goal: str = ""
    unit: str = ""
    beside: str = ""

    @property
    def held(self) -> bool | None:
        """Whether the goal is met; None where there is none."""
        if not self.goal:
            return None
        sign, _, number = self.goal.rpartition(" ")
        return bool(_COMPARE[sign or "=="](self.value, float(number)))


def show(figure: Figure) -> None:
    """Print the figure as one line."""
    beside = f"  ({figure.beside})" if figure.beside else ""
    line = f"{figure.name:<62} {figure.value:>9.2f} {figure.unit:<6} goal {figure.goal}{beside}"
    print(line.rstrip(), flush=True)


def read(line: str) -> Figure | None:
    """The figure of a printed line, or None where the line says something else."""
    found = _LINE.fullmatch(line.rstrip())
    if found is None:
        return None
    value = float(found["value"].replace(",", ""))
    texts = {name: found[name] or "" for name in ("goal", "unit", "beside")}
    return Figure(name=found["name"], value=value, **texts)
