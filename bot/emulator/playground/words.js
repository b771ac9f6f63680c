/** Everything the page itself says, in Japanese and English. */

import { all } from "./elements.js";

/** @typedef {"ja" | "en"} Language */

const WORDS = {
  ja: {
    "title": "連携 練習テナント",
    "tenant": "{name}（架空の市です）",
    "bot": "連携",
    "skip": "メッセージへ移動",
    "close": "閉じる",
    "cancel": "やめる",
    "language.other": "English",
    "theme.light": "明るい表示",
    "theme.dark": "暗い表示",

    "people.title": "だれの画面を見ますか",
    "people.unread": "未読{n}件",
    "crowd.search": "ほかの職員を探す（氏名・メール・所属）",
    "crowd.found": "{n}人を表示しています。",
    "crowd.nobody": "見つかりませんでした。",
    "crowd.list": "見つかった職員",
    "crowd.coming": "ほかの職員を登録しています… {here}／{expected}人",
    "crowd.numbers": "ほかの職員 {here}人　届いたお知らせ {messages}通　送信 毎秒{speed}件",
    "guide.title": "はじめての方へ",
    "guide.person": "上の一覧から、だれの画面を見るかを選びます。",
    "guide.press": "届いたカードのボタンを押すか、下の欄から話しかけます。",
    "guide.clock": "「次のできごとへ進む」を押すと、日付が進み、次のお知らせが届きます。",
    "guide.notice": "小鳥遊 陽介さんの画面で「お知らせ」を押すと、全職員に送る下書きがあります。承認するのは水無瀬 章子さんです。",
    "guide.note": "ここは練習用の画面です。実際の Microsoft 365 には何も送られません。",

    "clock.title": "練習用の日付",
    "clock.event": "次のできごとへ進む",
    "clock.day": "1日進む",
    "clock.week": "7日進む",
    "clock.choose": "日付を選ぶ",
    "clock.date": "進みたい日",
    "clock.hint": "選んだ日の午前9時まで進みます。前の日には戻れません。",
    "clock.go": "この日へ進む",
    "clock.moving": "日付を進めています…",
    "clock.moved": "{date}に進みました。",
    "clock.none": "この先に予定されているできごとはありません。",

    "chat.title": "連携とのチャット",
    "chat.person": "{name}（{job}）の画面",
    "chat.messages": "メッセージの一覧",
    "chat.empty": "まだメッセージはありません。下の候補を押すか、言葉を入力してみてください。",
    "chat.typing": "連携が入力しています…",
    "chat.suggestions": "よく使う言葉",
    "chat.label": "連携へのメッセージ",
    "chat.placeholder": "メッセージを入力",
    "chat.send": "送信",
    "chat.from": "{name} {time}",
    "chat.edited": "編集済み",
    "chat.deleted": "このメッセージは削除されました。",
    "chat.news": "連携から新しいメッセージ。{summary}",
    "chat.changed": "カードが更新されました。{summary}",
    "chat.card": "カード",

    "say.failed": "連携に届きませんでした。（{reason}）",
    "press.running": "処理しています…",
    "press.failed": "うまくいきませんでした。しばらくしてから、もう一度押してください。",
    "press.refused": "受け付けられませんでした。{reason}",
    "card.broken": "このカードを表示できません。",

    "traffic.switch": "送信の記録",
    "traffic.title": "Microsoft に送った内容",
    "traffic.note": "連携が Teams や Microsoft 365 に送った要求です。新しい順に並びます。押すと中身を表示します。",
    "traffic.both": "Microsoft から連携に届いた内容も表示する",
    "traffic.empty": "まだ記録はありません。",
    "traffic.to_microsoft": "送信",
    "traffic.to_bot": "受信",
    "traffic.no_body": "本文はありません。",
    "traffic.unshown": "多すぎるため、{n}件は表示を省きました。",

    "faults.title": "Teams の調子を変える（60秒間）",
    "faults.off": "いつもどおり",
    "faults.429": "混み合っている（429）",
    "faults.502": "つながりにくい（502）",
    "faults.reset_after": "届いたが返事が途切れる",
    "faults.on": "{kind}：あと{n}秒で元に戻ります。",
    "faults.over": "Teams は元に戻りました。",

    "trouble.offline": "練習テナントにつながりません。renkei demo が動いているか確かめてください。",
    "trouble.status": "練習テナントで問題が起きました（{status}）。もう一度お試しください。",
    "trouble.stream": "練習テナントとの接続が切れました。つなぎ直しています…",
    "trouble.assets": "カードの表示に必要な部品が見つかりません。画面のフォルダーで npm ci を実行してください。",
  },
  en: {
    "title": "Renkei practice tenant",
    "tenant": "{name} (an invented city)",
    "bot": "Renkei",
    "skip": "Skip to the messages",
    "close": "Close",
    "cancel": "Cancel",
    "language.other": "日本語",
    "theme.light": "Light",
    "theme.dark": "Dark",

    "people.title": "Whose screen?",
    "people.unread": "{n} unread",
    "crowd.search": "Find somebody else (name, mail, office)",
    "crowd.found": "{n} shown.",
    "crowd.nobody": "Nobody found.",
    "crowd.list": "Staff found",
    "crowd.coming": "Registering other staff… {here} of {expected}",
    "crowd.numbers": "{here} other staff · {messages} notices arrived · {speed} sent a second",
    "guide.title": "First time here?",
    "guide.person": "Choose above whose screen you want to see.",
    "guide.press": "Press the buttons of a card, or write to Renkei below.",
    "guide.clock": "“Go to the next event” moves the date forward and brings the next notices.",
    "guide.notice": "As 小鳥遊 陽介, press “notices”: a draft to all staff stands ready. 水無瀬 章子 approves it.",
    "guide.note": "This is for practice. Nothing is sent to the real Microsoft 365.",

    "clock.title": "Practice date",
    "clock.event": "Go to the next event",
    "clock.day": "1 day on",
    "clock.week": "7 days on",
    "clock.choose": "Choose a date",
    "clock.date": "Go to",
    "clock.hint": "Goes to 9:00 in the morning of that day. There is no way back.",
    "clock.go": "Go to this day",
    "clock.moving": "Moving the date…",
    "clock.moved": "It is now {date}.",
    "clock.none": "Nothing more is planned.",

    "chat.title": "Chat with Renkei",
    "chat.person": "Seen by {name} ({job})",
    "chat.messages": "Messages",
    "chat.empty": "No messages yet. Press a suggestion below or type something.",
    "chat.typing": "Renkei is typing…",
    "chat.suggestions": "Suggestions",
    "chat.label": "Message to Renkei",
    "chat.placeholder": "Type a message",
    "chat.send": "Send",
    "chat.from": "{name} {time}",
    "chat.edited": "Edited",
    "chat.deleted": "This message has been deleted.",
    "chat.news": "New message from Renkei. {summary}",
    "chat.changed": "The card has changed. {summary}",
    "chat.card": "Card",

    "say.failed": "Renkei did not get this message. ({reason})",
    "press.running": "Working…",
    "press.failed": "Something went wrong. Please wait a moment and press again.",
    "press.refused": "This was not accepted. {reason}",
    "card.broken": "This card can't be shown.",

    "traffic.switch": "What was sent",
    "traffic.title": "What was sent to Microsoft",
    "traffic.note": "Requests of Renkei to Teams and Microsoft 365, newest first. Press one to see what it holds.",
    "traffic.both": "Also show what Microsoft sent to Renkei",
    "traffic.empty": "Nothing yet.",
    "traffic.to_microsoft": "Sent",
    "traffic.to_bot": "Received",
    "traffic.no_body": "No body.",
    "traffic.unshown": "{n} more are not shown: there were too many.",

    "faults.title": "Trouble in Teams (for 60 seconds)",
    "faults.off": "None",
    "faults.429": "Busy (429)",
    "faults.502": "Hard to reach (502)",
    "faults.reset_after": "Accepted, but the answer is lost",
    "faults.on": "{kind}: back to normal in {n} s.",
    "faults.over": "Teams is back to normal.",

    "trouble.offline": "The practice tenant can't be reached. Is renkei demo running?",
    "trouble.status": "Something went wrong in the practice tenant ({status}). Please try again.",
    "trouble.stream": "The connection to the practice tenant was lost. Connecting again…",
    "trouble.assets": "What is needed to show cards is missing. Please run npm ci in the folder of this page.",
  },
};

