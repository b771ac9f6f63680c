"""Each kind of duty in a sentence of its own, and who owes it."""

import pytest

from bot.agreements.clauses import read
from bot.agreements.clauses.duty_table import KINDS
from bot.agreements.clauses.model import Document

FRAME = """業務の委託に関する覚書

あかつき市（以下「甲」という。）と株式会社さくら情報（以下「乙」という。）は、次のとおり覚書を締結する。

（目的）
第1条　この覚書は、委託した業務で扱う情報の守り方を定める。

（{caption}）
第2条　{text}
"""


def memorandum(text: str, caption: str = "情報の保護") -> Document:
    (document,) = read(FRAME.format(text=text, caption=caption), "x").documents
    return document


SENTENCES = {
    "confidentiality": ("乙は、業務上知り得た秘密を第三者に漏らしてはならない。", "乙"),
    "personal_information": ("甲及び乙は、個人情報を法令に従い適正に取り扱うものとする。", "both"),
    "anonymisation": ("受託者は、提供を受けたデータを匿名化しなければならない。", "乙"),
    "responsible_person": ("乙は、情報の管理責任者を選任しなければならない。", "乙"),
    "inform_workers": ("乙は、従業員に対し、この覚書の内容を周知しなければならない。", "乙"),
    "inform_penalties": ("乙は、従事者に対し、違反した場合の罰則を説明するものとする。", "乙"),
    "limit_workers": ("乙は、情報を取り扱う従事者を必要最小限の者に限定するものとする。", "乙"),
    "leaver_pledge": ("乙は、従業員が退職するときは、秘密を守る旨の誓約書を提出させる。", "乙"),
    "supervise_workers": ("乙は、従業者に対し必要な監督を行うものとする。", "乙"),
    "temporary_staff": ("乙は、派遣労働者にもこの覚書を守らせなければならない。", "乙"),
    "subcontract_approval": ("乙は、甲の承諾なく業務を再委託してはならない。", "乙"),
    "affiliates_by_consultation": (
        "乙は、甲と協議のうえ、子会社に業務を実施させることができる。",
        "乙",
    ),
    "purpose_limit": ("乙は、情報を業務の目的以外に利用してはならない。", "乙"),
    "copy_ban": ("乙は、資料を無断で複製してはならない。", "乙"),
    "take_out_ban": ("乙は、資料を事務所の外に持ち出してはならない。", "乙"),
    "workplace_register": ("乙は、作業場所を定め、甲に届け出なければならない。", "乙"),
    "device_register": ("乙は、使用する端末を台帳により管理しなければならない。", "乙"),
    "private_device_ban": ("乙は、私物の端末を使用してはならない。", "乙"),
    "software_ban": ("乙は、許可のないソフトウェアを端末に導入してはならない。", "乙"),
    "storage": ("乙は、資料を施錠できる保管庫で保管しなければならない。", "乙"),
    "encryption": ("乙は、電子データを暗号化しなければならない。", "乙"),
    "access_log": ("乙は、アクセスの記録を残すものとする。", "乙"),
    "handling_ledger": ("乙は、資料の受け渡しを記録する管理簿を作成しなければならない。", "乙"),
    "transport": ("乙は、資料を運搬するときは、施錠したかばんを用いる。", "乙"),
    "backup_check": ("乙は、バックアップの状態を毎月点検するものとする。", "乙"),
    "inspection": ("甲は、乙の作業場所に立ち入り、実地の検査を行うことができる。", "乙"),
    "improvement": ("甲は、不備があると認めるときは、乙に改善を指示することができる。", "乙"),
    "disposal": (
        "乙は、業務が終わったときは、資料を甲に返還し、又は廃棄しなければならない。",
        "乙",
    ),
    "disposal_certificate": (
        "乙は、データを消去したときは、消去証明書を甲に提出しなければならない。",
        "乙",
    ),
    "incident_report": ("乙は、情報の紛失があったときは、直ちに甲に報告しなければならない。", "乙"),
    "inform_persons_concerned": (
        "乙は、漏えいがあったときは、本人に通知しなければならない。",
        "乙",
    ),
    "publish_incident": ("乙は、漏えいがあったときは、再発防止策を公表するものとする。", "乙"),
    "education": ("乙は、従事者に対し、情報の取扱いについての研修を行わなければならない。", "乙"),
    "roster_report": ("乙は、従事者の名簿を甲に提出しなければならない。", "乙"),
    "compliance_report": ("甲は、乙に対し、情報の管理状況の報告を求めることができる。", "乙"),
    "audit": ("甲は、必要があると認めるときは、乙を監査することができる。", "乙"),
    "number_memorandum": ("特定個人情報を取り扱うときは、別に覚書を締結するものとする。", "both"),
    "memorandum_per_programme": ("取組の具体的な内容は、別途覚書を締結して定める。", "both"),
    "prior_consultation_of_publicity": (
        "甲及び乙は、取組を公表するときは、あらかじめ相手方と協議する。",
        "both",
    ),
    "prior_notice_of_compelled_disclosure": (
        "当事者は、裁判所の命令により開示するときは、事前に相手方に通知しなければならない。",
        "both",
    ),
    "hearing_on_disclosure_request": (
        "甲は、情報公開請求があったときは、乙に意見書を提出する機会を与えるものとする。",
        "甲",
    ),
    "change_by_agreement": ("この覚書の内容は、甲乙の合意により変更することができる。", "both"),
    "termination_right": (
        "甲又は乙は、相手方が違反したときは、この覚書を解除することができる。",
        "both",
    ),
    "consultation_on_doubt": ("この覚書に定めのない事項は、甲乙が協議して定める。", "both"),
}


