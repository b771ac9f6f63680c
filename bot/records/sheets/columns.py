"""The sheets of a handling workbook and their columns."""

from bot.records.model.registers import Act
from bot.sheets import Column

RESPONSIBLE, WORKERS, WORKPLACES, DEVICES, LINES = (
    "責任者",
    "業務従事者",
    "作業場所",
    "機器・媒体",
    "取扱台帳",
)
OURS = ("市", "city")  # in the column of the agreement: the city's own registers

_WHOSE = (
    Column("agreement", "協定", "協定番号", required=True),
    Column("subcontractor", "再委託先"),
)
_SPAN = (
    Column("since", "開始日", required=True),
    Column("until", "終了日"),
    Column("reported_on", "届出日"),
)
COLUMNS: dict[str, tuple[Column, ...]] = {
    RESPONSIBLE: (
        *_WHOSE,
        Column("name", "責任者氏名", required=True),
        Column("title", "職名"),
        *_SPAN,
    ),
    WORKERS: (
        *_WHOSE,
        Column("name", "従事者氏名", required=True),
        Column("duty", "担当業務"),
        Column("agency", "派遣元"),
        *_SPAN,
        Column("pledged_on", "誓約書の日"),
        Column("taught_on", "教育の日"),
        Column("course", "教育の内容"),
        Column("left_pledge_on", "退職時誓約の日"),
    ),
    WORKPLACES: (
        *_WHOSE,
        Column("name", "作業場所名", required=True),
        Column("address", "所在地"),
        Column("storage", "保管方法"),
        *_SPAN,
    ),
    DEVICES: (
        *_WHOSE,
        Column("number", "管理番号", required=True),
        Column("what", "機器・媒体の種類", "機器", required=True),
        Column("place", "使用場所"),
        Column("private", "私物"),
        Column("encrypted", "暗号化"),
        Column("outside", "持出し"),
        Column("permitted_on", "持出しの承諾日"),
        Column("permission", "承諾の文書"),
        *_SPAN,
    ),
    LINES: (
        *_WHOSE,
        Column("on", "年月日", required=True),
        Column("act", "区分", required=True),
        Column("item", "情報項目", required=True),
        Column("medium", "媒体", required=True),
        Column("quantity", "数量", required=True),
        Column("who", "取扱者", required=True),
        Column("whither", "相手方・行き先"),
        Column("method", "方法"),
        Column("permission", "甲の承諾"),
        Column("note", "備考"),
    ),
}
ACTS: dict[str, Act] = {
    "受渡し": Act.HAND_OVER,
    "使用": Act.USE,
    "複写・複製": Act.COPY,
    "複写": Act.COPY,
    "複製": Act.COPY,
    "保管": Act.STORE,
    "持出し": Act.TAKE_OUT,
    "返却": Act.GIVE_BACK,
    "廃棄・消去": Act.DISPOSE,
    "廃棄": Act.DISPOSE,
    "消去": Act.DISPOSE,
}
ACT_WORDS = {act: word for word, act in reversed(ACTS.items())}


def headings(sheet: str) -> tuple[str, ...]:
    """What stands over the columns of a sheet."""
    return tuple(column.headings[0] for column in COLUMNS[sheet])
