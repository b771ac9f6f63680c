"""Whatever a desk writes: every card about it fits into Teams' 28 KB, or the text is refused."""

import json
from dataclasses import replace

import pytest

from cards import notices
from cards.lang import Lang
from cards.notices import verbs
from cards.notices.size import light, size
from cards.samples.city import NOW
from cards.samples.notices import (
    LONG_STANDING,
    PROPOSED,
    SENDING,
    Content,
    Line,
    Proposed,
    Rehearsal,
    Typed,
    Words,
)

LARGEST = 28 * 1024
# What weighs most on a card: Markdown's signs are escaped, and JSON escapes that once more.
HEAVY = ("あ", "a ", "\\", "*", '"', "<", "{", "😀", "&lt;", "あ\n", "\\\n", "#\n")
REASONS = {f"{'R' * 36}{n}": 40_000 for n in range(10)}


def content(sign: str, length: int) -> Content:
    words = Words(title=filled(sign, verbs.TITLE_LENGTH), body=filled(sign, length))
    contact = filled(sign, verbs.CONTACT_LENGTH)
    link = "https://" + filled(sign, verbs.LINK_LENGTH - 8)
    return Content(ja=words, en=words, contact=contact, link=link, urgent=True)


def filled(sign: str, length: int) -> str:
    return (sign * length)[:length]


def heaviest(sign: str) -> Content:
    """The longest text of such signs that isn't refused."""
    lengths = range(verbs.BODY_LENGTH, 0, -20)
    made = (content(sign, length) for length in lengths)
    return next(one for one in made if notices.weight(one) <= notices.HEAVIEST)


@pytest.mark.parametrize("sign", HEAVY)
@pytest.mark.parametrize("code", ["ja", "en"])
def test_every_card_about_the_heaviest_text_fits(sign, code):
    lang, said = Lang(code), heaviest(sign)
    name = filled(sign, 40)
    whom = tuple(f"{by}:{name}{n}" for by in ("department", "post", "list") for n in range(9))
    lines = tuple(Line(sign="+-"[n % 2], text=filled(sign, 2000)) for n in range(40))
    standing = replace(
        LONG_STANDING,
        title=filled(sign, 100),
        to=whom,
        but=whom,
        author=filled(sign, 60),
        content=said,
        changes=lines,
        remark=filled(sign, verbs.REMARK_LENGTH),
    )
    asked = replace(standing, stage="asked", asked_at=NOW, acts=frozenset(("approve", "send_back")))
    proposal = Proposed(by=filled(sign, 60), content=said, changes=lines)
    under_way = replace(SENDING, title=standing.title, to=whom, but=whom, remark=standing.remark)
    waiting = replace(under_way, acts=PROPOSED.acts, proposal=proposal)
    shown = (
        notices.draft(lang, replace(standing, stage="returned")),
        notices.draft(lang, standing, Rehearsal(unreachable=REASONS)),
        notices.approval(lang, asked),
        notices.proposal(lang, waiting),
        notices.declined(lang, under_way),
        notices.progress(lang, under_way, at=NOW),
        notices.outcome(lang, under_way, REASONS, at=NOW),
        notices.stopped(lang, under_way, REASONS, at=NOW),
        notices.notice(lang, said, notice_id=12, edition=2),
    )
    for card in shown:
        fits(card)


@pytest.mark.parametrize("sign", HEAVY)
def test_a_form_comes_back_with_the_heaviest_text_in_it(sign):
    said = heaviest(sign)
    typed = Typed(
        title=said.ja.title,
        body=said.ja.body,
        english_title=said.ja.title,
        english_body=said.ja.body,
        who=filled(sign, verbs.WHO_LENGTH),
        contact=said.contact,
        link=said.link,
    )
    wrong = [filled(sign, 300)] * 20
    at = {"notice_id": 12, "version": 3, "today": NOW.date(), "wrong": wrong}
    for lang in (Lang("ja"), Lang("en")):
        fits(notices.new_form(lang, typed, today=NOW.date(), wrong=wrong))
        fits(notices.change_form(lang, typed, **at))
        fits(notices.correct_form(lang, typed, asks=True, **at))


def fits(card) -> None:
    weight = len(json.dumps(card, ensure_ascii=False).encode("utf-16-le"))
    assert weight <= LARGEST, card["body"][0]["text"]


def test_as_much_as_the_form_takes_fits_in_both_languages():
    for sign in ("あ", "a "):
        assert notices.weight(content(sign, verbs.BODY_LENGTH)) <= notices.HEAVIEST


def test_only_what_is_too_heavy_is_cut():
    assert light("あ" * 500, 2000) == "あ" * 500
    cut = light("\\" * 500, 2000)
    assert cut.endswith("…")
    assert size(cut) <= 2000
