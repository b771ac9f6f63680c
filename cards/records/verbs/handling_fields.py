"""What the buttons of registers, subcontracts and inspections carry."""

from typing import Annotated

from cards.verbs import Upto

NAME_LENGTH = 100
WORDS_LENGTH = 200
TEXT_LENGTH = 1000

Subject = Annotated[str, Upto(40)]  # agreement:7, subcontract:3, city
Name = Annotated[str, Upto(NAME_LENGTH)]
Words = Annotated[str, Upto(WORDS_LENGTH)]
Text = Annotated[str, Upto(TEXT_LENGTH, lines=True)]
