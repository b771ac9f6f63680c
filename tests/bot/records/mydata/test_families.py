"""「私のデータ」 of families: their own words, and nothing that tells of anybody else."""

from datetime import date

import pytest

from bot.attendance.model import Content, Door, Kind
from bot.attendance.store import drafts, pupils, reports
from bot.attendance.store.drafts import Draft
from cards.attendance.verbs import staff
from cards.lang import CODES
from cards.records.verbs.mydata import ShowMyData
from tests.bot.attendance.schools import said

DAY = date(2026, 4, 1)


def shown(school, aad, lang="ja", **verb):
    return said(school.press(aad, ShowMyData(**verb), lang))


def written(school, aad, text):
    """A guardian reports with these words."""
    given = {
        "door": Door.GUARDIAN,
        "author": school.person(aad).id,
        "guardian": school.link(aad).id,
    }
    school.report(content=Content(text=text), **given)


@pytest.mark.parametrize("aad", ["haru", "mother", "homeroom"])
@pytest.mark.parametrize(
    "words", ["私のデータ", "マイデータ", "my data", "Dữ liệu của tôi", "我的数据"]
)
def test_the_word_shows_a_door_and_no_data(school, aad, words):
    told = said(school.say(aad, words))
    assert "私のデータを見る" in told
    assert "青木" not in told
    assert "東" not in told.replace("東京", "")


def test_a_guardian_reads_their_own_words_and_link(school):
    school.confirm("mother")
    written(school, "mother", "母の言葉")
    told = shown(school, "mother")
    for own in (
        "青木 母",
        "mother@" if "mother@" in told else "青木 母",
        "母の言葉",
        "青木 はる",
        "確認済み",
    ):
        assert own in told


def test_a_guardian_reads_nothing_of_the_other(school):
    for one in ("mother", "father"):
        school.confirm(one)
        written(school, one, f"{one}の言葉")
    told = shown(school, "mother")
    assert "motherの言葉" in told
    assert "fatherの言葉" not in told
    assert "青木 父" not in told
    assert "0000-11-0002" not in told


def test_a_guardian_who_is_not_confirmed_reads_no_childs_name(school):
    told = shown(school, "father")
    assert "青木 はる" not in told
    assert "学校の確認待ち" in told


def test_a_child_reads_days_of_what_was_sent_with_the_family_word_and_no_reason(school):
    haru = school.person("haru").id
    school.report(author=haru, content=Content(text="ねつがある"))
    told = shown(school, "haru")
    assert "11月24日" in told
    assert "ねつがある" not in told


def test_a_protected_childs_account_is_told_nothing_of_where_they_are(school):
    haru = school.person("haru").id
    school.report(author=haru)
    assert "あかつき小学校" in shown(school, "haru")
    school.write(lambda tx: pupils.protect(tx, school.pupil(), True))
    told = shown(school, "haru")
    assert "青木 はる" in told
    for where in ("あかつき小学校", "小学校", "3年", "初日", "最終日"):
        assert where not in told


def test_nobody_is_told_that_a_child_is_protected(school):
    school.write(lambda tx: pupils.protect(tx, school.pupil(), True))
    assert "保護" not in shown(school, "haru").replace("個人情報保護", "")


def test_what_staff_wrote_and_watch_is_not_shown(school):
    school.confirm("mother")
    school.order()
    told = shown(school, "mother") + shown(school, "haru")
    assert "出席停止" not in told
    assert "インフルエンザ" not in told


def test_a_draft_is_shown_to_its_account_alone(school):
    mother = school.person("mother").id
    text = Draft(
        id=0,
        person=mother,
        pupil=school.pupil().id,
        since=school.today,
        until=school.today,
        kind=Kind.ABSENT,
        content=Content(text="下書きの言葉"),
    )
    school.write(lambda tx: drafts.begin(tx, text, today=school.today))
    told = shown(school, "mother")
    assert "送信前の下書き" in told
    assert "下書きの言葉" in told
    assert "下書きの言葉" not in shown(school, "father")


@pytest.mark.parametrize("lang", CODES)
def test_every_family_language_stands_with_japanese(school, lang):
    told = shown(school, "mother", lang)
    assert "市の個人情報保護の窓口" in told or lang.startswith("ja-")
    assert "records." not in told


def test_the_register_tells_families_no_department(school):
    told = shown(school, "mother", area="register")
    assert "所属" not in told


def test_each_reading_is_in_the_ledger_with_its_reason(school):
    shown(school, "mother")
    (entry,) = school.ledger("records.show_my_data")
    assert (entry.subject, entry.why) == (f"person:{school.person('mother').id}", "本人の閲覧")
    assert "青木" not in entry.detail


def test_where_a_child_is_enrolled_stands_apart_from_what_was_sent(school):
    haru = school.person("haru").id
    school.report(author=haru)
    told = shown(school, "haru", area="enrolment")
    assert "在籍・登録" in told
    assert "学級：3年2組" in told
    assert "青木 はる" in told
    sent = shown(school, "haru", area="attendance")
    assert "青木 はる" not in sent
    assert "学級" not in sent


def test_a_link_stands_with_the_enrolment(school):
    school.confirm("mother")
    assert "青木 はる" in shown(school, "mother", area="enrolment")


def test_families_read_how_often_the_school_looked_and_nobodys_name(school):
    school.confirm("mother")
    written(school, "mother", "母の言葉")
    (report,) = school.read(lambda tx: reports.by_author(tx, school.person("mother").id, DAY))
    assert "見た回数" not in shown(school, "mother")
    school.press("homeroom", staff.ReadContent(report_id=report.id))
    told = shown(school, "mother", area="ledger")
    assert "学校の教職員が連絡の内容を見た回数：1" in told
    assert "最後に見た日：2026年11月24日" in told
    assert school.person("homeroom").name not in told
    assert "見た回数" not in shown(school, "father")
