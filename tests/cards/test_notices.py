from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from cards import notices
from cards.elements.bar import NARROWEST, bar
from cards.lang import Lang
from cards.notices.progress import STATES
from cards.samples.city import NOW, TODAY
from cards.samples.notices import SENDING, Content, Line, Rehearsal, Standing, Typed, Words

JA, EN = Lang("ja"), Lang("en")


def texts(node) -> str:
    if isinstance(node, dict):
        own = [node["text"]] if "text" in node else []
        return "\n".join([*own, *(texts(value) for value in node.values())])
    return "\n".join(texts(value) for value in node) if isinstance(node, list) else ""


def verbs(card) -> list[str]:
    rows = [*card["body"], card]
    return [one["verb"] for row in rows for one in row.get("actions", ()) if "verb" in one]


def read(content, **given):
    return notices.notice(JA, content, **{"notice_id": 12, "edition": 1, **given})


def counts(card) -> list[int]:
    """The numbers of the table, its sum last."""
    (table,) = [part for part in card["body"] if part["type"] == "Table"]
    cells = [row["cells"][1]["items"][0]["text"] for row in table["rows"][1:]]
    return [int(cell.removesuffix("人").replace(",", "")) for cell in cells]


@given(st.dictionaries(st.sampled_from(STATES), st.integers(0, 40_000)))
def test_the_numbers_of_a_progress_card_add_up_to_its_sum(numbers):
    standing = replace(SENDING, numbers=numbers, audience=sum(numbers.values()))
    *parts, total = counts(notices.progress(JA, standing, at=NOW))
    assert sum(parts) == total == standing.audience


@given(st.lists(st.tuples(st.integers(0, 40_000), st.sampled_from(("good", "attention")))))
def test_a_bar_is_never_wider_than_the_whole_and_shows_no_sliver(parts):
    widths = [one["width"] for one in bar(parts)["columns"]]
    assert sum(widths) <= 100
    assert all(width >= NARROWEST for width in widths)


def test_almost_everybody_is_not_everybody():
    almost = replace(SENDING, numbers={"sent": 39_999, "pending": 1}, audience=40_000)
    assert "（99％）" in texts(notices.progress(JA, almost, at=NOW))
    few = replace(SENDING, numbers={"sent": 394, "pending": 39_606})
    assert "（0.9％）" in texts(notices.progress(JA, few, at=NOW))


def test_a_stop_speaks_of_the_first_ones_alone():
    numbers = {"pending": 19_798, "sent": 200, "failed": 1, "unknown": 1, "unreachable": 200}
    canary = {"pending": 3, "sent": 33, "failed": 1, "unknown": 1}
    halted = replace(SENDING, stage="stopped", numbers=numbers, canary=canary)
    said = texts(notices.stopped(JA, halted, {}, at=NOW))
    assert "先行送信した38人のうち、2人（5.3％）" in said
    barely = replace(halted, canary={"sent": 18_999, "failed": 1_001})
    assert "（5.1％）" in texts(notices.stopped(JA, barely, {}, at=NOW))


def test_the_card_names_a_command_that_runs_as_it_stands():
    done = replace(SENDING, stage="done", numbers={"sent": 40_000})
    assert "renkei notices export 12 ファイル名.xlsx --as " in texts(
        notices.outcome(JA, done, {}, at=NOW)
    )


def test_a_reader_is_asked_to_confirm_only_where_it_is_wanted_and_only_once():
    assert verbs(read(Content())) == ["notices.confirm"]
    assert verbs(read(Content(), confirmed_at=NOW)) == []
    assert "確認済み" in texts(read(Content(), confirmed_at=NOW))
    assert verbs(read(Content(confirm=False))) == []


def test_a_reader_reads_their_own_language_or_japanese():
    assert "City hall is closed" in texts(notices.notice(EN, Content(), notice_id=1, edition=1))
    only = Content(en=None)
    assert "閉庁します" in texts(notices.notice(EN, only, notice_id=1, edition=1))


def test_what_was_written_shows_as_it_was_written():
    sly = Content(
        ja=Words(title="*件名*", body="[ここ](https://x.example)\n{{DATE(1)}} <at>x</at>")
    )
    said = texts(read(sly))
    assert "\\*件名\\*" in said
    assert "[ここ](" not in said
    assert "{{" not in said
    assert "<at>" not in said


