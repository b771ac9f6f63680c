"""The articles of the two usual texts, in our own words: what each asks for and what proves it."""

from collections.abc import Iterable

from bot.records.model.binder import Finding, Form, Lack, Owes, Proof, Requirement, Standing

_R = Requirement
REQUIREMENTS: tuple[Requirement, ...] = (
    _R(key="basics", memorandum=1, terms=1, kinds=("personal_information",), checks=("inspected",)),
    _R(
        key="secrecy",
        memorandum=2,
        terms=2,
        kinds=("confidentiality",),
        checks=("pledges", "leavers"),
    ),
    _R(
        key="responsible",
        memorandum=3,
        terms=8,
        kinds=("responsible_person",),
        checks=("responsible",),
    ),
    _R(key="inform", memorandum=4, kinds=("inform_workers",), checks=("education",)),
    _R(
        key="security",
        memorandum=5,
        terms=5,
        kinds=(
            "anonymisation",
            "workplace_register",
            "device_register",
            "private_device_ban",
            "software_ban",
            "storage",
            "encryption",
            "access_log",
            "handling_ledger",
            "take_out_ban",
            "backup_check",
        ),
        checks=("workplaces", "devices", "lines", "takeouts"),
    ),
    _R(
        key="subcontract",
        memorandum=6,
        kinds=("subcontract_approval", "affiliates_by_consultation"),
        checks=("subcontracts",),
    ),
    _R(key="collection", memorandum=7, terms=3, checks=("inspected",)),
    _R(key="purpose", memorandum=8, terms=6, kinds=("purpose_limit",), checks=("inspected",)),
    _R(key="copies", memorandum=9, terms=4, kinds=("copy_ban",), checks=("copies",)),
    _R(
        key="reports",
        terms=15,
        owes=Owes.OURS,
        kinds=("compliance_report",),
        checks=("reports",),
    ),
    _R(
        key="confirmation",
        memorandum=10,
        terms=17,
        owes=Owes.OURS,
        kinds=("inspection", "audit"),
        checks=("inspections",),
    ),
    _R(
        key="workers",
        memorandum=11,
        terms=9,
        kinds=("limit_workers", "supervise_workers", "leaver_pledge", "roster_report"),
        checks=("workers", "pledges", "leavers"),
    ),
    _R(key="temporary", terms=10, kinds=("temporary_staff",), checks=("temporary",)),
    _R(key="education", terms=11, kinds=("education",), checks=("education",)),
    _R(
        key="improvement",
        memorandum=12,
        owes=Owes.OURS,
        kinds=("improvement",),
        checks=("improvements",),
    ),
    _R(key="transport", memorandum=13, kinds=("transport",), checks=("transports",)),
    _R(
        key="disposal",
        memorandum=14,
        terms=7,
        kinds=("disposal", "disposal_certificate"),
        checks=("disposal",),
    ),
    _R(
        key="incidents",
        memorandum=15,
        terms=16,
        kinds=("incident_report", "inform_persons_concerned", "publish_incident"),
        checks=("incidents",),
    ),
    _R(key="termination", memorandum=16, owes=Owes.OURS, kinds=("termination_right",)),
    _R(key="penalties", memorandum=17, kinds=("inform_penalties",), checks=("education",)),
    _R(
        key="number",
        memorandum=18,
        owes=Owes.BOTH,
        kinds=("number_memorandum",),
        checks=("number",),
    ),
    _R(
        key="hearing",
        terms=12,
        owes=Owes.BOTH,
        kinds=("hearing_on_disclosure_request", "prior_notice_of_compelled_disclosure"),
    ),
    _R(key="property", terms=13, owes=Owes.BOTH),
    _R(key="excluded", terms=14, owes=Owes.BOTH),
    _R(key="doubt", memorandum=19, owes=Owes.BOTH, kinds=("consultation_on_doubt",)),
)
# The city's own records, which belong to every agreement alike.
CITY: tuple[Requirement, ...] = (
    _R(key="own_registers", owes=Owes.OURS, checks=("own_registers",)),
    _R(key="own_incidents", owes=Owes.OURS, checks=("own_incidents",)),
    _R(key="backup", owes=Owes.OURS, checks=("backup",)),
    _R(key="restore", owes=Owes.OURS, checks=("restore",)),
    _R(key="keys", owes=Owes.OURS, checks=("keys",)),
    _R(key="ledger", owes=Owes.OURS, checks=("ledger",)),
    _R(key="own_disposal", owes=Owes.OURS, checks=("own_disposal",)),
)
KINDS = frozenset(kind for one in REQUIREMENTS for kind in one.kinds)
# Kinds that say that a text deals with personal information at all, and not only with secrets.
TELLING = KINDS - {
    "confidentiality",
    "termination_right",
    "consultation_on_doubt",
    "hearing_on_disclosure_request",
    "prior_notice_of_compelled_disclosure",
    "education",
    "audit",
    "compliance_report",
    "roster_report",
    "number_memorandum",
}


# What says that nothing has come up, which proves nothing.
NOTES = frozenset(
    (
        "no_subcontract",
        "no_incident",
        "no_temporary",
        "no_copy",
        "no_take_out",
        "no_transport",
        "no_number",
        "no_disposal",
        "not_ended",
        "nothing_to_improve",
        "inspection_planned",
        "duty_ahead",
        "waived",
        "not_rotated",
    )
)


def in_order(form: Form) -> tuple[Requirement, ...]:
    """The requirements of a text in the order of its articles."""
    own = (one for one in REQUIREMENTS if one.number(form))
    return tuple(sorted(own, key=lambda one: one.number(form)))


def beside(form: Form, kinds: Iterable[str]) -> tuple[Requirement, ...]:
    """Requirements that only the other text has, as far as an agreement has duties of theirs."""
    known = frozenset(kinds)
    return tuple(
        one for one in REQUIREMENTS if not one.number(form) and not known.isdisjoint(one.kinds)
    )


# What is owed whether or not the text says so.
ALWAYS = frozenset(("incident_open", "incident_named", "incident_loose", "undecided"))


def finding(
    requirement: Requirement,
    form: Form,
    *,
    articles: tuple[str, ...],
    was_read: bool,
    unwritten: bool,
    proofs: tuple[Proof, ...],
    lacks: tuple[Lack, ...],
) -> Finding:
    """How a requirement stands: what isn't in a text that was read (`unwritten`) isn't missing
    under it, but for what is owed anyhow."""
    notes = tuple(proof for proof in proofs if proof.what in NOTES)
    proofs = tuple(proof for proof in proofs if proof.what not in NOTES)
    if unwritten:
        lacks = tuple(lack for lack in lacks if lack.what in ALWAYS)
    if unwritten and not lacks:
        standing = Standing.NOT_IN_TEXT
    elif lacks:
        standing = Standing.MISSING
    elif proofs:
        standing = Standing.PROVED
    else:
        standing = Standing.NO_CASE if notes else Standing.NO_RECORD
    return Finding(
        requirement=requirement,
        number=requirement.number(form),
        articles=articles,
        proofs=proofs,
        lacks=lacks,
        standing=standing,
        notes=notes,
        was_read=was_read,
    )
