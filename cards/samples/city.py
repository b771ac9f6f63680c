"""The invented city of the samples: あかつき市, its partners, agreements and duties."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from cards.agreements import Show
from cards.verbs import Verb

TODAY = date(2026, 11, 27)
TOKYO = timezone(timedelta(hours=9))
NOW = datetime(2026, 11, 27, 9, 5, tzinfo=TOKYO)
SHOW = Show(agreement_id=7)
LONG = (
    "あかつき市と株式会社みらいデジタルソリューションズ及びあかつき市教育委員会との"
    "地域共生社会の実現に向けた行政のデジタル化、子どもの学びの支援、災害時の情報伝達並びに"
    "市民の健康づくりの推進に関する包括連携協定書"
)
LONG_NAME = (
    "特定非営利活動法人あかつき地域子育て・青少年健全育成・多文化共生推進ネットワーク"
    "連絡協議会（東部・西部・南部・北部合同事務局）"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """A party of the samples."""

    name: str
    former: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """An undertaking of the samples."""

    field: str
    title: str
    departments: tuple[str, ...] = ()
    state: str = "新規"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A decision of the samples."""

    decided_on: date
    decided_class: str
    decided_post: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """An agreement of the samples."""

    agreement_id: int = 7
    version: int = 3
    title: str = "包括連携に関する協定書"
    kind: str = "agreement"
    partners: tuple[Partner, ...] = (Partner(name="株式会社みらいテック"),)
    today: date = TODAY
    signed_on: date | None = date(2024, 4, 1)
    start: date | None = date(2024, 4, 1)
    end: date | None = date(2027, 3, 31)
    renewal_kind: str = "mutual"
    extension_months: int | None = 12
    renewal_article: str = "第9条第2項"
    contract_day: date | None = date(2026, 12, 31)
    practical_day: date | None = date(2026, 12, 28)
    programmes: tuple[Programme, ...] = (
        Programme(field="行政DX", title="窓口の予約", departments=("市民課",), state="実績"),
        Programme(field="教育", title="端末の活用研修", departments=("学校教育課",)),
        Programme(field="防災", title="避難所の情報発信", departments=("危機管理課", "広報課")),
    )
    last_met_on: date | None = date(2026, 9, 10)
    state: str = "before_talks"
    owner: str = "企画課長"
    recipients: tuple[str, ...] = ("企画課 連携推進係長",)
    draft_number: str = ""
    decision: Decision | None = None
    kept_at: str = "企画課 書庫A-3"
    is_open: bool = True
    confirmed: bool = False
    may_snooze: bool = True
    undoable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A press of the samples."""

    act: str
    by: str = "企画課長　暁 花子"
    deputy_for: str = ""
    at: datetime = NOW


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalated:
    """A matter that nobody has confirmed."""

    matter: Matter
    first_sent_on: date = date(2026, 10, 30)
    confirmed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One line of a list of deadlines."""

    what: str = "agreements.what.renewal"
    title: str = "包括連携に関する協定書"
    day: date = date(2026, 12, 28)
    show: Verb | None = SHOW


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A duty of the samples."""

    duty_id: int = 21
    version: int = 2
    agreement_id: int = 9
    agreement_title: str = "住民情報システム運用業務委託契約に係る個人情報の取扱いに関する覚書"
    partner: str = "みらいデータサービス株式会社"
    kind: str = "roster_report"
    obligor: str = "乙"
    ours: bool = False
    theirs: bool = True
    article: str = "第6条第1項"
    items: tuple[str, ...] = ()
    due_on: date | None = date(2026, 12, 25)
    every_months: int | None = 12
    until: date | None = None
    ended_on: date | None = None
    state: str = "open"
    evidence: str = ""
    today: date = TODAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """An oral disclosure of the samples."""

    disclosure_id: int = 4
    version: int = 1
    agreement_id: int = 7
    agreement_title: str = "包括連携に関する協定書"
    partner: str = "株式会社みらいテック"
    by: str = "ours"
    what: str = "次期窓口システムの構成（11月20日の打合せ）"
    disclosed_on: date = date(2026, 11, 20)
    told_confidential: bool = True
    due_on: date | None = date(2026, 12, 20)
    practical_day: date | None = date(2026, 12, 18)
    article: str = "第5条第2項"
    written_on: date | None = None
    today: date = TODAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Publicity:
    """A request for publicity of the samples."""

    publicity_id: int = 5
    version: int = 1
    agreement_id: int = 7
    agreement_title: str = "包括連携に関する協定書"
    partner: str = "株式会社みらいテック"
    medium: str = "市ホームページ"
    on: date = date(2026, 12, 15)
    text: str = "あかつき市と株式会社みらいテックは、窓口の予約サービスを始めます。"
    answer: str = ""
    answered_on: date | None = None
    today: date = TODAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post of the samples."""

    id: int
    name: str
    department: str


SHORT = Matter()
LONG_MATTER = Matter(
    title=LONG,
    partners=(
        Partner(name=LONG_NAME, former=("特定非営利活動法人あかつき子育て応援団連絡会",)),
        Partner(name="株式会社みらいデジタルソリューションズ", former=("未来電算株式会社",)),
        Partner(name="国立大学法人あかつき大学"),
        Partner(name="一般社団法人あかつき建設業協会"),
    ),
    programmes=tuple(
        Programme(
            field="地域共生",
            title=f"第{n}の取組：子どもから高齢者までが参加する地域のデジタル活用と見守りの推進",
            departments=("企画課", "デジタル推進課", "学校教育課", "健康増進課", "危機管理課"),
            state=("新規", "継続", "実績", "終了")[n % 4],
        )
        for n in range(1, 25)
    ),
    recipients=tuple(f"地域共生推進部 デジタル連携推進課 第{n}担当課長補佐" for n in range(1, 9)),
    owner="地域共生推進部 デジタル連携推進課長",
    kept_at="本庁舎 地下1階 第二書庫 電動書架 14列 3段（文書番号 2024-企連-00123）",
    state="decided",
    draft_number="企連第2026-123号",
    decision=Decision(
        decided_on=date(2026, 11, 20), decided_class="市長決裁", decided_post="あかつき市長"
    ),
    undoable=True,
)
EMPTY_MATTER = Matter(
    title="協力に関する覚書",
    kind="memorandum",
    partners=(),
    signed_on=None,
    start=None,
    end=None,
    renewal_kind="none",
    extension_months=None,
    renewal_article="",
    contract_day=None,
    practical_day=None,
    programmes=(),
    last_met_on=None,
    recipients=(),
    kept_at="",
    may_snooze=False,
)
AUTOMATIC = Matter(
    agreement_id=8,
    title="災害時における生活物資の供給協力に関する協定",
    partners=(Partner(name="暁商事株式会社", former=("あかつき物産株式会社",)),),
    renewal_kind="automatic",
    renewal_article="第11条ただし書",
    contract_day=date(2027, 2, 26),
    practical_day=date(2027, 2, 19),
)
ENDING = Matter(
    agreement_id=11,
    title="市制80周年記念事業に関する協定",
    renewal_kind="none",
    extension_months=None,
    renewal_article="",
    contract_day=date(2027, 3, 31),
    practical_day=date(2027, 3, 31),
)
POSTS = tuple(
    Post(id=n, name=name, department=department)
    for n, (name, department) in enumerate(
        [
            ("課長", "企画課"),
            ("連携推進係長", "企画課"),
            ("課長", "デジタル推進課"),
            ("課長", "危機管理課"),
            ("課長", "学校教育課"),
        ],
        start=1,
    )
)
