"""How messages and requests look on the practice page."""

import re
from typing import Any

from bot.emulator.conversations import BOT, Message
from bot.emulator.record import TO_BOT, Call

_TO_MICROSOFT = (
    (r"GET /graph/.*/manager", "上司を照会"),
    (r"GET /graph/.*/groups/", "グループの人を照会"),
    (r"GET /graph/.*/appCatalogs/", "アプリを照会"),
    (r"POST /graph/.*/installedApps$", "アプリを追加"),
    (r"GET /graph/.*/installedApps", "アプリの有無を照会"),
    (r"POST /graph/.*/sendActivityNotificationToRecipients$", "通知を鳴らす"),
    (r"POST /graph/.*/getSchedule$", "空き時間を照会"),
    (r"POST /graph/.*/events$", "予定を作成"),
    (r"POST /graph/.*/events/[^/]+/cancel$", "予定を取り消し"),
    (r"PATCH /graph/.*/events/", "予定を変更"),
    (r"DELETE /graph/.*/events/", "予定を削除"),
    (r"GET /graph/.*/(events|calendarView)", "予定を照会"),
    (r"GET /graph/.*/onlineMeetings", "会議の参加者を照会"),
    (r"POST .*/v3/conversations$", "会話を作成"),
    (r"POST .*/activities(/[^/]+)?$", "メッセージを投稿"),
    (r"PUT .*/activities/[^/]+$", "メッセージを更新"),
    (r"DELETE .*/activities/[^/]+$", "メッセージを削除"),
    (r"GET .*/(paged)?members(/[^/]+)?$", "参加者を照会"),
    (r"(GET|POST) /(msi|login)/", "認証"),
    (r"GET /graph/.*/delta", "利用者の変更を照会"),
    (r"GET /graph/", "利用者を照会"),
)
_TO_BOT = {
    "message": "発言",
    "invoke": "ボタン",
    "installationUpdate": "アプリの追加・削除",
    "conversationUpdate": "参加者の変更",
    "messageUpdate": "発言の編集",
    "messageDelete": "発言の削除",
    "messageReaction": "リアクション",
    "event": "既読",
}


def chat_message(message: Message) -> dict[str, Any]:
    """One message of a chat; a deleted one has no content."""
    activity = message.activity
    return {
        "id": message.id,
        "from": "bot" if message.sender == BOT else "person",
        "at": message.at.isoformat(),
        "text": activity.get("text") or None,
        "format": "plain" if activity.get("textFormat") == "plain" else _format(message),
        "card": message.card,
        "edited": message.edited and not message.deleted,
        "deleted": message.deleted,
        "summary": activity.get("summary") or None,
    }


def _format(message: Message) -> str:
    """Teams reads what a bot writes as markdown unless it says otherwise."""
    return "markdown" if message.sender == BOT else "plain"


def traffic_line(call: Call) -> dict[str, Any]:
    """One request for the panel that shows what goes over the wire."""
    return {
        "at": call.at.isoformat(),
        "direction": call.direction,
        "method": call.method,
        "path": call.path,
        "status": call.status,
        "what": _what(call),
        "body": call.body,
    }


def _what(call: Call) -> str:
    body = call.body if isinstance(call.body, dict) else {}
    kind = body.get("type", "")
    if call.direction == TO_BOT:
        return "ボタン" if "value" in body and kind != "event" else _TO_BOT.get(kind, str(kind))
    if kind == "typing":
        return "入力中を表示"
    line = f"{call.method} {call.path}"
    found = (words for pattern, words in _TO_MICROSOFT if re.match(pattern, line))
    what = next(found, call.method)
    return what.replace("メッセージ", "カード") if body.get("attachments") else what
