"""Every button of incidents × every role: who may, and who is refused."""

from datetime import date

import pytest

from bot.errors import Refused
from cards.records.verbs import incidents as verbs

LEADS = frozenset(("officer",))
READS = frozenset(("officer", "auditor", "desk", "school", "trainer"))
STAFF = frozenset(
    ("kakari", "kacho", "shusa", "desk", "school", "trainer", "officer", "auditor", "operator")
)
REPORTS = STAFF | {"board"}
EVERYBODY = (*sorted(REPORTS), "pupil", "guardian")
TODAY = date(2026, 11, 24)
CELLS = {
    verbs.OpenIncidentReport: (REPORTS, {}),
    verbs.ReportIncident: (
        REPORTS,
        {"token": "x", "what": "誤送信", "known_on": TODAY, "known_at": "08:00", "records": "氏名"},
    ),
    verbs.Incidents: (READS | REPORTS, {}),  # their own alone, for those who report
    verbs.ShowIncident: (READS, {"incident_id": 1}),
    verbs.OpenIncidentFacts: (LEADS, {"incident_id": 1}),
    verbs.CorrectIncident: (
        LEADS,
        {"incident_id": 1, "version": 1, "known_on": TODAY, "known_at": "08:00"},
    ),
    verbs.OpenIncidentAccount: (LEADS, {"incident_id": 1}),
    verbs.WriteIncidentAccount: (
        LEADS,
        {"incident_id": 1, "version": 1, "what": "誤送信", "records": "氏名"},
    ),
    verbs.OpenIncidentStep: (LEADS, {"incident_id": 1, "step": "first"}),
    verbs.SettleIncidentStep: (
        LEADS,
        {"incident_id": 1, "version": 1, "step": "first", "on": TODAY},
    ),
    verbs.DraftIncident: (LEADS, {"incident_id": 1, "draft": "first"}),
}
CLOSED_CELLS = {
    verbs.OpenIncidentClosing: (LEADS, {"incident_id": 1}),
    verbs.CloseIncident: (LEADS, {"incident_id": 1, "version": 6, "reason": "済んだ"}),
}


@pytest.fixture
def pressed(city, desk):
    """Whether somebody may press; nothing that they did is kept."""
    desk.report()

    def pressed(aad, verb):
        class Back(Exception):
            pass

        try:
            city.press(aad, verb)
        except Refused as refused:
            known = ("not_leader", "not_reader", "not_staff")
            assert refused.reason.rpartition(".")[2] in known, refused.reason
            return False
        return True

    return pressed


@pytest.mark.parametrize("aad", EVERYBODY)
@pytest.mark.parametrize("verb", CELLS, ids=lambda verb: verb.name)
def test_a_button_is_open_to_exactly_these(pressed, aad, verb):
    allowed, sent = CELLS[verb]
    assert pressed(aad, verb(**sent)) is (aad in allowed)


@pytest.mark.parametrize("aad", EVERYBODY)
@pytest.mark.parametrize("verb", CLOSED_CELLS, ids=lambda verb: verb.name)
def test_the_end_is_open_to_exactly_these(city, desk, pressed, aad, verb):
    desk.settle_all(desk.newest())
    allowed, sent = CLOSED_CELLS[verb]
    assert pressed(aad, verb(**sent)) is (aad in allowed)


@pytest.mark.parametrize("aad", EVERYBODY)
def test_opening_again_is_open_to_exactly_these(city, desk, pressed, aad):
    desk.settle_all(desk.newest())
    desk.close(desk.newest())
    verb = verbs.ReopenIncident(incident_id=1, version=desk.newest().version)
    assert pressed(aad, verb) is (aad in LEADS)


def test_every_button_has_its_row():
    mine = {
        verb
        for verb in vars(verbs).values()
        if isinstance(verb, type) and issubclass(verb, verbs.Verb) and verb is not verbs.Verb
    }
    assert mine == {*CELLS, *CLOSED_CELLS, verbs.ReopenIncident}


def test_whoever_may_not_read_is_not_told_whether_there_is_such_a_case(city, desk):
    desk.report()
    for number in (1, 99):
        verb = verbs.ShowIncident(incident_id=number)
        assert city.refused("kakari", verb) == "records.incidents.refused.not_reader"
    verb = verbs.ShowIncident(incident_id=99)
    assert city.refused("officer", verb) == "records.incidents.refused.unknown"
