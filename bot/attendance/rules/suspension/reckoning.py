"""登校のめやす: when a child may come back (学校保健安全法施行規則18条, 19条)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.attendance.model import Disease, SchoolKind, Suspension
from bot.attendance.rules.days import Calendar


class Ask(StrEnum):
    """What is asked next, gently and once a day; "" where nothing is."""

    NOTHING = ""
    ONSET = "onset"  # the day on which it began
    FEVER = "fever"  # has the fever gone, and since when
    SYMPTOMS = "symptoms"  # have the symptoms gone or eased
    WELL = "well"  # is the child well again
    RASH = "rash"  # 発しんが消えたか
    CRUSTS = "crusts"  # すべての発しんがかさぶたになったか
    COUGH = "cough"  # 特有の咳が消えたか、抗菌薬の5日間が終わったか
    DOCTOR = "doctor"  # what the doctor said
    SCHOOL = "school"  # the school hears its doctor and sets the days


class Why(StrEnum):
    """A step of the reckoning; `days` of it is how many days pass."""

    ONSET = "onset"  # 発症した後○日を経過
    SWELLING = "swelling"  # 耳下腺などの腫脹が発現した後○日を経過
    SAMPLED = "sampled"  # 検体を採取した日から○日を経過（無症状）
    FEVER = "fever"  # 解熱した後○日を経過
    EASED = "eased"  # 症状が軽快した後○日を経過
    SYMPTOMS = "symptoms"  # 主要症状が消退した後○日を経過
    WELL = "well"  # 全身状態が良好
    RASH = "rash"  # 発しんが消失
    CRUSTS = "crusts"  # すべての発しんが痂皮化
    COUGH = "cough"  # 特有の咳が消失
    TREATED = "treated"  # 5日間の適正な抗菌性物質製剤による治療が終了
    DOCTOR = "doctor"  # 医師が感染のおそれがないと認めた
    CURED = "cured"  # 治癒
    DECIDED = "decided"  # 学校医の意見を聞いて適当と認めた期間（規則19条5号・6号）
    NEXT = "next"  # 次の授業日


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoned:
    """One step: its reason, how many days pass, and the first day allowed by it alone."""

    why: Why
    day: date | None
    days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """登校のめやす: the first day allowed, the next 授業日, the reasoning, and what to ask next."""

    allowed_from: date | None = None
    school_day: date | None = None
    reasons: tuple[Reckoned, ...] = ()
    ask: Ask = Ask.NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What a disease's own rule says: the latest of `all_of`, once nothing more is asked."""

    all_of: tuple[Reckoned, ...] = ()
    ask: Ask = Ask.NOTHING

    @property
    def day(self) -> date | None:
        known = [one.day for one in self.all_of if one.day is not None]
        return max(known) if known and not self.ask else None


def guide(suspension: Suspension, *, school: SchoolKind, calendar: Calendar) -> Guide:
    """The first day allowed and the next 授業日 of the child's class; the school decides it.

    Onset is day 0. `school` is where the child is enrolled: the kindergarten's longer time for
    influenza goes by enrolment, not by age.
    """
    found = _shortened(suspension, _own_rule(suspension, school))
    allowed = found.day
    school_day = None if allowed is None else calendar.first_from(allowed)
    following = () if allowed is None else (Reckoned(why=Why.NEXT, day=school_day),)
    return Guide(
        allowed_from=allowed,
        school_day=school_day,
        reasons=(*found.all_of, *following),
        ask=found.ask,
    )


def _own_rule(one: Suspension, school: SchoolKind) -> _Found:
    if one.disease is Disease.INFLUENZA:
        return _influenza(one, school)
    return _RULES[one.disease](one)


def _influenza(one: Suspension, school: SchoolKind) -> _Found:
    """規則19条2号イ: five days after onset, and two (a small child: three) after the fever."""
    after = 3 if school is SchoolKind.KINDERGARTEN else 2
    return _both(one, (Why.ONSET, 5), (Why.FEVER, after), Ask.FEVER)


def _covid(one: Suspension) -> _Found:
    """規則19条2号チ: five days after onset, and one after it eased; none felt: from the sample."""
    if one.onset is None and one.sampled_on is not None:
        return _Found(all_of=(_after(Why.SAMPLED, one.sampled_on, 5),))
    return _both(one, (Why.ONSET, 5), (Why.EASED, 1), Ask.SYMPTOMS)


def _mumps(one: Suspension) -> _Found:
    """規則19条2号ニ: five days after the swelling came, and well again."""
    swelling = _onset(one, Why.SWELLING, 5)
    well = () if one.ended_on is None else (Reckoned(why=Why.WELL, day=one.ended_on),)
    return _Found(all_of=(*swelling, *well), ask=_missing(one, Ask.WELL))