const SUGGESTIONS = {
  ja: ["ヘルプ", "今日やること", "期限", "協定", "お知らせ"],
  en: ["help", "today", "deadlines", "agreements", "notices"],
};

/** @type {Language} */
let language = localStorage.getItem("language") === "en" ? "en" : "ja";

export const spoken = () => language;
export const locale = () => (language === "ja" ? "ja-JP" : "en-US");
export const count = (n) => n.toLocaleString(locale());
export const suggestions = () => SUGGESTIONS[language];

/** @param {string} key  @param {Record<string, unknown>} [facts] */
export function word(key, facts = {}) {
  return WORDS[language][key].replace(/\{(\w+)\}/g, (_, name) => String(facts[name]));
}

/** Puts the fixed words of the page into the elements that ask for them. */
export function fill() {
  document.documentElement.lang = language;
  document.title = word("title");
  for (const e of all("[data-word]")) e.textContent = word(e.dataset.word);
  for (const e of all("[data-word-label]")) e.ariaLabel = word(e.dataset.wordLabel);
  for (const e of all("[data-word-placeholder]")) e.placeholder = word(e.dataset.wordPlaceholder);
}

export function switchLanguage() {
  language = language === "ja" ? "en" : "ja";
  localStorage.setItem("language", language);
  fill();
}
