"""Plain Japanese for what the clause reader finds: kinds, duties, warnings and what to do."""

KINDS = {
    "agreement": "協定",
    "memorandum": "覚書",
    "contract": "契約",
    "special_terms": "特記事項",
    "other": "その他の文書",
}
RENEWALS = {
    "automatic": "自動更新（申出がなければ更新されます）",
    "mutual": "双方の合意により更新（何もしなければ満了します）",
    "none": "更新の定めはありません",
}
FORMS = {"written": "書面で", "any": "方法を問わず", None: "（方法の定めなし）"}
OBLIGORS = {"甲": "甲", "乙": "乙", "both": "双方"}
DUTIES = {
    "confidentiality": "秘密の保持",
    "personal_information": "個人情報の適正な取扱い",
    "anonymisation": "匿名化の措置",
    "responsible_person": "責任者の設置",
    "inform_workers": "従事者への周知",
    "inform_penalties": "罰則の周知",
    "limit_workers": "従事者の範囲の限定",
    "leaver_pledge": "退職者の誓約書",
    "supervise_workers": "従事者の監督",
    "temporary_staff": "派遣労働者への対応",
    "subcontract_approval": "再委託の承認",
    "affiliates_by_consultation": "関係会社による実施の協議",
    "purpose_limit": "目的外の利用・提供の禁止",
    "copy_ban": "複写・複製の禁止",
    "take_out_ban": "持ち出しの禁止",
    "workplace_register": "作業場所の届出",
    "device_register": "使用機器の台帳管理",
    "private_device_ban": "私物の機器の使用禁止",
    "software_ban": "危険なソフトウェアの禁止",
    "storage": "施錠等による保管",
    "encryption": "暗号化",
    "access_log": "アクセスの記録",
    "handling_ledger": "取扱台帳の整備",
    "transport": "安全な搬送",
    "backup_check": "バックアップの点検",
    "inspection": "検査・確認",
    "improvement": "改善の措置",
    "disposal": "返還・廃棄",
    "disposal_certificate": "廃棄の証明書の提出",
    "incident_report": "事故の報告",
    "inform_persons_concerned": "本人への通知",
    "publish_incident": "事故の公表",
    "education": "教育・研修の実施",
    "roster_report": "従事者名簿等の報告",
    "compliance_report": "遵守状況の報告",
    "audit": "監査・調査",
    "number_memorandum": "特定個人情報についての別の覚書",
    "memorandum_per_programme": "取組ごとの覚書の締結",
    "prior_consultation_of_publicity": "公表前の協議",
    "prior_notice_of_compelled_disclosure": "法令による開示の事前通知",
    "hearing_on_disclosure_request": "開示請求を受けたときの意見聴取",
    "change_by_agreement": "協議による変更",
    "termination_right": "解除",
    "consultation_on_doubt": "疑義の協議",
}
# code: (what was found, what to do)
WARNINGS = {
    "blank_date": ("日付が空欄です", "締結後に、署名された文書で日付を確かめて登録してください"),
    "blank_party": ("当事者の名称が空欄です", "相手方の名称を確かめて登録してください"),
    "blank_responsible_person": (
        "責任者の職名・氏名が空欄です",
        "乙に責任者の届出を求めてください",
    ),
    "stale_law": (
        "市町村等の個人情報保護条例を引用しています",
        "令和5年4月1日から個人情報保護法に一本化されています。"
        "次の更新・変更のときに条文を見直してください",
    ),
    "contradictory_dates": ("日付が食い違っています", "原本で正しい日付を確かめてください"),
    "unclear_renewal": (
        "更新の定めがはっきりしません",
        "条文を読み、更新の方法と申出の期限を登録してください",
    ),
}
