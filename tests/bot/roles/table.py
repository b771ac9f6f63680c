"""docs/reference/roles.md: each verb and each word of the whole product × each role.

    python -m tests.bot.roles.table

What stands there is what the router answered, cell by cell, on the practice tenant's matters.
"""

import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.bot.roles import matters, ways_in
from tests.bot.roles.offers import Offers
from tests.bot.roles.world import ROLES, ROUTER, Tried, World, built

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "roles.md"
THEIRS = "whose it is"
COLUMNS = (*ROLES, THEIRS)
YES, NOT_NOW, GONE, NO = "yes", "not now", "·", "–"
# One for each answer of the router's; in which tongue it is said makes no difference.
WORDS = (
    "ヘルプ", "今日", "期限", "協定", "協定 見守り", "口頭開示 協定", "公表 協定", "会議",
    "会議 定例", "研修", "研修 情報", "自己診断", "派遣", "お知らせ", "お知らせ 1",
    "お知らせ 作成", "不在", "代理 終了", "欠席", "休校", "学校の予定", "今日の出欠", "未着",
    "長期欠席", "一覧の印刷", "電話で伝える一覧", "電話の入力", "出席停止", "出席簿", "人数",
    "保護者", "出欠の連絡先", "学校の設定", "送った連絡", "出欠の使い方", "ことば", "日本語",
    "やさしい日本語", "かな", "英語", "中文", "한국어", "tiếng việt", "português", "filipino",
    "español", "事故報告", "事故", "取扱台帳", "再委託", "点検", "台帳", "私のデータ", "廃棄",
    "保留",
)  # fmt: skip
VERBS = tuple(sorted(verb.name for verb in ROUTER.presses))
# Pressed in earnest once all that was there before is tried: more is there afterwards.
EARNEST = ("notices.start", "meetings.skip", "agreements.confirm_renewal", "training.announce")
_LINKED = {"training.certificate": "course:2"}  # nobody has finished yet, so no card links to it
# Said of what isn't there: it tells nothing of the role.
_NOT_THERE = ("common.refused.gone",)
# Said of who one is. Everything else is said of the matter: it, too, tells that one may.
_OF_WHO = re.compile(
    r"(no_role|attendance\.refused\.no_post|family\.nobody|not_(yours|desk|reader|holder|recipient|writer"
    r"|proposer|leader|staff|officer|witness|decider|approver|for_you|by_child))$"
)
_AREAS = {"「": "Words in chat", "/": "Pages that links open"}
Cells = Mapping[str, Mapping[str, str]]


def mark(tried: Tried) -> str:
    """What came of a try, in a word."""
    if tried.card is not None:
        return YES
    if not tried.refused or _OF_WHO.search(tried.refused):
        return NO
    return GONE if tried.refused.startswith(_NOT_THERE) else NOT_NOW


def cells(world: World) -> Cells:
    """Every row: verbs by name, then words, then pages that links open."""
    begin = matters.laid(world)
    said, verbs = _words(world), dict[str, Mapping[str, str]]()
    for in_earnest in (EARNEST, ()):
        offers = Offers(world, missing=frozenset(VERBS).difference(verbs)).gather(WORDS, begin)
        verbs |= _verbs(world, offers, all_=not in_earnest)
        pages = _pages(world, offers)
        for verb in in_earnest:
            world.stay(offers.presses[verb].by, verb, offers.presses[verb].data)
    return {**dict(sorted(verbs.items())), **said, **pages}


def _verbs(world: World, offers: Offers, *, all_: bool) -> Cells:
    """The rows of what somebody may press, or (`all_`) of the rest as well."""
    found = {}
    for name, offer in offers.presses.items():
        if name in offers.missing and (offer.by or all_):
            marks = {role: mark(world.press(role, name, offer.data)) for role in ROLES}
            found[name] = {**marks, THEIRS: YES if offer.by else NO}
    return found


def _words(world: World) -> Cells:
    return {
        f"「{said}」": {role: mark(world.say(role, said)) for role in ROLES} | {THEIRS: ""}
        for said in WORDS
    }


def _pages(world: World, offers: Offers) -> Cells:
    matters_of = _LINKED | offers.pages
    return {
        f"/{page}": {role: mark(world.follow(role, page, matters_of[page])) for role in ROLES}
        | {THEIRS: ""}
        for page in sorted(ROUTER.pages)
    }


_HEAD = """# Who may do what, role by role

Each verb and each word of the whole product, for each role, as the router answers it on the
matters of the practice tenant; made by `python -m tests.bot.roles.table`, and compared with it cell
by cell in each test run: whoever changes a right changes this page.

- **yes**: answered with a card (a form, or one's own matters where the office's are not shown).
- **not now**: they may, but not as the matter stands, or not with what was typed.
- **·**: the same as for a matter that isn't there.
- **–**: refused for who they are; what is written in chat isn't understood.

A role alone gives little: what is done is decided by the post that one holds. `owner` is whoever
holds the post that the first agreement belongs to; `nobody's` has no role at all. The last column
says whether there is somebody at all in the practice tenant, mostly whoever the card was sent to,
who gets an answer to that press. Rows without a yes are of matters that it doesn't have, even after
a few things were done in it for this page. Attendance has [a page of its own](attendance-roles.md),
on two schools, with who is related to which child.
"""


def text(found: Cells) -> str:
    """The page."""
    lines, area = [_HEAD], ""
    for row, marks in found.items():
        if area != (area := _area(row)):
            heads = f"| | {' | '.join(COLUMNS)} |"
            lines += ["", f"## {area}", "", heads, "|---" * (len(COLUMNS) + 1) + "|"]
        name = row if row.startswith("「") else f"`{row}`"
        lines.append(f"| {name} | {' | '.join(marks[role] for role in COLUMNS)} |")
    return "\n".join(lines) + "\n" + ways_in.text()


def _area(row: str) -> str:
    """The heading that a row stands under."""
    return _AREAS.get(row[0]) or row.partition(".")[0].capitalize()


def written() -> Cells:
    """The cells of the page."""
    found: dict[str, dict[str, str]] = {}
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        parts = [part.strip() for part in line.strip().strip("|").split("|")]
        if line.startswith("| ") and len(parts) == len(COLUMNS) + 1 and parts[0]:
            found[parts[0].strip("`")] = dict(zip(COLUMNS, parts[1:], strict=True))
    return found


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = built(Path(folder))
        PAGE.write_text(text(cells(world)), encoding="utf-8")
        world.storage.close()


if __name__ == "__main__":
    main()