def _pertussis(one: Suspension) -> _Found:
    """規則19条2号ロ: the cough is gone, or five days of antibiotics are done: the earlier."""
    cough = None if one.ended_on is None else Reckoned(why=Why.COUGH, day=one.ended_on)
    treated = None if one.treated_on is None else _after(Why.TREATED, one.treated_on, 0)
    known = [found for found in (cough, treated) if found is not None and found.day is not None]
    if not known:
        return _Found(ask=Ask.COUGH)
    return _Found(all_of=(min(known, key=lambda found: found.day or date.max),))


def _passed(why: Why, days: int, ask: Ask) -> Callable[[Suspension], _Found]:
    """So many days after symptoms ended: measles three (ハ), pharyngoconjunctival two (ト)."""

    def found(one: Suspension) -> _Found:
        if one.ended_on is None:
            return _Found(ask=ask)
        return _Found(all_of=(_after(why, one.ended_on, days),))

    return found


def _condition(why: Why, ask: Ask) -> Callable[[Suspension], _Found]:
    """Until something is so; it is asked daily, no date reckoned: rubella ホ, chickenpox ヘ."""

    def found(one: Suspension) -> _Found:
        if one.ended_on is None:
            return _Found(ask=ask)
        return _Found(all_of=(Reckoned(why=why, day=one.ended_on),))

    return found


def _cleared(why: Why) -> Callable[[Suspension], _Found]:
    """Until a doctor says so: 第一種 1号, 結核・髄膜炎菌性髄膜炎・第三種 3号, household 4号."""

    def found(one: Suspension) -> _Found:
        if one.cleared_on is None:
            return _Found(ask=Ask.DOCTOR)
        return _Found(all_of=(Reckoned(why=why, day=one.cleared_on),))

    return found


def _decided(one: Suspension) -> _Found:
    """規則19条5号・6号: as long as the school finds right, having heard its doctor."""
    day = one.cleared_on or one.returns_on
    if day is None:
        return _Found(ask=Ask.SCHOOL)
    return _Found(all_of=(Reckoned(why=Why.DECIDED, day=day),))


_RULES: Mapping[Disease, Callable[[Suspension], _Found]] = {
    Disease.COVID_19: _covid,
    Disease.MEASLES: _passed(Why.FEVER, 3, Ask.FEVER),
    Disease.PHARYNGOCONJUNCTIVAL: _passed(Why.SYMPTOMS, 2, Ask.SYMPTOMS),
    Disease.MUMPS: _mumps,
    Disease.RUBELLA: _condition(Why.RASH, Ask.RASH),
    Disease.CHICKENPOX: _condition(Why.CRUSTS, Ask.CRUSTS),
    Disease.PERTUSSIS: _pertussis,
    Disease.TUBERCULOSIS: _cleared(Why.DOCTOR),
    Disease.MENINGOCOCCAL: _cleared(Why.DOCTOR),
    Disease.THIRD_CLASS: _cleared(Why.DOCTOR),
    Disease.FIRST_CLASS: _cleared(Why.CURED),
    Disease.HOUSEHOLD: _cleared(Why.DOCTOR),
    Disease.AREA: _decided,
    Disease.TRAVEL: _decided,
}
SHORTENED = frozenset(
    (
        Disease.INFLUENZA,
        Disease.MEASLES,
        Disease.PHARYNGOCONJUNCTIVAL,
        Disease.MUMPS,
        Disease.RUBELLA,
        Disease.CHICKENPOX,
        Disease.PERTUSSIS,
    )
)  # 規則19条2号ただし書: a doctor may see no danger earlier; not asked for COVID-19


def _shortened(one: Suspension, found: _Found) -> _Found:
    if one.cleared_on is None or one.disease not in SHORTENED:
        return found
    if found.day is not None and found.day <= one.cleared_on:
        return found
    return _Found(all_of=(Reckoned(why=Why.DOCTOR, day=one.cleared_on),))


def _both(one: Suspension, onset: tuple[Why, int], ended: tuple[Why, int], ask: Ask) -> _Found:
    over = () if one.ended_on is None else (_after(ended[0], one.ended_on, ended[1]),)
    return _Found(all_of=(*_onset(one, *onset), *over), ask=_missing(one, ask))


def _onset(one: Suspension, why: Why, days: int) -> tuple[Reckoned, ...]:
    return () if one.onset is None else (_after(why, one.onset, days),)


def _missing(one: Suspension, ask: Ask) -> Ask:
    if one.onset is None:
        return Ask.ONSET
    return ask if one.ended_on is None else Ask.NOTHING


def _after(why: Why, day: date, days: int) -> Reckoned:
    """The day after so many whole days have passed (後○日を経過するまで)."""
    return Reckoned(why=why, day=day + timedelta(days=days + 1), days=days)
