"""私のデータ: the buttons; names and fields are an API that lives for ever."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from cards.verbs import Upto, Verb


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowMyData(Verb):
    """私のデータを見る: what is kept of the presser; with `area` one page of it, from 0."""

    name: ClassVar[str] = "records.show_my_data"
    area: Annotated[str, Upto(40)] = ""
    page: int = 0
