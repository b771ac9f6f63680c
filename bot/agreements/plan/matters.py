"""How a matter looks on a day: with the names of its posts and what is owed under it."""

from datetime import date

from bot.agreements.audience import Audience
from bot.agreements.model import Agreement
from bot.agreements.rules.lines import DutyLine, duty_line
from bot.agreements.rules.shown import Matter, matter
from bot.duties import store as duties
from bot.duties.model import MEETING, Duty, DutyState
from bot.storage.tx import Tx
from bot.workdays import Calendar


class Matters:
    """Agreements as cards show them, within one transaction."""

    def __init__(self, tx: Tx, calendar: Calendar) -> None:
        self.tx = tx
        self.calendar = calendar
        self._audiences: dict[date, Audience] = {}

    def audience(self, day: date) -> Audience:
        """Who holds which post on a day."""
        if day not in self._audiences:
            self._audiences[day] = Audience(self.tx, day)
        return self._audiences[day]

    def shown(
        self, agreement: Agreement, day: date, to: tuple[int, ...] = (), *, undoable: bool = False
    ) -> Matter:
        """The agreement on a card of that day; the posts are named but where it goes `to` one."""
        audience = self.audience(day)
        several = () if len(to) == 1 else agreement.posts  # `to` nobody: who reads need not be told
        return matter(
            agreement,
            self.calendar,
            day,
            owner=audience.name(agreement.post),
            recipients=tuple(filter(None, map(audience.name, several))),
            last_met_on=self.last_met_on(agreement),
            undoable=undoable,
        )

    def owners(self, agreement: Agreement, day: date) -> tuple[int, ...]:
        """Who is told: the owners; the desk where nobody acts for them."""
        audience = self.audience(day)
        return audience.owners(agreement) or audience.desk()

    def duties(self, agreement: Agreement) -> tuple[Duty, ...]:
        """Every duty under an agreement, done ones too."""
        return duties.of_source(self.tx, agreement.subject)

    def owed(self, agreement: Agreement, day: date) -> tuple[DutyLine, ...]:
        """What is still owed under an agreement."""
        open_ = [duty for duty in self.duties(agreement) if duty.is_open]
        return tuple(duty_line(agreement, duty, day) for duty in open_)

    def last_met_on(self, agreement: Agreement) -> date | None:
        """The last meeting under the agreement, as its meeting duties record it."""
        held = [
            duty.done_on
            for duty in self.duties(agreement)
            if duty.kind == MEETING and duty.state is DutyState.DONE and duty.done_on
        ]
        return max(held, default=None)
