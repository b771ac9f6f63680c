"""Who speaks for a child: confirmed by hand with a reason, and gone at once when taken away."""

from datetime import timedelta

import pytest

from bot.attendance import family, family_state, suspending
from bot.attendance.model import Door, LinkState
from bot.attendance.rules import words as word_rules
from bot.attendance.store import guardians, pupils, reasons, words
from bot.delivery import outbox
from bot.errors import Refused, Stale
from bot.turns.router import parsed
from cards.attendance.verbs import health, roster
from tests.bot.attendance.records.conftest import buttons, said

STRANGERS = (
    "homeroom",
    "head3",
    "nurse",
    "curriculum",
    "principal",
    "teacher",
    "strange_office",
    "board",
    "bare_nurse",
    "mother",
    "haru",
)


def _confirm(city, aad="mother", **more):
    link = city.link(aad)
    given = {"may_report": True, "may_see_status": True, "may_be_notified": True, **more}
    return roster.ConfirmGuardian(
        guardian_id=link.id, version=link.version, why="戸籍で確認", **given
    )


def _protect(city, *, protect=True):
    pupil = city.pupil()
    return roster.SetProtection(
        pupil_id=pupil.id, version=pupil.version, protect=protect, why="支援措置の通知"
    )


def test_what_a_file_brings_gives_nothing(city):
    """A restrained parent stands in the directory's contacts like the other."""
    for aad in ("mother", "father"):
        assert city.link(aad).state is LinkState.INACTIVE
        person = city.person(aad)
        assert city.read(lambda tx, who=person: family.children(tx, who, city.now)) == ()


@pytest.mark.parametrize("who", ["office", "vice"])
def test_office_and_vice_principal_confirm_with_a_reason(city, who):
    city.press(who, _confirm(city, may_be_notified=False))
    link = city.link("mother")
    assert link.state is LinkState.CONFIRMED
    assert (link.may_report, link.may_see_status, link.may_be_notified) == (True, True, False)
    (noted,) = city.read(lambda tx: reasons.of(tx, link.pupil))
    assert (noted.why, noted.person) == ("戸籍で確認", city.person(who).id)
    (entry,) = city.ledger("attendance.confirm_guardian")
    assert entry.subject == link.subject
    assert "戸籍" not in str(tuple(entry))


@pytest.mark.parametrize("who", STRANGERS)
def test_nobody_else_sees_or_changes_a_link(city, who):
    link, pupil = city.link("mother"), city.pupil()
    known = {"guardian_id": link.id, "version": link.version, "why": "x"}
    for verb in (
        roster.GuardianDesk(school_id=city.school().id),
        roster.FindPupil(school_id=city.school().id, who="青木"),
        roster.ShowGuardians(pupil_id=pupil.id),
        roster.OpenGuardian(guardian_id=link.id),
        _confirm(city),
        roster.RemoveGuardian(**known),
        roster.UnlockWord(pupil_id=pupil.id, why="x"),
        roster.OpenProtection(pupil_id=pupil.id),
        _protect(city),
    ):
        with pytest.raises(Refused, match="not_yours"):
            city.press(who, verb)
    assert city.link("mother") == link
    assert city.pupil() == pupil


def test_a_reason_is_asked_for(city):
    sent = _confirm(city).data() | {"why": ""}
    with pytest.raises(Refused, match="empty"):
        parsed(roster.ConfirmGuardian.name, sent)


def test_a_number_of_a_person_is_no_reason(city):
    verb = roster.RemoveGuardian(
        guardian_id=city.link("father").id, version=1, why="番号 1234 5678 9018"
    )
    assert "個人番号" in city.refused("office", verb)
    assert city.link("father").state is LinkState.INACTIVE


def test_an_old_card_changes_nothing(city):
    verb = _confirm(city)
    city.press("office", verb)
    with pytest.raises(Stale):
        city.press("vice", verb)


def test_a_guardian_removed_is_refused_at_the_next_press_and_the_card_is_emptied(city):
    city.press("office", _confirm(city))
    one = city.order()
    mother = {city.person("mother").id}
    assert mother in [one.to for one in city.posted(suspending.TOLD)]
    link = city.link("mother")
    remove = roster.RemoveGuardian(guardian_id=link.id, version=link.version, why="親権の変更")
    city.press("vice", remove)
    with pytest.raises(Refused, match="not_yours"):
        city.press("mother", health.ShowOrder(suspension_id=one.id))
    told = [one.cards for one in city.posted(suspending.TOLD) if one.to == mother]
    assert buttons(told) == set()
    link = city.link("mother")
    assert (link.state, link.may_be_notified) == (LinkState.REMOVED, False)


