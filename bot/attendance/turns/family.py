"""What families say in the chat: 「出欠」, 「欠席」, xin nghỉ …; instructions and languages."""

from dataclasses import replace

from bot.attendance import family
from bot.attendance.store import guardians, pupils
from bot.attendance.turns import form, state
from bot.errors import Refused
from bot.people import languages
from bot.people.model import Role
from bot.turns.router import Router
from bot.turns.turn import Turn
from cards.attendance import family as cards
from cards.attendance.beside import both
from cards.attendance.verbs import family as view
from cards.elements import Card
from cards.lang import CODES, Lang

router = Router()
# In the ten languages. English "absent" is how staff say that they are away.
_ABSENCE = (
    r"出欠(?:の?連絡)?|しゅっけつ|欠席(?:の?連絡|します)?|けっせき|お?休み(?:ます|の連絡)?",
    r"お?やすみ(?:ます)?|遅刻(?:します)?|ちこく|遅れます|おくれます|早退(?:します)?|そうたい",
    r"早く帰ります|absence|attendance(?: contact)?|late for school|sick today",
    r"请假|請假|缺席|缺课|迟到|早退|결석|결석합니다|출결|지각|조퇴",
    r"xin nghỉ|xin nghỉ học|nghỉ học|vắng mặt|xin phép nghỉ|đi muộn|về sớm",
    r"falta|faltar|ausência|ausencia|inasistencia|atraso|retraso|chegar atrasado",
    r"liban|liliban|hindi papasok|mahuhuli",
)
_MINE = r"送った連絡|私の連絡|わたしの連絡|おくった れんらく|my (?:reports|contacts)"
_HELP = r"出欠の?(?:使い方|ヘルプ)|連絡の使い方|attendance help"
_LANGUAGE = r"ことば|言葉|言語|language|idioma|ngôn ngữ|语言|언어|wika"
_ELSEWHERE = "attendance.family.refused.elsewhere"
_FOR_FAMILIES = ("attendance.family.", "common.refused.")
_FOR_STAFF = frozenset(
    f"common.refused.{name}" for name in ("no_role", "gone", "unknown_verb", "changed", "link")
)


@router.hears(*_ABSENCE)
def hear(turn: Turn, words: str) -> Card | None:
    """「出欠」: the form, for whoever speaks for a child; others' words go on to who knows them."""
    del words
    return form.first(turn) if _speaks(turn) else None


@router.hears(_MINE)
def hear_mine(turn: Turn, words: str) -> Card | None:
    """「送った連絡」."""
    del words
    return state.mine(turn) if _speaks(turn) else None


@router.hears(_HELP)
def hear_help(turn: Turn, words: str) -> Card | None:
    """「出欠の使い方」."""
    del words
    return instructions(turn) if _speaks(turn) else None


@router.hears(_LANGUAGE)
def hear_language(turn: Turn, words: str) -> Card | None:
    """「ことば」."""
    del words
    return cards.languages(_lang(turn)) if _speaks(turn) else None


@router.on(view.FamilyHelp)
def help_(turn: Turn, verb: view.FamilyHelp) -> Card:
    """使い方."""
    del verb
    return instructions(turn)


def instructions(turn: Turn) -> Card:
    """How it works, and whom to ring; raises Refused for whoever speaks for nobody."""
    every = _children(turn)
    phones = dict.fromkeys(filter(None, map(family.phone, every)))
    return cards.instructions(family.language(turn.lang, every), list(phones))


def guide(turn: Turn) -> Card | None:
    """What the bot is for a child or a guardian: this, and nothing of the city's own matters. Whose
    link the office hasn't confirmed, or has removed, is told to ring the school."""
    if not _is_family(turn):
        return None
    return instructions(turn) if _speaks(turn) else turned_away(turn, Refused(family.NOBODY))


def turned_away(turn: Turn, refused: Refused) -> Card | None:
    """Any slice's refusal as a family reads it: in its language, and with whom to ring."""
    if not _is_family(turn):
        return None
    every = family.children(turn.tx, turn.person, turn.now)
    lang, key = family.language(turn.lang, every), form.family_key(refused.reason)
    is_theirs = key.startswith(_FOR_FAMILIES) and key not in _FOR_STAFF
    return cards.turned_away(
        lang,
        both(lang, key, **refused.facts) if is_theirs else both(lang, _ELSEWHERE),
        list(dict.fromkeys(filter(None, map(family.phone, every)))),
        form=any(one.may_report and one.school is not None for one in every),
    )


def _is_family(turn: Turn) -> bool:
    """Whether nothing but attendance is here for them: a child, or an adult with a link of any
    state, who is neither staff nor of the board of education."""
    person = turn.person
    if not person.id or person.is_staff or Role.BOARD_OF_EDUCATION in person.roles:
        return False
    own = Role.PUPIL in person.roles or pupils.by_person(turn.tx, person.id) is not None
    return own or bool(guardians.by_person(turn.tx, person.id))


@router.on(view.OpenLanguage)
def open_language(turn: Turn, verb: view.OpenLanguage) -> Card:
    """ことば: the ten languages."""
    _children(turn)
    return cards.languages(_lang(turn), pupil_id=verb.pupil_id)


@router.on(view.ChooseLanguage)
def choose_language(turn: Turn, verb: view.ChooseLanguage) -> Card:
    """From now on in this language; the form is drawn in it at once."""
    _children(turn)
    if verb.code not in CODES:
        raise Refused("common.refused.malformed", field="code")
    languages.choose(turn.tx, turn.person.id, verb.code)
    return form.first(replace(turn, lang=Lang.of(verb.code)), verb.pupil_id)


def _speaks(turn: Turn) -> bool:
    return bool(family.children(turn.tx, turn.person, turn.now))


def _children(turn: Turn) -> tuple[family.Child, ...]:
    every = family.children(turn.tx, turn.person, turn.now)
    if not every:
        raise Refused(family.NOBODY)
    return every


def _lang(turn: Turn) -> Lang:
    return family.language(turn.lang, family.children(turn.tx, turn.person, turn.now))
