"""The practice tenant as one web server on the loopback address."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiohttp import web
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from bot.emulator import keeping, keeping_calendars
from bot.emulator.activities import Activities
from bot.emulator.calendar_gestures import CalendarGestures
from bot.emulator.calendars import Calendars
from bot.emulator.connector import Connector
from bot.emulator.conversations import Conversations
from bot.emulator.directory import Directory
from bot.emulator.faults import Faults
from bot.emulator.gathering import Gathering
from bot.emulator.gatherings import Gatherings
from bot.emulator.gestures import Gestures
from bot.emulator.graph import GraphDoor
from bot.emulator.graph_apps import Apps
from bot.emulator.graph_attendance import Attendance
from bot.emulator.graph_calendar import Outlook
from bot.emulator.graph_education import Education
from bot.emulator.graph_feed import Feed, Notification
from bot.emulator.graph_groups import Groups
from bot.emulator.graph_teams import Places
from bot.emulator.key_vault import KeyVault
from bot.emulator.limits import Gate, Limits
from bot.emulator.login import Login, SigningKey
from bot.emulator.operations import Operations
from bot.emulator.page import Page
from bot.emulator.postman import Postman
from bot.emulator.practice import Practice
from bot.emulator.record import History
from bot.emulator.sign_in import SignIn
from bot.emulator.stream import Stream
from bot.emulator.tenant import Person, Tenant, TenantSpec
from bot.emulator.watching import Watch

Advance = Callable[[datetime | None], Awaitable[datetime]]


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Emulator(Gestures):
    """Bot Connector, login, Graph and the practice page of one invented tenant.

    `now` is the practice clock. Limits, faults and tokens run on real time. `history` bounds the
    record of requests (None: all, 0: none) and `keep_content=False` keeps no content of messages
    and requests: both are for measuring with large audiences.
    """

    def __init__(
        self,
        spec: TenantSpec,
        *,
        now: Callable[[], datetime] = _utc_now,
        limits: Limits | None = None,
        retry_after: bool = True,
        seed: int = 0,
        history: int | None = None,
        keep_content: bool = True,
        page: Path | None = None,
    ) -> None:
        self.spec = spec
        tenant = Tenant(spec)
        self.login = Login(spec, tenant.granted)
        self.key_vault = KeyVault(self.login, spec.tenant_id)
        self.faults = Faults()
        self.gate = Gate(limits or Limits.teams())
        self.history = History(history)
        self.stream = Stream()
        cast = (person.aad_object_id for person in spec.people)
        self.watch = Watch(self.stream, self.history, cast)
        self.advance: Advance | None = None
        self.tab_url = ""  # where the bot's tab is; "" for a bot without one
        self._url: str | None = None
        self._runner: web.AppRunner | None = None
        self._page = Page(page)
        super().__init__(
            tenant,
            Conversations(tenant, keep_content=keep_content),
            Activities(spec, service_url=lambda: self.service_url, now=now, seed=seed),
            Postman(self.login, now=now, sent=self.watch.sent),
            now=now,
            shown=self.watch.shown,
        )
        self.directory = Directory(tenant)
        self.groups = Groups(tenant)
        self.education = Education(tenant)
        self.places = Places(tenant)
        self.gathering = Gathering(self, self.places, self.watch.moved)
        self.gathering.begin(spec.teams, spec.chats)
        self.feed = Feed(tenant, self.conversations, now=now, rang=self._rang)
        self.calendars = Calendars(tenant, now=now, told=self._calendar_changed)
        self.attendance = Attendance(tenant, self.calendars)
        self.installs_tell = True  # whether Teams tells the bot of an installation through Graph
        self._telling: set[asyncio.Task[Any]] = set()
        self._connector = self._connect(now)
        self._connector.tells_when = retry_after

    # addresses

    @property
    def url(self) -> str:
        """Where everything is; known once started."""
        if self._url is None:
            raise RuntimeError("the practice tenant has not been started")
        return self._url

    @property
    def service_url(self) -> str:
        """The Bot Connector, as activities name it."""
        return f"{self.url}/connector/"

    @property
    def openid_url(self) -> str:
        """Metadata of the keys that sign what comes in to the bot."""
        return f"{self.url}/login/botframework/openidconfiguration"

    @property
    def token_url(self) -> str:
        """Where client credentials become tokens."""
        return f"{self.url}/login/{self.spec.tenant_id}/oauth2/v2.0/token"

    @property
    def identity_endpoint(self) -> str:
        """Value for IDENTITY_ENDPOINT."""
        return f"{self.url}/msi/token"

    @property
    def identity_header(self) -> str:
        """Value for IDENTITY_HEADER."""
        return self.login.identity_header

    @property
    def graph_url(self) -> str:
        """Microsoft Graph."""
        return f"{self.url}/graph/v1.0"

    @property
    def granted(self) -> set[str]:
        """The application permissions that the tenant's administrator consented to."""
        return self.tenant.granted

    # life

    async def start(self, *, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen; port 0 takes a free one."""
        self.stream.open()
        await self.postman.open()
        # A client that hangs up ends its handler, as faults may hang for an hour.
        self._runner = web.AppRunner(
            self._application(), access_log=None, handler_cancellation=True, shutdown_timeout=0.2
        )
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        self._url = f"http://{host}:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Hang up on everybody."""
        for task in self._telling:
            task.cancel()
        await asyncio.gather(*self._telling, return_exceptions=True)
        self.watch.close()
        self.stream.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
        await self.postman.close()

    async def connect_bot(self, endpoint: str) -> None:
        """Where the bot listens, such as http://127.0.0.1:3978/api/messages."""
        self.postman.endpoint = endpoint

    def saved(self) -> dict[str, Any]:
        """What stands in the chats of the few, in groups and in calendars, as JSON."""
        calendars = keeping_calendars.saved(self.calendars, self.attendance)
        places = self.gathering.saved()
        return keeping.saved(self.conversations) | {"calendars": calendars, "places": places}

    def restore(self, state: dict[str, Any]) -> None:
        """Put back what `saved` took, before anybody writes."""
        keeping.restore(self.conversations, state)
        self.gathering.restore(state.get("places", {}))
        if "calendars" in state:
            keeping_calendars.restore(self.calendars, self.attendance, state["calendars"])

    # tokens for tests

    def sign(
        self,
        claims: dict[str, Any],
        *,
        key: SigningKey | RSAPrivateKey | None = None,
        headers: dict[str, Any] | None = None,
    ) -> str:
        """An RS256 token with exactly these claims, by our key or a foreign one."""
        return self.login.sign(claims, key=key, headers=headers)

    def claims(self, **changes: Any) -> dict[str, Any]:
        """The claims of a good token to the bot, with changes; a change to None leaves it out."""
        claims = {**self.login.claims_for_bot(self.service_url), **changes}
        return {name: value for name, value in claims.items() if value is not None}

    def rotate_key(self, *, keep_old: bool = False) -> None:
        """Sign with a new key; the old one is published no more unless kept."""
        self.login.rotate(keep_old=keep_old)

    # the parts

    def _connect(self, now: Callable[[], datetime]) -> Connector:
        operations = Operations(
            self.tenant,
            self.conversations,
            service_url=lambda: self.service_url,
            now=now,
            told=self.watch.shown,
        )
        return Connector(
            operations,
            login=self.login,
            gate=self.gate,
            faults=self.faults,
            now=now,
            heard=self.watch.received,
            keeps_bodies=self.conversations.keep_content,
        )

    def _sign_in(self) -> SignIn:
        return SignIn(
            self.login,
            self.spec,
            url=lambda: self.url,
            faults=self.faults,
            now=self._now,
            heard=self.watch.received,
        )

    def _graph(self) -> GraphDoor:
        apps = Apps(self.tenant, self.conversations, installed=self._installed)
        outlook = Outlook(self.tenant, self.calendars, now=self._now)
        return GraphDoor(
            {
                "users": self.directory,
                "groups": self.groups,
                "teamwork": self.feed,
                "appCatalogs": apps,
                "education": self.education,
                "teams": self.places,
                "chats": self.places,
            },
            of_people={
                "teamwork": apps,
                "teamwork/sendActivityNotification": self.feed,
                "events": outlook,
                "calendar": outlook,
                "onlineMeetings": self.attendance,
            },
            gate=self.gate,
            login=self.login,
            faults=self.faults,
            now=self._now,
            heard=self.watch.received,
            url=lambda: self.url,
        )

    def _installed(self, person: Person) -> None:
        """An installation through Graph: the bot is told a moment later, as by Teams."""
        if self.installs_tell:
            task = asyncio.get_running_loop().create_task(self.install(person))
            self._telling.add(task)
            task.add_done_callback(self._telling.discard)

    def _rang(self, person: Person, notification: Notification) -> None:
        told = {
            "person": person.aad_object_id,
            "topic": notification.topic,
            "preview": notification.preview,
            "web_url": notification.web_url,
        }
        self.stream.publish("feed", lambda: told)

    def _calendar_changed(self, whose: str) -> None:
        self.stream.publish("calendar", lambda: {"person": whose})

    def _practice(self) -> Practice:
        return Practice(
            self,
            watch=self.watch,
            stream=self.stream,
            history=self.history,
            faults=self.faults,
            now=self._now,
            mover=lambda: self.advance,
            login=self.login,
            tab=lambda: self.tab_url,
        )

    def _gatherings(self) -> Gatherings:
        return Gatherings(self, self.gathering, self.conversations)

    def _calendar_gestures(self) -> CalendarGestures:
        return CalendarGestures(self.tenant, self.calendars, self.attendance, now=self._now)

    def _application(self) -> web.Application:
        application = web.Application(client_max_size=4 * 1024 * 1024)
        application.router.add_route("*", "/connector/{tail:.*}", self._connector.handle)
        application.router.add_route("*", "/graph/{tail:.*}", self._graph().handle)
        application.add_routes(self._sign_in().routes())
        application.add_routes(self.key_vault.routes())
        application.add_routes(self._practice().routes())
        application.add_routes(self._calendar_gestures().routes())
        application.add_routes(self._gatherings().routes())
        application.add_routes(self._page.routes())
        return application
