/** The page's words in Japanese. */

import { date, fiscalYear, fullDate } from "./dates.js";

const count = (n) => n.toLocaleString("ja-JP");
const people = (n) => `${count(n)}人`;
const few = (n) => (n === null ? "5人未満" : people(n));
const next = (now, day) => (now ? `次の期限は${date(day)}` : `この年度の最初の期限は${fullDate(day)}`);

export default {
  "title": "一覧",
  "hello": ({ name }) => `${name}さん`,
  "as_of": ({ day, time }) => `${date(day)} ${time}現在`,
  "contents": "この画面の内容",
  "table": "表で見る",
  "more": ({ n, settled }) => {
    if (settled === n) return `判断の済んだ${count(n)}件は図に表示していません。「表で見る」でご覧ください。`;
    const some = settled ? `（判断の済んだもの${count(settled)}件を含む）` : "";
    return `図に入らないほかの${count(n)}件${some}は、「表で見る」でご覧ください。`;
  },
  "beyond": ({ n }) => `表にも入らないものが、ほかに${count(n)}件あります。`,
  "outside": "この画面は、Teams の「連携」の中で開いてください。",
  "nothing": "いま表示できるものはありません。担当する協定・会議・研修があるとき、または学校にお勤めのときに、ここへ表示されます。お知らせの確認や手続きは、「チャット」で行います。",
  "nothing.family": "ここは職員のための画面です。出欠の連絡や学校からのお知らせは、「チャット」をご覧ください。",
  "unknown": "職員名簿に登録がないため、表示できるものがありません。お心当たりがない場合は、所属の庶務担当にお尋ねください。",
  "loading": "読み込んでいます…",
  "trouble.sign-on": "サインインを確認できませんでした。Teams を開き直しても表示されないときは、情報システムの担当にご連絡ください。",
  "trouble.tenant": "この組織では、連携を利用できる設定になっていません。",
  "trouble.gone": "この項目は、いまの担当では表示できません。",
  "trouble.later": "ただいま表示できません。自動で読み込み直します。",
  "trouble.stale": "最新の状態を読み込めません。前回の内容を表示しています。",
  "unit.people": people,
  "few": few,

  "agreements": "協定と期限",
  "agreements.contents": "協定と期限",
  "agreements.year": ({ year }) => fiscalYear(year),
  "agreements.earlier": "前の年度",
  "agreements.later": "次の年度",
  "agreements.ending": ({ year, now, n, settled }) =>
    `${now ? "今年度" : `${year}年度`}に期間が終わる協定は${count(n)}件${settled ? `（うち判断済み${count(settled)}件）` : ""}です。`,
  "agreements.settled": ({ year, now }) => `${now ? "今年度" : `${year}年度`}の図に、判断が必要なものは残っていません。`,
  "agreements.quiet": ({ year, now }) => `${now ? "今年度" : `${year}年度`}に期限を迎える協定や義務はありません。`,
  "agreements.late": ({ n }) => `期限を過ぎて、まだ済んでいないものが${count(n)}件あります。`,
  "agreements.past": ({ n }) => `目安の日を過ぎ、まだ判断していない協定が${count(n)}件あります。`,
  "agreements.early": ({ n }) => `判断の期限がこの年度より前に来る協定が${count(n)}件あります。`,
  "agreements.next_term": ({ now, day, title, renewal }) => {
    const what = { none: "の満了の確認", automatic: "の更新をしない旨を申し出るかどうかの判断" }[renewal] ?? "を更新するかどうかの判断";
    return `${next(now, day)}、「${title}」${what}です。`;
  },
  "agreements.next_duty": ({ now, day, what, title }) => `${next(now, day)}、${title ? `「${title}」の` : ""}「${what}」です。`,
  "agreements.key.window": "契約上の期限まで",
  "agreements.key.decide": "判断の期限（実務上の期限）",
  "agreements.key.past": "目安の日を過ぎたもの",
  "agreements.key.early": "図の年度より前の期限",
  "agreements.key.late": "期限を過ぎたもの",
  "agreements.key.duty": "義務の期限",
  "agreements.key.today": "今日",
  "agreements.term.label": ({ day, waits, renewal }) => `${day}まで${waits ? (renewal === "none" ? "に満了の確認" : "に判断") : "　判断済み"}`,
  "agreements.duty.row": ({ what, title }) => (title ? `${what}（${title}）` : what),
  "agreements.duty.label": ({ day }) => `${day}まで`,
  "agreements.table.terms": "協定の判断の期限",
  "agreements.table.owed": "義務の期限",
  "agreements.col.decide": "実務上の期限",
  "agreements.col.contract": "契約上の期限",
  "agreements.col.renewal": "更新の定め",
  "agreements.col.end": "期間の終わり",
  "agreements.col.title": "協定",
  "agreements.col.partner": "相手方",
  "agreements.col.owner": "担当",
  "agreements.col.state": "状態",
  "agreements.col.day": "期限",
  "agreements.col.what": "義務",
  "agreements.col.matter": "協定・件名",
  "agreements.partners": ({ name, n }) => `${name}ほか${n}者`,
  "agreements.late_mark": "期限を過ぎています",
  "agreements.past_mark": "目安の日を過ぎています",
  "agreements.marked": ({ state, mark }) => `${state}（${mark}）`,
  "agreements.renewal": { mutual: "双方の協議", automatic: "申出がなければ自動", none: "なし" },
  "agreements.duty.state": { open: "未対応", requested: "提出を依頼済み", done: "対応済み", waived: "対応不要" },
  "agreements.state": {
    before_talks: "協議前", in_talks: "協議中", drafted: "起案済み", decided: "決裁済み", signed: "締結済み", published: "公表済み",
    continued: "継続（申出をしない）", objected: "更新しない旨を申出", not_renewed: "更新せず終了", expired: "満了を確認済み",
  },

  "meetings": "会議の約束",
  "meetings.contents": "会議の約束",
  "meetings.met": ({ met, missed }) => (missed
    ? `今年度の約束の会議は、これまで${met + missed}回のうち${met}回を開催しました。`
    : `今年度の約束の会議は、これまで${met}回すべてを開催しました。`),
  "meetings.open": ({ n }) => `いまの期間に開く約束の会議が${count(n)}件あります。`,
  "meetings.none_due": "いま開く約束になっている会議はありません。",
  "meetings.missed": ({ n, title, more }) => `開催しないまま過ぎた期間が${count(n)}回分あります（「${title}」${more ? `ほか${more}件` : ""}）。`,
  "meetings.next": ({ day, title }) => `次の会議は${date(day)}の「${title}」です。`,
  "meetings.owed": ({ last, title }) => `「${title}」は、${date(last)}までに1回開く約束です。`,
  "meetings.state": {
    met: "開催", written: "書面で実施", skipped: "開催しない", booked: "予定あり", owed: "これから", missed: "開催なし", ahead: "先の期間",
    free: "約束なし",
  },
  "meetings.every": ({ unit, every }) => {
    if (!every) return "間隔は未定";
    if (unit === "weeks") return every === 1 ? "毎週" : `${every}週間ごと`;
    return { 1: "毎月", 3: "四半期ごと", 6: "半年ごと", 12: "毎年" }[every] ?? `${every}か月ごと`;
  },
  "meetings.period": ({ first, last, year }) => {
    const span = first === last ? `${first}月` : `${first}–${last}月`;
    return year ? `${year}年${span}` : span;
  },
  "meetings.col.title": "会議",
  "meetings.col.partner": "相手方",
  "meetings.col.every": "間隔",
  "meetings.col.owner": "担当",
  "meetings.col.last": "前回",
  "meetings.col.periods": "今年度",
  "meetings.never": "記録なし",
  "meetings.on": ({ state, day }) => `${state}（${day}）`,

  "training": "研修の進み具合",
  "training.contents": "研修",
  "training.none": "いま受講できる研修はありません。",
  "training.choose": "研修を選ぶ",
  "training.done": ({ title, finished, audience, percent }) =>
    `「${title}」は、対象の${people(audience)}のうち${people(finished)}（${percent}％）が修了しました。`,
  "training.begun": ({ title, audience }) => `「${title}」の対象は${people(audience)}で、修了した人はまだいません。`,
  "training.all": ({ title, audience }) => `「${title}」は、対象の${people(audience)}全員が修了しました。`,
  "training.until": ({ day, left }) => (left > 0 ? `修了の期限は${date(day)}、あと${left}日です。`
    : left === 0 ? "修了の期限は今日です。" : `修了の期限（${date(day)}）を過ぎています。`),
  "training.farthest": ({ name, percent }) => `修了の割合がもっとも低いのは${name}（${percent}％）です。`,
  "training.of": ({ municipality }) => `${municipality}の職員だけの人数です。`,
  "training.departments": "所属ごと",
  "training.municipalities": "市町村ごと",
  "training.nameless": "所属の登録なし",
  "training.part": { finished: "修了", booked: "申込済み", waiting: "キャンセル待ち", nothing: "未申込み" },
  "training.share": ({ percent, finished, audience }) => `${percent}％（${count(finished)}／${people(audience)}）`,
  "training.col.name": "所属",
  "training.col.municipality": "市町村",
  "training.col.audience": "対象",
  "training.col.percent": "修了率",
  "training.percent": ({ percent }) => `${percent}％`,
  "training.mandatory": "必修",

  "attendance": "今朝の出欠",
  "attendance.contents": "今朝の出欠",
  "attendance.own": ({ name, absent, late, suspended }) => {
    const parts = [absent && `欠席${people(absent)}`, late && `遅刻${people(late)}`, suspended && `出席停止${people(suspended)}`];
    const said = parts.filter(Boolean).join("、");
    return said ? `${name}の今朝の連絡は、${said}です。` : `${name}の今朝は、欠席や遅刻の連絡がありません。`;
  },
  "attendance.classes_of": ({ school, name }) => (name ? `${school} ${name}` : `${school}（担当の学級）`),
  "attendance.no_school": ({ name }) => `${name}は、今日は授業日ではありません。`,
  "attendance.unchecked": ({ n }) => `出欠の確認が済んでいない学級は、${n}学級です。`,
  "attendance.missing": ({ n }) => `連絡がまだ届いていない児童生徒が${people(n)}います。`,
  "attendance.board": ({ n, absent, late }) => `所管の${n}校の今朝の連絡は、欠席${few(absent)}、遅刻${few(late)}です。`,
  "attendance.board_hidden": ({ n }) => `所管の${n}校の今朝の連絡です。`,
  "attendance.board_quiet": ({ n }) => `所管の${n}校は、いずれも今日は授業日ではありません。`,
  "attendance.hidden": "5人未満の数は、個人がわからないように伏せています。",
  "attendance.part": { absent: "欠席", late: "遅刻", suspended: "出席停止" },
  "attendance.line": ({ absent, late, suspended }) =>
    [absent && `欠席${absent}`, late && `遅刻${late}`, suspended && `出停${suspended}`].filter(Boolean).join("　") || "連絡なし",
  "attendance.fewer": "5人未満",
  "attendance.untold": "伏せています",
  "attendance.names": "名前を表示する",
  "attendance.names_hide": "名前を隠す",
  "attendance.names_note": "だれが表示したかは記録されます。理由はここには表示されません。",
  "attendance.names_none": "名前を表示する児童生徒はいません。",
  "attendance.nameless": "（氏名は表示しません）",
  "attendance.seat": ({ number }) => `${number}番`,
  "attendance.mark": {
    absent: "欠席", late: "遅刻", early: "早退", talk: "相談", held: "確認中", differs: "くいちがい", missing: "未着",
  },
  "attendance.roll": { "": "確認前", open: "確認前", done: "確認済み", missing: "未着あり", silent: "授業なし" },
  "attendance.col.class": "学級",
  "attendance.col.school": "学校",
  "attendance.col.enrolled": "在籍",
  "attendance.col.present": "出席の見込み",
  "attendance.col.roll": "出欠の確認",
  "attendance.whole": "すべての学校",
  "attendance.others": "所管の学校",

  "notices": "お知らせの到着",
  "notices.contents": "お知らせ",
  "notices.none": "まだ送ったお知らせはありません。",
  "notices.unsent": ({ title, audience, stage }) => `「${title}」は、${stage}です（対象 ${people(audience)}）。`,
  "notices.asked": ({ n }) => `承認待ちのお知らせが${count(n)}件あります。`,
  "notices.waiting": ({ n, corrections }) => (corrections === n
    ? `あなたの承認が必要な訂正が${count(n)}件あります。`
    : `あなたの承認が必要なお知らせが${count(n)}件${corrections ? `（うち訂正${count(corrections)}件）` : ""}あります。`),
  "notices.arrived": ({ title, audience, arrived, percent }) => (arrived === audience
    ? `「${title}」は、${people(audience)}全員に届きました。`
    : `「${title}」は、${people(audience)}のうち${people(arrived)}（${percent}％）に届きました。`),
  "notices.going": "いま送信しています。",
  "notices.lost": ({ n }) => `届けられなかった人が${people(n)}います。`,
  "notices.correction": "訂正の承認待ち",
  "notices.with_correction": ({ stage }) => `${stage}（訂正の承認待ち）`,
  "notices.line": ({ arrived, audience }) => `${count(arrived)}／${people(audience)}`,
  "notices.part": { confirmed: "ボタンが押された", sent: "届いた", going: "これから送る", lost: "届けられない", withdrawn: "取りやめ・削除" },
  "notices.state": {
    pending: "これから送る", sending: "送信中", sent: "届いた", confirmed: "届いて、ボタンが押された", failed: "送れなかった",
    unreachable: "Teams で届けられない", expired: "期限が過ぎ、送らなかった", withdrawn: "取りやめ・削除", unknown: "届いたか分からない",
  },
  "notices.stage": {
    draft: "下書き", counting: "送り先を確認中", ready: "下書き", asked: "承認待ち", returned: "差戻し", scheduled: "送信待ち",
    canary: "先行送信中（1％）", sending: "送信中", resting: "翌開庁日まで休止中", paused: "一時停止中", stopped: "停止（確認が必要）",
    done: "送信終了", cancelled: "中止", withdrawn: "取下げ",
  },
  "notices.col.title": "お知らせ",
  "notices.col.stage": "状態",
  "notices.col.audience": "対象",
  "notices.col.read": "うち開いた",
};