def test_a_corrected_card_says_so():
    assert "訂正しました" not in texts(read(Content()))
    assert "訂正しました" in texts(read(Content(), edition=2))


def test_who_confirmed_the_corrected_text_stands_beside_who_confirmed_any():
    assert "うち訂正後" not in texts(notices.progress(JA, SENDING, at=NOW))
    corrected = replace(SENDING, edition=2, confirmed_now=120)
    for card in (
        notices.progress(JA, corrected, at=NOW),
        notices.outcome(JA, corrected, {}, at=NOW),
    ):
        assert "届いて、確認済み（うち訂正後の内容は120人）" in texts(card)
    unasked = replace(corrected, content=Content(confirm=False))
    assert "うち訂正後" not in texts(notices.progress(JA, unasked, at=NOW))


def test_a_difference_names_its_facts_in_words():
    lines = (
        Line(sign="+", text="2026-12-18", label="notices.fact.deadline"),
        Line(sign="-", text="role:staff", label="notices.fact.audience"),
        Line(sign="+", text="post:課長", label="notices.fact.but"),
        Line(sign="+", text="✓", label="notices.fact.urgent"),
        Line(sign="+", text="総務課", label="notices.fact.contact"),
    )
    said = texts(notices.approval(JA, Standing(stage="asked", changes=lines)))
    for words in (
        "追加：期限：2026年12月18日（金）",
        "削除：送り先：全職員",
        "追加：除く方：職：課長",
        "追加：緊急：はい",
        "追加：問い合わせ先：総務課",
    ):
        assert words in said
    assert "notices.fact" not in said


def test_members_that_nobody_answers_to_are_a_number():
    assert "登録にない方" not in texts(notices.draft(JA, Standing()))
    said = texts(notices.draft(JA, Standing(unknown=12))).split()
    assert said[said.index("登録にない方") + 1] == "12人"


def test_a_draft_for_nobody_can_only_be_changed_or_thrown_away():
    card = notices.draft(JA, Standing(audience=0))
    assert "当てはまる職員がいません" in texts(card)
    assert set(verbs(card)) == {"notices.open_change", "notices.consider"}


def test_a_draft_shows_its_two_languages_only_where_there_are_two():
    def titles(card):
        return [one["title"] for one in card.get("actions", ())] + [
            one["title"] for row in card["body"] for one in row.get("actions", ())
        ]

    assert "英語版を見る" in titles(notices.draft(JA, Standing()))
    assert "英語版を見る" not in titles(notices.draft(JA, Standing(content=Content(en=None))))


def test_a_rehearsal_stands_still():
    assert "refresh" in notices.draft(JA, Standing())
    assert "refresh" not in notices.draft(JA, Standing(), Rehearsal(unreachable={}))


def test_a_form_comes_back_as_it_was_typed():
    card = notices.new_form(JA, Typed(urgent=True), today=TODAY, wrong=("名称をご確認ください。",))
    values = {one["id"]: one.get("value") for one in card["body"] if "id" in one}
    assert values["who"] == "企画課、学校教育課"
    assert values["deadline"] == "2026-12-18"
    assert (values["confirm"], values["urgent"]) == ("true", "true")
    assert "次の点を直してください" in texts(card["body"][1])


def test_recipients_are_said_in_words():
    def said(*to, but=()):
        return texts(notices.draft(JA, Standing(to=to, but=but)))

    assert "全職員" in said("role:staff")
    assert "児童生徒等を含む" in said("all")
    assert "所属：企画課、水道課／役割：養護教諭" in said(
        "department:企画課", "department:水道課", "role:school_nurse"
    )
    assert "全職員（職：課長 を除く）" in said("role:staff", but=("post:課長",))


def test_a_reason_that_nobody_explains_is_shown_with_its_code():
    card = notices.outcome(JA, SENDING, {"NewCode": 3, "expired": 2}, at=NOW)
    assert "記号：NewCode" in texts(card)
    assert "期限が過ぎ、送らなかった：2人" in texts(card)


def test_no_name_stands_where_notifications_show_it():
    card = notices.unreached(JA, SENDING, (), 0)
    assert card["fallbackText"] == "届いていない方の一覧"
