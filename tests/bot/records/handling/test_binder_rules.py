"""The binder's articles and checks: what proves, what is missing, who owes it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.records.model.binder import Form, Lack, Owes, Proof, Standing
from bot.records.model.inspections import How, Inspection
from bot.records.model.registers import Act, Device, Line, Responsible, Worker, Workplace
from bot.records.model.subcontracts import Stage, Subcontract
from bot.records.rules import binder, binder_checks, binder_looks
from bot.records.rules.binder_kept import Kept
from bot.records.rules.registers import Register
from cards.lang import words

TODAY = date(2026, 11, 24)
SINCE = date(2026, 4, 1)
SPAN = {"subject": "agreement:7", "since": SINCE, "reported_on": SINCE}
ROWS = (
    Responsible(id=1, name="岡部", **SPAN),
    Worker(id=2, name="木下", pledged_on=SINCE, taught_on=SINCE, **SPAN),
    Workplace(id=3, name="運用室", storage="施錠", **SPAN),
    Device(id=4, number="PC-1", what="ノート", **SPAN),
)
LINE = Line(
    id=1,
    subject="agreement:7",
    on=TODAY,
    act=Act.USE,
    item="一覧",
    medium="紙",
    quantity="1枚",
    who="木下",
)
DONE = Inspection(
    id=5,
    subject="agreement:7",
    post=3,
    how=How.REPORT,
    topic="施錠",
    planned_on=TODAY,
    done_on=TODAY,
    sound=True,
    closed_on=TODAY,
    registered_on=TODAY,
    said_on=TODAY,
)
EMPTY = Kept(today=TODAY, register=Register(subject="agreement:7"))
WHOLE = Kept(
    today=TODAY,
    register=Register(subject="agreement:7", rows=ROWS, lines=(LINE,)),
    inspections=(DONE,),
)
CHECKS = sorted({name for one in binder.REQUIREMENTS for name in one.checks})
REGISTERS = sorted({*binder_checks.CHECKS, *binder_looks.CHECKS})


def lacks(name, kept):
    found = binder_looks.check(name, kept)
    return [(one.what, one.owes) for one in found if isinstance(one, Lack)]


@pytest.mark.parametrize(("form", "count"), [(Form.MEMORANDUM, 19), (Form.TERMS, 17)])
def test_each_text_has_its_articles_once_and_in_order(form, count):
    assert [one.number(form) for one in binder.in_order(form)] == list(range(1, count + 1))


def test_what_only_the_other_text_has_comes_where_the_agreement_says_it():
    found = binder.beside(Form.TERMS, ("subcontract_approval", "confidentiality"))
    assert [one.key for one in found] == ["subcontract"]


@pytest.mark.parametrize("name", CHECKS)
def test_each_check_proves_something_where_everything_is_kept(name):
    assert lacks(name, WHOLE) == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("responsible", [("no_responsible", Owes.THEIRS)]),
        ("workers", [("no_worker", Owes.THEIRS)]),
        ("devices", [("no_device", Owes.THEIRS)]),
        ("lines", [("no_line", Owes.THEIRS)]),
        ("inspected", [("not_inspected", Owes.OURS)]),
        ("reports", [("no_report", Owes.OURS)]),
        ("subcontracts", []),
        ("improvements", [("not_inspected", Owes.OURS)]),
        ("copies", [("no_line", Owes.THEIRS)]),
        ("transports", [("no_line", Owes.THEIRS)]),
        ("disposal", []),
    ],
)
def test_what_an_empty_register_owes(name, expected):
    assert lacks(name, EMPTY) == expected


def test_rows_that_lack_the_same_are_one_line_with_their_numbers():
    bare = [replace(ROWS[1], id=number, pledged_on=None) for number in range(11, 19)]
    kept = replace(WHOLE, register=Register(subject="agreement:7", rows=(*ROWS, *bare)))
    (lack,) = (one for one in binder_looks.check("pledges", kept) if isinstance(one, Lack))
    assert lack.facts == {"count": 8, "rows": "11・12・13・14・15…"}


def test_no_name_is_in_any_proof_or_lack():
    for name in REGISTERS:
        assert "木下" not in str(binder_looks.check(name, WHOLE))


def test_an_ended_agreement_owes_the_record_of_its_disposal():
    over = replace(WHOLE, ended_on=TODAY - timedelta(days=1))
    assert lacks("disposal", over) == [("disposal", Owes.THEIRS)]
    gone = replace(LINE, id=2, act=Act.DISPOSE, method="溶解")
    kept = replace(over, register=replace(over.register, lines=(LINE, gone)))
    assert lacks("disposal", kept) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"closed_on": None, "sound": False}, [("improvement_unasked", Owes.OURS)]),
        (
            {"closed_on": None, "sound": False, "asked_on": SINCE, "due_on": SINCE},
            [("improvement_late", Owes.THEIRS)],
        ),
        (
            {"closed_on": None, "sound": False, "asked_on": SINCE, "due_on": TODAY},
            [],
        ),
        (
            {"closed_on": None, "sound": False, "asked_on": SINCE, "answered_on": TODAY},
            [("improvement_unchecked", Owes.OURS)],
        ),
        ({"sound": False}, []),
    ],
)
def test_who_owes_what_about_an_improvement(changes, expected):
    kept = replace(WHOLE, inspections=(replace(DONE, **changes),))
    assert lacks("improvements", kept) == expected


def test_a_subcontract_owes_approval_memorandum_and_registers():
    begun = Subcontract(id=1, agreement=7, name="ひばり", since=SINCE, stage=Stage.APPLIED)
    ran = replace(begun, id=2, stage=Stage.APPROVED, decided_on=SINCE)
    kept = replace(
        WHOLE,
        applications=(begun, ran),
        below=((ran, Register(subject="subcontract:2")),),
    )
    assert lacks("subcontracts", kept) == [
        ("undecided", Owes.OURS),
        ("memorandum", Owes.THEIRS),
        ("below", Owes.THEIRS),
    ]


@given(
    read=st.booleans(),
    articles=st.sampled_from([(), ("第1条",)]),
    proofs=st.sampled_from([(), (Proof(what="lines"),), (Proof(what="no_copy"),)]),
    missing=st.sampled_from([(), (Lack(what="no_line", owes=Owes.THEIRS),)]),
    one=st.sampled_from(binder.REQUIREMENTS),
)
def test_what_is_missing_is_never_called_proved(read, articles, proofs, missing, one):
    found = binder.finding(
        one,
        Form.TERMS,
        articles=articles,
        was_read=read,
        unwritten=read,
        proofs=proofs,
        lacks=missing,
    )
    if found.standing is Standing.NOT_IN_TEXT:
        assert read and found.lacks == ()
    else:
        assert (found.standing is Standing.MISSING) == bool(found.lacks)
        proved = any(proof.what not in binder.NOTES for proof in proofs)
        assert (found.standing is Standing.PROVED) == (proved and not missing)


def test_what_a_text_does_not_name_is_owed_all_the_same_once_it_has_happened():
    missing = (Lack(what="incident_open", owes=Owes.OURS), Lack(what="no_line", owes=Owes.THEIRS))
    found = binder.finding(
        binder.REQUIREMENTS[0],
        Form.TERMS,
        articles=(),
        was_read=True,
        unwritten=True,
        proofs=(),
        lacks=missing,
    )
    assert (found.standing, found.lacks) == (Standing.MISSING, missing[:1])


def test_a_duty_that_was_waived_proves_nothing():
    found = binder.finding(
        binder.REQUIREMENTS[0],
        Form.TERMS,
        articles=(),
        was_read=True,
        unwritten=False,
        proofs=(Proof(what="waived"),),
        lacks=(),
    )
    assert found.standing is Standing.NO_CASE
    assert (found.proofs, [note.what for note in found.notes]) == ((), ["waived"])


def test_an_inspection_that_found_something_wrong_proves_nothing_until_it_is_put_right():
    wrong = replace(DONE, sound=False, closed_on=None)
    assert lacks("inspected", replace(WHOLE, inspections=(wrong,))) == [
        ("improvement_open", Owes.THEIRS)
    ]
    better = replace(wrong, asked_on=TODAY, answered_on=TODAY, closed_on=TODAY)
    assert lacks("inspected", replace(WHOLE, inspections=(better,))) == []


def test_every_requirement_has_its_words():
    for one in (*binder.REQUIREMENTS, *binder.CITY):
        for part in ("article", "asks"):
            assert f"records.binder.{part}.{one.key}" in words("ja")
