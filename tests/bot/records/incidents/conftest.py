"""What tests of incidents press."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.records.model.incidents import Incident
from bot.records.store import incidents
from cards.records.verbs import incidents as verbs


class Desk:
    """A city in which incidents are reported and led."""

    def __init__(self, city: Any) -> None:
        self.city = city

    def report(self, aad: str = "other", **more: Any) -> Incident:
        """Somebody reports a letter that went astray; by default noticed just now."""
        given: dict[str, Any] = {
            "token": "f1",
            "what": "名簿を別の人に送った",
            "known_on": self.city.today,
            "known_at": f"{self.city.now:%H:%M}",
            "records": "氏名、住所",
            "people": 1,
            "sensitive": True,
        }
        self.city.press(aad, verbs.ReportIncident(**{**given, **more}))
        return self.newest()

    def newest(self) -> Incident:
        return max(self.every(), key=lambda one: one.id)

    def every(self) -> tuple[Incident, ...]:
        return self.city.read(incidents.every)

    def get(self, incident: Incident) -> Incident:
        return self.city.read(lambda tx: incidents.get(tx, incident.id))

    def settle(self, incident: Incident, step: str, aad: str = "officer", **more: Any) -> Any:
        version = self.get(incident).version
        given: dict[str, Any] = {"on": self.city.today, **more}
        verb = verbs.SettleIncidentStep(
            incident_id=incident.id, version=version, step=step, **given
        )
        return self.city.press(aad, verb)

    def settle_all(self, incident: Incident) -> None:
        for step in ("first", "persons", "public", "final", "prevention"):
            self.settle(incident, step)

    def close(self, incident: Incident, aad: str = "officer", **more: Any) -> Any:
        version = self.get(incident).version
        verb = verbs.CloseIncident(
            incident_id=incident.id, version=version, reason="すべて済んだ", **more
        )
        return self.city.press(aad, verb)

    def until(self, day: date) -> None:
        """The mornings up to and on a day."""
        while self.city.today < day:
            self.city.at(self.city.today + timedelta(days=1))
            self.city.tick()


@pytest.fixture
def desk(city: Any) -> Desk:
    return Desk(city)
