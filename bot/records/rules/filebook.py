"""Which personal information files Renkei holds, in the words of a 個人情報ファイル簿 (a draft)."""

from bot.records.model.filebook import File

_STAFF = (
    "職員の人事、給与、福利厚生に専ら関する事項だけのファイルは、作成・公表の対象外です"
    "（法74条2項3号）。該当するかをご判断ください。"
)
_SCHOOL = "児童生徒の出欠の連絡を、保護者から担当の教職員へ届け、安否を確認するため"

FILES = (
    File(
        key="register",
        name="連携利用者名簿",
        purpose="協定、会議、研修、出欠の連絡について、担当する職にある者へ通知を届けるため",
        items=(
            *("氏名", "電子メールアドレス", "利用者識別番号", "所属", "職", "職務の級", "自治体名"),
            *("役割", "表示言語", "在籍・休暇の期間", "代理者"),
        ),
        scope="Microsoft 365 の組織に登録された職員、児童生徒及び保護者",
        collected="人事担当・学務担当からの名簿ファイル、Microsoft Entra ID からの取得",
        remark=_STAFF,
    ),
    File(
        key="pupils",
        name="児童生徒出欠連絡ファイル",
        purpose=_SCHOOL,
        items=(
            *("氏名", "ふりがな", "学級", "出席番号", "出欠の連絡の内容（理由・症状を含む）"),
            *("出席・欠席・遅刻・早退の記録", "出席停止", "安否確認の経過", "情報秘匿の有無"),
        ),
        scope="市立学校に在籍する児童生徒",
        collected="学校の名簿、保護者及び本人からの連絡、教職員の入力",
        sensitive="含む（心身の状態に関する記載）",
    ),
    File(
        key="guardians",
        name="保護者連絡先ファイル",
        purpose=_SCHOOL,
        items=("氏名", "続柄", "連絡先", "表示言語", "確認の状況", "連絡・閲覧の可否"),
        scope="市立学校に在籍する児童生徒の保護者",
        collected="学校の名簿、保護者からの申出",
    ),
    File(
        key="training",
        name="研修受講記録ファイル",
        purpose="職員研修の申込み、受講及び修了を管理するため",
        items=(
            "氏名",
            "所属",
            "自治体名",
            "申込み・承認の経過",
            "受講日",
            "修了日",
            "確認テストの回数",
        ),
        scope="研修の対象となる職員",
        collected="本人の申込み、所属長の承認、研修の参加記録",
        passed_on="派遣元の自治体（件数のみ）",
        remark=_STAFF,
    ),
    File(
        key="notices",
        name="通知送達記録ファイル",
        purpose="通知が本人に届いたかを確認するため",
        items=("氏名", "通知の名称", "送達の状況", "届かない理由", "確認した日時"),
        scope="通知の宛先となった職員、児童生徒及び保護者",
        collected="送信の結果、本人の操作",
    ),
    File(
        key="ledger",
        name="操作・閲覧記録ファイル（台帳）",
        purpose="個人情報の取扱いが適正であることを確認するため",
        items=("仮名", "職", "操作", "対象の番号", "目的", "日時"),
        scope="連携を操作した者",
        collected="操作時の自動記録",
        remark="氏名は対応表にだけあり、廃棄により消去されます。",
    ),
)
