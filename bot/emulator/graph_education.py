"""Microsoft Graph's schools: their classes, who is in a class, whom to reach about a pupil."""

from bot.emulator.graph_answers import (
    Asked,
    Body,
    GraphError,
    Told,
    page_of,
    require_in_schools,
    unknown_segment,
)
from bot.emulator.graph_query import listed
from bot.emulator.rosters import Enrolled, Guardian, School, SchoolClass
from bot.emulator.tenant import Person, Tenant

READS = ("EduRoster.Read.All", "EduRoster.ReadWrite.All")
_CONTACTS = "relatedContacts"  # never told of many at once


class Education:
    """Answers below /education."""

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant
        self._schools: dict[str, School] = {}
        self._classes: dict[str, SchoolClass] = {}
        self._enrolled: dict[str, Enrolled] = {}
        for school in tenant.spec.schools:
            self.put(school)

    def put(self, school: School) -> None:
        """Add a school, or change one that is there."""
        for old in self._schools.get(school.id, school).classes:
            self._classes.pop(old.id, None)
        self._schools[school.id] = school
        self._classes.update((one.id, one) for one in school.classes)
        members = (member for one in self._classes.values() for member in one.members)
        self._enrolled = {member.aad_object_id: member for member in members}

    def answer(self, asked: Asked) -> Told:
        """Schools, classes of a school, members of a class, one user."""
        require_in_schools(self._tenant.granted, READS)
        match (asked.method, asked.path[1:]):
            case "GET", ["schools"]:
                return _listed([_school(one) for one in self._schools.values()], asked)
            case "GET", ["schools", id, "classes"]:
                return _listed([_class(one) for one in self._school(id).classes], asked)
            case "GET", ["classes", id, "members"]:
                return _listed(self._members(id), asked)
            case "GET", ["users", id]:
                return Told(_chosen(self._user(id), asked))
        raise unknown_segment()

    def _school(self, id: str) -> School:
        if id not in self._schools:
            raise _absent(id)
        return self._schools[id]

    def _members(self, id: str) -> list[Body]:
        """Who has left the directory is in no class."""
        if id not in self._classes:
            raise _absent(id)
        known = ((self._tenant.find(one.aad_object_id), one) for one in self._classes[id].members)
        return [_user(person, one) for person, one in known if person is not None]

    def _user(self, id: str) -> Body:
        person = self._tenant.find(id)
        if person is None:
            raise _absent(id)
        enrolled = self._enrolled.get(person.aad_object_id)
        contacts = enrolled.contacts if enrolled else ()
        return _user(person, enrolled) | {_CONTACTS: [_contact(one) for one in contacts]}


def _listed(rows: list[Body], asked: Asked) -> Told:
    return Told(page_of([_chosen(row, asked) for row in rows], asked, most=999))


def _chosen(row: Body, asked: Asked) -> Body:
    """What was asked for; contacts only where they are named."""
    names = listed(asked.query.get("$select", "")) or [name for name in row if name != _CONTACTS]
    return {name: row[name] for name in names if name in row}


def _school(school: School) -> Body:
    return {
        "id": school.id,
        "displayName": school.name,
        "schoolNumber": school.number,
        "externalId": school.code,
        "externalSource": "sis" if school.code else "manual",
    }


def _class(one: SchoolClass) -> Body:
    dates = [day.isoformat() for day in one.term or ()]
    return {
        "id": one.id,
        "displayName": one.name,
        "mailNickname": one.id,
        "externalId": one.code,
        "grade": one.grade,
        "term": {"startDate": dates[0], "endDate": dates[1]} if dates else None,
    }


def _user(person: Person, enrolled: Enrolled | None) -> Body:
    is_pupil = enrolled is not None and enrolled.role == "student"
    number = enrolled.number if enrolled else None
    student = {"studentNumber": number, "grade": enrolled.grade} if enrolled and is_pupil else None
    return {
        "id": person.aad_object_id,
        "displayName": person.name,
        "accountEnabled": person.account_enabled,
        "userType": person.user_type,
        "mail": person.mail,
        "primaryRole": enrolled.role if enrolled else "none",
        "student": student,
        "teacher": {"teacherNumber": number} if enrolled and not is_pupil else None,
    }


def _contact(guardian: Guardian) -> Body:
    return {
        "displayName": guardian.name,
        "emailAddress": guardian.mail,
        "mobilePhone": guardian.phone,
        "relationship": guardian.relationship,
        "accessConsent": guardian.consent,
    }


def _absent(id: str) -> GraphError:
    message = (
        f"Resource '{id}' does not exist or one of its queried "
        "reference-property objects are not present."
    )
    return GraphError(404, "Request_ResourceNotFound", message)
