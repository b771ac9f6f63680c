"""One person of each role: two schools, three classes, their families, and people of neither."""

from collections.abc import Mapping, Sequence

from bot.people.model import Role

# --- the columns of the table: role → account ----------------------------------------------------

AT_SCHOOL: Mapping[str, str] = {
    "homeroom": "homeroom",
    "acting": "acting for the homeroom (代理)",
    "deputy_homeroom": "deputy homeroom",
    "other_homeroom": "homeroom of another class",
    "teacher": "other teacher",
    "year_head": "year head",
    "other_year_head": "year head of another grade",
    "nurse": "nurse",
    "curriculum_head": "curriculum head",
    "meals": "meals",
    "office": "office",
    "vice_principal": "vice-principal",
    "principal": "principal",
}
ELSEWHERE: Mapping[str, str] = {
    "elsewhere": "every post of another school",
    "past": "principal, nurse and homeroom of last year",
    "board": "board of education",
    "school_desk": "school desk",
    "staff": "every other role of staff, no post at a school",
    "nobody": "staff without any role",
}
FAMILIES: Mapping[str, str] = {
    "pupil": "the child",
    "sibling": "sibling",
    "classmate": "another child of the class",
    "guardian": "guardian",
    "other_household": "guardian of the other household",
    "powerless": "guardian who may not report",
    "inactive": "link not confirmed",
    "removed": "link removed",
}
TITLES = {**AT_SCHOOL, **ELSEWHERE, **FAMILIES}
ROLES = tuple(TITLES)

# --- the roster -----------------------------------------------------------------------------------

MINE, OTHER = "E01", "E02"
SCHOOLS = (
    ("学校コード", "学校名", "学校種別", "電話番号"),
    (MINE, "あかつき小学校", "小学校", "0000-00-0001"),
    (OTHER, "ひので小学校", "小学校", "0000-00-0002"),
)
CLASSES = (
    ("学校コード", "学年", "組"),
    (MINE, "3", "2"),
    (MINE, "3", "3"),
    (MINE, "4", "1"),
    (OTHER, "3", "2"),
)
STAFF: Sequence[Sequence[str]] = (
    ("学校コード", "職", "氏名", "オブジェクトID", "学年", "組"),
    (MINE, "担任", "担任 一", "homeroom", "3", "2"),
    (MINE, "副担任", "副担 二", "deputy_homeroom", "3", "2"),
    (MINE, "担任", "隣組 三", "other_homeroom", "3", "3"),
    (MINE, "教員", "教員 四", "teacher", "", ""),
    (MINE, "学年主任", "主任 五", "year_head", "3", ""),
    (MINE, "学年主任", "四年 六", "other_year_head", "4", ""),
    (MINE, "養護教諭", "養護 七", "nurse", "", ""),
    (MINE, "教務主任", "教務 八", "curriculum_head", "", ""),
    (MINE, "給食", "給食 九", "meals", "", ""),
    (MINE, "学校事務", "事務 十", "office", "", ""),
    (MINE, "教頭", "教頭 甲", "vice_principal", "", ""),
    (MINE, "校長", "校長 乙", "principal", "", ""),
    (OTHER, "担任", "他校 丙", "elsewhere", "3", "2"),
    *(
        (OTHER, function, "他校 丙", "elsewhere", "", "")
        for function in ("教員", "養護教諭", "教務主任", "給食", "学校事務", "教頭", "校長")
    ),
    (OTHER, "学年主任", "他校 丙", "elsewhere", "3", ""),
)
LAST_YEAR: Sequence[Sequence[str]] = (
    STAFF[0],
    (MINE, "担任", "昨年 丁", "past", "3", "2"),
    (MINE, "養護教諭", "昨年 丁", "past", "", ""),
    (MINE, "校長", "昨年 丁", "past", "", ""),
)
CHILD, SIBLING, CLASSMATE, THIRD, STRANGE = "P1", "P2", "P3", "P4", "P9"
PUPILS = (
    ("学籍番号", "氏名", "ふりがな", "学校コード", "学年", "組", "出席番号", "オブジェクトID"),
    (CHILD, "秘川 はる", "ひめかわ はる", MINE, "3", "2", "1", "pupil"),
    (SIBLING, "秘川 そら", "ひめかわ そら", MINE, "3", "3", "1", "sibling"),
    (CLASSMATE, "秘山 うみ", "ひめやま うみ", MINE, "3", "2", "2", "classmate"),
    (THIRD, "秘沢 なぎ", "ひめさわ なぎ", MINE, "3", "2", "3", ""),
    (STRANGE, "秘野 りく", "ひめの りく", OTHER, "3", "2", "1", ""),
)
GUARDIANS = (
    ("学籍番号", "続柄", "連絡先", "保護者氏名", "オブジェクトID", "世帯"),
    (CHILD, "母", "0000-11-0001", "秘川 母", "guardian", "A"),
    (CHILD, "父", "0000-11-0002", "秘川 父", "other_household", "B"),
    (CHILD, "祖母", "0000-11-0003", "秘川 祖母", "powerless", "A"),
    (CHILD, "叔父", "0000-11-0004", "秘川 叔父", "inactive", "C"),
    (CHILD, "叔母", "0000-11-0005", "秘川 叔母", "removed", "D"),
    (SIBLING, "母", "0000-11-0001", "秘川 母", "guardian", "A"),
)
NAMES = ("はる", "うみ", "なぎ", "秘山", "秘沢")  # of the class: who isn't theirs reads none

_WITHOUT = {Role.BOARD_OF_EDUCATION, Role.SCHOOL_DESK, Role.PUPIL, Role.GUARDIAN}
PEOPLE: Sequence[Sequence[str]] = (
    ("オブジェクトID", "name", "department", "roles"),
    ("acting", "代理 戊", "", "staff"),
    ("board", "教委 己", "教育委員会", "board_of_education"),
    ("school_desk", "窓口 庚", "教育委員会", "school_desk"),
    (
        "staff",
        "職員 辛",
        "総務課",
        ",".join(sorted(role.value for role in Role if role not in _WITHOUT)),
    ),
    ("nobody", "無役 壬", "", ""),
)
FILES: Mapping[str, Sequence[Sequence[str]]] = {
    "schools": SCHOOLS,
    "classes": CLASSES,
    "staff": STAFF,
    "pupils": PUPILS,
    "guardians": GUARDIANS,
}
