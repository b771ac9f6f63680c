"""When a city must have decided about an agreement, for each way in which it may go on."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.agreements.clauses.deadlines import notice_by, term_end
from bot.agreements.model import Agreement, Notice, RenewalKind
from bot.workdays import ONE_DAY, Calendar

BUDGET_MONTH = 10  # requests for next year's budget close in October


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadlines:
    """The days that one term of an agreement turns on.

    `contractual` is the day that the text names (the notice day, else the end); `decision` the
    day counted back from it; `practical` the working day on or before `decision`.
    """

    end: date
    notice: date | None
    contractual: date
    decision: date
    practical: date

    @property
    def differ(self) -> bool:
        return self.contractual != self.practical


def deadlines(agreement: Agreement, calendar: Calendar) -> Deadlines | None:
    """All days of the current term, or None where the text names no end."""
    end = agreement.end
    decision = decision_day(agreement, calendar)
    if end is None or decision is None:
        return None
    notice = notice_day(end, agreement.renewal.notice)
    return Deadlines(
        end=end,
        notice=notice,
        contractual=notice or end,
        decision=decision,
        practical=calendar.previous_working_day(decision),
    )


def decision_day(agreement: Agreement, calendar: Calendar) -> date | None:
    """The last day to decide, counted back from the end or from the contractual notice day."""
    end = agreement.end
    if end is None:
        return None
    day = _by_kind(agreement, end, calendar)
    return min(day, budget_day(end)) if agreement.needs_budget else day


def _by_kind(agreement: Agreement, end: date, calendar: Calendar) -> date:
    notice = notice_day(end, agreement.renewal.notice)
    lead = timedelta(days=agreement.lead_days)
    match agreement.renewal.kind:
        case RenewalKind.MUTUAL:
            mailed = calendar.posted_by(notice) if notice else end
            return min(end - lead, mailed)
        case RenewalKind.AUTOMATIC:
            return calendar.posted_by((notice or end) - lead)
        case _:
            return end


def notice_day(end: date, notice: Notice | None) -> date | None:
    """The safe last day of the contractual notice (申出期限), or None where the text has none."""
    return None if notice is None else notice_by(end, notice.value, notice.unit)


def budget_day(end: date) -> date:
    """1 October of the fiscal year before the one in which the next term starts."""
    return date(fiscal_year(end + ONE_DAY) - 1, BUDGET_MONTH, 1)


def fiscal_year(day: date) -> int:
    """The year in which the fiscal year (4月–3月) of `day` began."""
    return day.year if day.month >= 4 else day.year - 1


def unfunded_across_april(agreement: Agreement) -> bool:
    """Whether silence would owe money of a budget not yet voted (自治法214条・234条の3).

    True for a contract with cost that renews by itself into another fiscal year without
    債務負担行為 or 長期継続契約.
    """
    end = agreement.end
    silent = agreement.renewal.kind is RenewalKind.AUTOMATIC and end is not None
    if not (silent and agreement.has_cost) or agreement.debt_authorised or end is None:
        return False
    next_end = term_end(end + ONE_DAY, agreement.renewal.extension_months or 12)
    return fiscal_year(next_end) > fiscal_year(end)
