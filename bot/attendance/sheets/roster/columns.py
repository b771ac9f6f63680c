"""The tables of a school year's roster: their columns, and the words that may stand in them."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from bot.attendance.model import Function, SchoolKind, Stream
from bot.sheets import Column
from cards.lang import CODES


class Kind(StrEnum):
    """What a table of the roster is about; the words are the sheets' names."""

    SCHOOLS = "学校"
    CLASSES = "学級"
    STAFF = "教職員"
    PUPILS = "児童生徒"
    GUARDIANS = "保護者"


_SCHOOL = Column("school", "学校コード", required=True)
_GRADE = Column("grade", "学年", required=True)
_CLASS = Column("class", "組", "学級", "クラス", required=True)
_MAIL = Column("mail", "メール", "メールアドレス", "e-mail", "email")
_AAD = Column("aad_object_id", "オブジェクトID", "AADオブジェクトID", "Entra ID", "ユーザーID")
_SPAN = (
    Column("from", "開始日", "転入日", "着任日", "から"),
    Column("to", "終了日", "転出日", "退任日", "まで"),
)
COLUMNS: Mapping[Kind, Sequence[Column]] = {
    Kind.SCHOOLS: (
        Column("school", "学校コード", required=True),
        Column("name", "学校名", required=True),
        Column("kind", "学校種別", "種別", required=True),
        Column("phone", "電話番号", "電話"),
    ),
    Kind.CLASSES: (_SCHOOL, _GRADE, _CLASS, Column("stream", "学級の種別", "種別")),
    Kind.STAFF: (
        _SCHOOL,
        Column("function", "職", "校務分掌", "職名", required=True),
        Column("name", "氏名", "名前", required=True),
        _MAIL,
        _AAD,
        Column("grade", "学年"),
        Column("class", "組", "学級", "クラス"),
        *_SPAN,
    ),
    Kind.PUPILS: (
        Column("key", "学籍番号", "児童生徒番号", required=True),
        Column("name", "氏名", "名前", required=True),
        Column("reading", "ふりがな", "フリガナ", "よみ", "氏名かな"),
        _SCHOOL,
        _GRADE,
        _CLASS,
        Column("number", "出席番号", "番号", required=True),
        Column("joint", "交流学級"),
        _MAIL,
        _AAD,
        Column("language", "言語", "家庭の言語"),
        Column("protected", "秘匿", "秘匿対象"),
        *_SPAN,
    ),
    Kind.GUARDIANS: (
        Column("key", "学籍番号", "児童生徒番号", required=True),
        Column("relation", "続柄", required=True),
        Column("contact", "連絡先", "電話番号", "電話", required=True),
        Column("name", "保護者氏名", "氏名", "名前"),
        _MAIL,
        _AAD,
        Column("household", "世帯"),
        Column("language", "言語", "家庭の言語"),
    ),
}
SCHOOL_KINDS = {
    "幼稚園": SchoolKind.KINDERGARTEN,
    "小学校": SchoolKind.ELEMENTARY,
    "中学校": SchoolKind.JUNIOR_HIGH,
} | {one.value: one for one in SchoolKind}
STREAMS = {
    "通常": Stream.ORDINARY,
    "通常の学級": Stream.ORDINARY,
    "特別支援": Stream.SUPPORT,
    "特別支援学級": Stream.SUPPORT,
    "交流": Stream.JOINT,
    "交流学級": Stream.JOINT,
} | {one.value: one for one in Stream}
FUNCTIONS = {
    "担任": Function.HOMEROOM,
    "学級担任": Function.HOMEROOM,
    "副担任": Function.DEPUTY_HOMEROOM,
    "教員": Function.TEACHER,
    "教諭": Function.TEACHER,
    "講師": Function.TEACHER,
    "学年主任": Function.YEAR_HEAD,
    "養護教諭": Function.SCHOOL_NURSE,
    "教務主任": Function.CURRICULUM_HEAD,
    "給食": Function.SCHOOL_MEALS,
    "学校事務": Function.SCHOOL_OFFICE,
    "事務": Function.SCHOOL_OFFICE,
    "教頭": Function.VICE_PRINCIPAL,
    "副校長": Function.VICE_PRINCIPAL,
    "校長": Function.PRINCIPAL,
    "園長": Function.PRINCIPAL,
} | {one.value: one for one in Function}
LANGUAGES = {code: code for code in CODES} | {
    "日本語": "ja",
    "やさしい日本語": "ja-easy",
    "英語": "en",
    "中国語": "zh",
    "韓国語": "ko",
    "ベトナム語": "vi",
    "ポルトガル語": "pt",
    "フィリピノ語": "tl",
    "タガログ語": "tl",
    "スペイン語": "es",
}