def test_what_a_removed_guardian_had_sent_stands_on_their_card_no_more(city):
    city.press("office", _confirm(city))
    link, mother = city.link("mother"), city.person("mother").id
    report = city.report(door=Door.GUARDIAN, author=mother, guardian=link.id)
    key = family_state.key(report.id)

    def stand(tx):
        """The form's own message, as it became the state card."""
        given = {"source_key": key, "lane": outbox.Lane.SAFETY, "now": city.now}
        given |= {"expires_at": city.now + timedelta(days=1), "summaries": {}, "to": mother}
        made = family_state.card(tx, report, city.now)
        outbox.adopt(tx, kind=family_state.KIND, cards={"ja": made}, activity_id="1", **given)

    city.write(stand)
    verb = roster.RemoveGuardian(guardian_id=link.id, version=link.version, why="親権の変更")
    city.press("office", verb)
    (card,) = city.posted(family_state.KIND)
    assert "対応済み" in card.said


def test_the_list_names_what_waits_and_a_search_finds_the_child(city):
    answer = said(city.say("office", "保護者の登録"))
    assert "青木" not in answer  # a message stays in the chat
    assert "開く" in answer
    shown = said(city.press("office", roster.GuardianDesk()))
    assert "青木 父・父" in shown
    assert "青木 母・母" in shown
    find = roster.FindPupil(school_id=city.school().id, who="3-2 1")
    assert "未確認" in said(city.press("office", find))


def test_a_removed_one_may_be_confirmed_again_by_hand_alone(city):
    link = city.link("father")
    remove = roster.RemoveGuardian(guardian_id=link.id, version=link.version, why="接近禁止命令")
    city.press("office", remove)
    city.press("office", _confirm(city, "father", may_report=False))
    assert city.link("father").state is LinkState.CONFIRMED


def test_the_office_unlocks_the_word_after_five_wrong_ones(city):
    pupil = city.pupil().id

    def put(tx):
        hashed = word_rules.hashed(words.peppered(tx, pupil, "さくら"), salt=b"0123456789abcdef")
        words.put(tx, pupil, hashed, city.now)
        for _ in range(word_rules.MOST_TRIES):
            words.check(tx, pupil, "ちがう", city.now)

    city.write(put)
    assert "止まっています" in said(city.press("office", roster.ShowGuardians(pupil_id=pupil)))
    city.press("office", roster.UnlockWord(pupil_id=pupil, why="母と話した"))
    assert city.write(lambda tx: words.check(tx, pupil, "さくら", city.now)) is words.Checked.RIGHT


def test_protection_empties_what_stands_at_families_in_the_same_press(city):
    city.press("office", _confirm(city))
    city.order()
    city.press("vice", _protect(city))
    assert city.pupil().protected
    assert buttons([one.cards for one in city.posted(suspending.TOLD)]) == set()
    for who in ("mother", "haru"):
        with pytest.raises(Refused, match="not_yours"):
            city.press(who, health.ShowOrder(suspension_id=city.only().id))
    assert city.read(lambda tx: suspending.told_of(tx, city.pupil())) == ()


def test_protection_is_ended_by_hand_with_a_reason_too(city):
    city.press("office", _protect(city))
    city.now += timedelta(minutes=1)
    city.press("office", _protect(city, protect=False))
    assert not city.pupil().protected
    noted = city.read(lambda tx: reasons.of(tx, city.pupil().id))
    assert [one.act for one in noted] == ["attendance.set_protection"] * 2


def test_reasons_and_adults_are_sealed_in_the_file(city):
    city.press("office", _confirm(city))
    city.press("office", _protect(city))
    raw = city.raw()
    for word in ("戸籍で確認", "支援措置の通知", "0000-11-0001", "0000-11-0002"):
        assert word.encode() not in raw, word


def test_a_child_of_another_school_is_refused_like_a_forged_one(city):
    other = city.pupil("T1")
    for pupil in (other.id, 999):
        with pytest.raises(Refused, match="not_yours"):
            city.press("office", roster.ShowGuardians(pupil_id=pupil))
    assert city.read(lambda tx: pupils.find(tx, other.id)) is not None
    assert city.read(lambda tx: guardians.find(tx, 999)) is None
