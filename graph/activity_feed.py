"""Teams' activity feed: the bell that rings whether or not the chat is open."""

from collections.abc import Mapping, Sequence
from typing import Any

from graph.client import Client

SEND = "TeamsActivity.Send.User"
MOST = 100  # recipients of one call
LONGEST_URL = 1024
LONGEST_PREVIEW = 150  # characters that Teams shows


class ActivityFeed:
    """Sends notifications to people who have the app (two calls a second for one tenant).

    Graph wants a token that is good for 45 minutes more: give the Client a `Lasting` credential.
    """

    def __init__(self, client: Client) -> None:
        self._client = client

    async def send(
        self,
        users: Sequence[str],
        activity_type: str,
        *,
        topic: str,
        web_url: str,
        preview: str,
        parameters: Mapping[str, str] | None = None,
        chain: int | None = None,
    ) -> None:
        """Ring for at most 100 people (object ids) at once.

        `activity_type` is one of the manifest's, `parameters` fill its template; `web_url` is a
        link into Teams; `chain` replaces what was sent under the same number. Nothing of it is
        kept secret on a locked screen: `topic` and `preview` name nobody. Graph only accepts:
        whom it reached it doesn't say. Raises ValueError before anything is sent.
        """
        if not 0 < len(users) <= MOST:
            raise ValueError(f"one call rings for 1 to {MOST} people")
        body = _body(activity_type, topic, web_url, preview, parameters, chain)
        body["recipients"] = [_recipient(user) for user in users]
        teamwork = (await self._client.builders()).teamwork
        await self._client.post(teamwork.send_activity_notification_to_recipients, SEND, body)

    async def send_one(
        self,
        user: str,
        activity_type: str,
        *,
        topic: str,
        web_url: str,
        preview: str,
        parameters: Mapping[str, str] | None = None,
        chain: int | None = None,
    ) -> None:
        """Ring for one person (an object id); what each part means is said at `send`.

        Here Graph tells what went wrong: Missing for an unknown person, NotConsented for one who
        doesn't have the app, since the permission comes with it.
        """
        body = _body(activity_type, topic, web_url, preview, parameters, chain)
        teamwork = (await self._client.builders()).users.by_user_id(user).teamwork
        await self._client.post(teamwork.send_activity_notification, SEND, body)


def _body(
    activity_type: str,
    topic: str,
    web_url: str,
    preview: str,
    parameters: Mapping[str, str] | None,
    chain: int | None,
) -> dict[str, Any]:
    _check(web_url)
    body: dict[str, Any] = {
        "topic": {"source": "text", "value": topic, "webUrl": web_url},
        "activityType": activity_type,
        "previewText": {"content": preview[:LONGEST_PREVIEW]},
        "templateParameters": [
            {"name": name, "value": value} for name, value in (parameters or {}).items()
        ],
    }
    return body if chain is None else body | {"chainId": chain}


def _check(web_url: str) -> None:
    if not web_url.startswith("https://teams.microsoft.com/l/") or len(web_url) > LONGEST_URL:
        raise ValueError(f"the link must lead into Teams and be {LONGEST_URL} characters at most")


def _recipient(user: str) -> dict[str, str]:
    return {"@odata.type": "microsoft.graph.aadUserNotificationRecipient", "userId": user}
