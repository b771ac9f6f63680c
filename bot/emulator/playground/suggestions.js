/** Words worth trying, by what somebody is: the first of these roles that they have counts. */

// The object is JSON as well: a test reads it and says each word to the bot as somebody of that role.
const SUGGESTIONS = {
  "pupil": {
    "ja": ["欠席", "送った連絡", "ことば", "出欠の使い方"],
    "en": ["absence", "my reports", "language", "attendance help"]
  },
  "guardian": {
    "ja": ["欠席", "送った連絡", "ことば", "出欠の使い方"],
    "en": ["absence", "my reports", "language", "attendance help"]
  },
  "principal": {
    "ja": ["今日の出欠", "臨時休業", "未着", "出席停止", "長期欠席", "出席簿", "学校の設定", "ヘルプ"],
    "en": ["attendance today", "close school", "missing", "long absences", "school settings", "help"]
  },
  "vice_principal": {
    "ja": ["今日の出欠", "未着", "臨時休業", "出欠の連絡先", "保護者の登録", "長期欠席", "学校の設定", "ヘルプ"],
    "en": ["attendance today", "missing", "close school", "rosters", "long absences", "school settings", "help"]
  },
  "curriculum_head": {
    "ja": ["出席簿", "人数の一覧", "学校の予定", "電話の入力", "ヘルプ"],
    "en": ["school days", "enter call", "help"]
  },
  "year_head": {
    "ja": ["今日の出欠", "未着", "電話の入力", "学校の予定", "ヘルプ"],
    "en": ["attendance today", "missing", "enter call", "school days", "help"]
  },
  "homeroom": {
    "ja": ["今日の出欠", "未着", "電話の入力", "出席停止", "出席簿", "学校の予定", "ヘルプ"],
    "en": ["attendance today", "missing", "enter call", "school days", "help"]
  },
  "deputy_homeroom": {
    "ja": ["今日の出欠", "未着", "電話の入力", "出席停止", "出席簿", "学校の予定", "ヘルプ"],
    "en": ["attendance today", "missing", "enter call", "school days", "help"]
  },
  "school_nurse": {
    "ja": ["今日の出欠", "出席停止", "長期欠席", "未着", "電話の入力", "ヘルプ"],
    "en": ["attendance today", "long absences", "missing", "enter call", "help"]
  },
  "school_office": {
    "ja": ["電話の入力", "今日の出欠", "未着", "電話で伝える一覧", "保護者の登録", "一覧の印刷", "ヘルプ"],
    "en": ["enter call", "attendance today", "missing", "telephone list", "print lists", "help"]
  },
  "school_meals": {
    "ja": ["電話の入力", "学校の予定", "ヘルプ"],
    "en": ["enter call", "school days", "help"]
  },
  "teacher": {
    "ja": ["電話の入力", "学校の予定", "ヘルプ"],
    "en": ["enter call", "school days", "help"]
  },
  "board_of_education": {
    "ja": ["臨時休業", "人数の一覧", "今日やること", "ヘルプ"],
    "en": ["close school", "today", "help"]
  },
  "school_desk": {
    "ja": ["お知らせ", "出欠の連絡先", "学校の設定", "今日やること", "研修", "ヘルプ"],
    "en": ["notices", "rosters", "school settings", "today", "training", "help"]
  },
  "": {
    "ja": ["ヘルプ", "今日やること", "期限", "協定", "会議", "研修", "お知らせ"],
    "en": ["help", "today", "deadlines", "agreements", "meetings", "training", "notices"]
  }
};
// A family says in its own language what there are words for: 欠席, ことば, 私のデータ.
const FAMILY = {
  "vi": ["xin nghỉ", "ngôn ngữ", "dữ liệu của tôi"],
  "zh": ["请假", "语言", "我的数据"],
  "ko": ["결석", "언어", "내 데이터"],
  "pt": ["falta", "idioma", "meus dados"],
  "tl": ["liban", "wika", "datos ko"],
  "es": ["ausencia", "idioma", "mis datos"]
};
// What it says in one of these words needn't stand beside it in another language.
const SAID = ["欠席", "ことば", "absence", "language"];

/** @param {import("./tenant.js").Person | undefined} someone  @param {string} language of the page */
export function suggestionsFor(someone, language) {
  const roles = someone?.roles ?? [];
  const role = Object.keys(SUGGESTIONS).find((one) => roles.includes(one)) ?? "";
  const own = role === "pupil" || role === "guardian" ? FAMILY[someone.locale.slice(0, 2)] : null;
  const common = SUGGESTIONS[role][language];
  return own ? [...own, ...common.filter((word) => !SAID.includes(word))] : common;
}
