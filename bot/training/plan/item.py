"""One notice that the clock, or a step of somebody else, brings about training."""

from dataclasses import dataclass

from bot.reminder import Reminder

ENROL = "training.enrol"
REQUEST = "training.request"
NOTIFIED = "training.notified"
OFFERED = "training.offered"
TOLD = "training.told"
SUBSTITUTE = "training.substitute"
REMIND = "training.remind"
APPLY = "training.apply"
UNFINISHED = "training.unfinished"
RECORDING = "training.recording"
FINISHED = "training.finished"
NEW_YEAR = "training.new_year"
SESSIONLESS = "training.sessionless"
WAVE = "training.wave"
UNATTENDED = "training.unattended"
UNGATHERED = "training.ungathered"
ARRIVED = "training.arrived"
WHAT = {
    ENROL: "training.what.apply",
    REQUEST: "training.what.request",
    NOTIFIED: "training.what.notified",
    OFFERED: "training.what.offer",
    TOLD: "training.what.told",
    SUBSTITUTE: "training.what.substitute",
    REMIND: "training.what.session",
    APPLY: "training.what.apply",
    UNFINISHED: "training.what.finish",
    RECORDING: "training.what.finish",
    FINISHED: "training.what.certificate",
    NEW_YEAR: "training.what.new_year",
    SESSIONLESS: "training.what.sessionless",
    WAVE: "training.what.wave",
    UNATTENDED: "training.what.unattended",
    UNGATHERED: "training.what.ungathered",
    ARRIVED: "training.what.arrived",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(Reminder):
    """`expires`: an instant where a session begins or an offer ends."""

    @property
    def what(self) -> str:
        return WHAT[self.kind]
