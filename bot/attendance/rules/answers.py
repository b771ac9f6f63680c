"""What a report still asks of the school."""

from bot.attendance.model import Ack, Kind, Report, ReportState


def is_request(report: Report) -> bool:
    """Whether the registered number must be rung before the child is handed over (早退、迎え)."""
    asked = report.kind is Kind.EARLY or report.content.pickup.strip() != ""
    return asked and report.ack is not Ack.RETURNED


def waits(report: Report) -> bool:
    """Whether nobody has answered it yet: a request is answered by ringing the registered number
    alone (折り返し確認済み), what waits for a guardian by asking one. To have told the nurse of
    either is no answer."""
    if report.state is ReportState.STANDING:
        return report.ack is Ack.NONE or is_request(report)
    return report.state is ReportState.HELD