def test_every_kind_has_its_sentence() -> None:
    assert set(SENTENCES) == set(KINDS)


@pytest.mark.parametrize("kind", sorted(SENTENCES))
def test_a_duty_is_known_by_its_wording(kind: str) -> None:
    text, obligor = SENTENCES[kind]
    found = {duty.kind: duty for duty in memorandum(text).duties}
    assert kind in found
    assert found[kind].obligor == obligor
    assert found[kind].cite.article == "第2条"
    assert found[kind].cite.quote == text


@pytest.mark.parametrize(
    "text",
    [
        "甲は、乙に対し、委託料を請求書の受理後30日以内に支払う。",
        "乙は、業務を令和6年3月31日までに完了する。",
        "甲及び乙は、互いに協力して市民の利便を高める。",
        "乙は、物資を避難所へ輸送するものとする。",
        "甲は、納品された成果物の検査を行う。",
        "甲及び乙は、業務の効率化や働き方の見直しに取り組む。",
    ],
)
def test_other_sentences_are_no_duty(text: str) -> None:
    assert memorandum(text, "業務").duties == ()


def test_a_sentence_without_subject_goes_on_with_the_one_before() -> None:
    found = memorandum("乙は、次のとおり管理する。\n(1) 電子データは暗号化すること。").duties
    assert [(duty.kind, duty.obligor) for duty in found] == [("encryption", "乙")]


def test_the_items_of_an_application_are_listed() -> None:
    text = (
        "乙は、次の各号の事項を記載した書面により甲の承認を受けなければ、"
        "業務を再委託してはならない。\n"
        "(1) 再委託する理由\n(2) 再委託する相手方の名称（所在地を含む。）\n(3) 再委託する業務"
    )
    (found,) = (duty for duty in memorandum(text).duties if duty.kind == "subcontract_approval")
    assert found.items == (
        "再委託する理由",
        "再委託する相手方の名称（所在地を含む。）",
        "再委託する業務",
    )


def test_a_disposal_before_a_witness_says_so() -> None:
    text = "乙は、資料を廃棄するときは、甲の立会いの下で廃棄しなければならない。"
    (found,) = (duty for duty in memorandum(text).duties if duty.kind == "disposal")
    assert found.witness


@pytest.mark.parametrize(
    ("text", "articles", "months"),
    [
        ("前条の規定は、この覚書の終了後も効力を有する。", ("第1条",), None),
        (
            "第3条から第5条まで及び第8条の規定は、契約終了後もなお存続する。",
            ("第3条", "第4条", "第5条", "第8条"),
            None,
        ),
        ("乙は、秘密を漏らしてはならない。契約が終了した後も、同様とする。", ("第2条",), None),
        ("秘密を守る義務は、契約終了後三年間存続する。", ("第2条",), 36),
        ("この条の規定は、契約満了の日から1年6か月間効力を有する。", ("第2条",), 18),
    ],
)
def test_what_outlives_the_end(text: str, articles: tuple[str, ...], months: int | None) -> None:
    found = memorandum(text).survival
    assert [(one.articles, one.months) for one in found] == [(articles, months)]


@pytest.mark.parametrize(
    "text",
    [
        "乙は、従業員の退職後も秘密を守らせるものとする。",
        "乙は、契約終了後、速やかに資料を返還しなければならない。",
        "乙は、帳簿を契約終了後5年間保存しなければならない。",
    ],
)
def test_what_only_happens_after_the_end_survives_nothing(text: str) -> None:
    assert memorandum(text).survival == ()


@pytest.mark.parametrize(
    ("text", "every", "soft"),
    [
        ("甲及び乙は、四半期ごとに意見交換を行う。", 3, False),
        ("甲及び乙は、年1回、連絡会議を開催する。", 12, False),
        ("甲及び乙は、半年に1回を目安に意見交換会を開く。", 6, True),
        ("甲及び乙は、毎月、定例会を開催する。", 1, False),
        ("甲及び乙は、2か月に1回、打合せを行うよう努める。", 2, True),
        ("甲及び乙は、年に4回、進捗を確かめる会議を開くものとする。", 3, False),
        ("甲及び乙は、定期的に情報交換を行う。", None, False),
        ("甲及び乙は、隔月で協議の場を設ける。", 2, False),
    ],
)
def test_a_meeting_and_how_often(text: str, every: int | None, soft: bool) -> None:
    found = memorandum(text, "連絡").meetings
    assert [(one.every_months, one.soft) for one in found] == [(every, soft)]


@pytest.mark.parametrize(
    "text",
    [
        "疑義が生じたときは、その都度協議して定める。",
        "乙は、バックアップを定期的に確認する。",
        "甲は、毎月末日までに委託料を支払う。",
    ],
)
def test_other_dealings_are_no_meeting(text: str) -> None:
    assert memorandum(text, "その他").meetings == ()
