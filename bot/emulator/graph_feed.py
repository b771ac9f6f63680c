"""Microsoft Graph's activity feed: the bell in Teams."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.emulator.conversations import Conversations
from bot.emulator.graph_answers import Asked, GraphError, Told, require_in_teams, unknown_segment
from bot.emulator.tenant import Person, Tenant

SENDS = ("TeamsActivity.Send.User", "TeamsActivity.Send")
MOST = 100
LEAST_SECONDS = 45 * 60.0
_LONGEST_URL = 1024
_LINK = "https://teams.microsoft.com/l/"
_RECIPIENT = "microsoft.graph.aadUserNotificationRecipient"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notification:
    """What one person finds in their feed."""

    at: datetime
    activity_type: str
    topic: str
    web_url: str
    preview: str
    parameters: tuple[tuple[str, str], ...] = ()
    chain: int | None = None


class Feed:
    """Keeps what was sent, for each person; who doesn't have the app gets nothing, quietly."""

    def __init__(
        self,
        tenant: Tenant,
        conversations: Conversations,
        *,
        now: Callable[[], datetime],
        rang: Callable[[Person, Notification], None],
    ) -> None:
        self._tenant = tenant
        self._conversations = conversations
        self._now = now
        self._rang = rang
        self._kept: dict[str, list[Notification]] = {}

    def of(self, aad_object_id: str) -> tuple[Notification, ...]:
        """What stands in this person's feed, the oldest first."""
        return tuple(self._kept.get(aad_object_id, ()))

    def answer(self, asked: Asked) -> Told:
        """To many at once, or to one person."""
        require_in_teams(self._tenant.granted, SENDS)
        match (asked.method, asked.path):
            case "POST", ["teamwork", "sendActivityNotificationToRecipients"]:
                return self._to_many(asked)
            case "POST", ["users", user, "teamwork", "sendActivityNotification"]:
                return self._to_one(user, asked)
        raise unknown_segment()

    def _to_many(self, asked: Asked) -> Told:
        if asked.token_seconds < LEAST_SECONDS:
            message = "The token expires in less than 45 minutes."
            raise GraphError(412, "PreconditionFailed", message)
        notification = self._read(asked)
        for user in _recipients(_body(asked).get("recipients")):
            self._ring(user, notification)
        return Told(None, 202)

    def _to_one(self, user: str, asked: Asked) -> Told:
        person = self._tenant.find(user)
        if person is None:
            raise GraphError(404, "NotFound", f"User Id '{user}' not found.")
        if not self._conversations.personal(person).installed:
            message = (
                f"Application with AAD App Id '{self._tenant.spec.app_id}' is not authorized to "
                "generate custom text notifications about 'text' to the recipient. Ensure that "
                "the expected Teams app is installed in the target scope (user, team, or chat)."
            )
            raise GraphError(403, "Forbidden", message)
        self._ring(user, self._read(asked))
        return Told(None, 204)

    def _read(self, asked: Asked) -> Notification:
        body = _body(asked)
        topic, preview = _object(body, "topic"), _object(body, "previewText")
        _check(topic, preview, body)
        given = body.get("templateParameters") or []
        return Notification(
            at=self._now(),
            activity_type=str(body["activityType"]),
            topic=str(topic["value"]),
            web_url=str(topic["webUrl"]),
            preview=str(preview["content"]),
            parameters=tuple((str(one["name"]), str(one["value"])) for one in given),
            chain=body.get("chainId"),
        )

    def _ring(self, user: str, notification: Notification) -> None:
        person = self._tenant.find(user)
        if person is None or not self._conversations.personal(person).installed:
            return
        kept = self._kept.setdefault(person.aad_object_id, [])
        if notification.chain is not None:
            kept[:] = [one for one in kept if one.chain != notification.chain]
        kept.append(notification)
        self._rang(person, notification)


def _body(asked: Asked) -> dict[str, Any]:
    return asked.body if isinstance(asked.body, dict) else {}


def _check(topic: dict[str, Any], preview: dict[str, Any], body: dict[str, Any]) -> None:
    web_url = str(topic.get("webUrl") or "")
    if topic.get("source") != "text" or not topic.get("value"):
        raise _bad("The topic must be a text with a value.")
    if not web_url.startswith(_LINK) or len(web_url) > _LONGEST_URL:
        raise _bad("The webUrl must be a Microsoft Teams deep link.")
    if not body.get("activityType") or not preview.get("content"):
        raise _bad("activityType and previewText are required.")


def _recipients(given: Any) -> list[str]:
    if not isinstance(given, list) or not 0 < len(given) <= MOST:
        raise _bad(f"The number of recipients must be between 1 and {MOST}.")
    if any(str(one.get("@odata.type", "")).lstrip("#") != _RECIPIENT for one in given):
        raise _bad("A recipient is of a kind that is not supported.")
    return [str(one.get("userId", "")) for one in given]


def _object(body: dict[str, Any], name: str) -> dict[str, Any]:
    value = body.get(name)
    return value if isinstance(value, dict) else {}


def _bad(message: str) -> GraphError:
    return GraphError(400, "BadRequest", message)
