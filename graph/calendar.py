"""Calendars of people and rooms: when they are free, and the events that we put into them."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from weakref import WeakValueDictionary

from graph import event_text, events, schedules
from graph.client import Client
from graph.errors import Broken, Exists, Missing, NoMailbox
from graph.events import Attendee, Event, NewEvent
from graph.schedules import Busy, Schedule, WorkingDay

__all__ = ["Attendee", "Busy", "Calendar", "Event", "NewEvent", "Schedule", "WorkingDay"]

READ = "Calendars.ReadBasic"
WRITE = "Calendars.ReadWrite"
AT_ONCE = 4  # requests for one mailbox: https://learn.microsoft.com/graph/throttling-limits
# Ids that stay when an item is moved would still find an event among the deleted items: without
# asking for them, what was deleted by hand is Missing.
_UTC = {"Prefer": 'outlook.timezone="UTC"'}


class Calendar:
    """Reads and writes calendars; `asker` and `owner` are object ids of people.

    Everything raises Throttled, NotConsented, Broken, and NoMailbox where that person has no
    mailbox in Exchange Online. Instants are aware; those that come out are in UTC.
    """

    def __init__(self, client: Client) -> None:
        self._client = client
        self._turns: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()

    async def schedules(
        self, asker: str, mails: Sequence[str], start: datetime, end: datetime
    ) -> dict[str, Schedule]:
        """When each of these mailboxes (people, rooms) is taken between `start` and `end`.

        One entry for each of `mails`, which may be any number over any span; `fault` says where a
        calendar can't be seen. Asked in the name of `asker`, who must have a mailbox.
        https://learn.microsoft.com/graph/api/calendar-getschedule
        """
        builder = (await self._client.builders()).users.by_user_id(asker).calendar.get_schedule
        answers: list[Schedule] = []
        for body in schedules.questions(mails, start, end):
            async with self._turn(asker):
                found = await self._client.post(builder, READ, body, _UTC)
            answers.extend(schedules.read(found))
        return schedules.joined(mails, answers)

    async def create(
        self, owner: str, event: NewEvent, transaction_id: str, *, fresh: bool = False
    ) -> Event:
        """Put an event into the owner's calendar and invite its attendees and its room.

        Harmless to repeat: what stands there under this `transaction_id`, on its day or near it,
        is returned as it is. `fresh`: it was never tried before, so needn't be looked for.
        https://learn.microsoft.com/graph/api/user-post-events
        """
        near = events.near(event)
        standing = None if fresh else await self.find(owner, transaction_id, *near)
        if standing is not None:
            return standing
        builder = (await self._client.builders()).users.by_user_id(owner).events
        try:
            async with self._turn(owner):
                body = events.body(event, transaction_id)
                return events.read(await self._client.post(builder, WRITE, body, _UTC))
        except Exists:
            standing = await self.find(owner, transaction_id, *near)
        if standing is None:
            raise Broken(409)
        return standing

    async def event(self, owner: str, id: str) -> Event:
        """The event as it stands now; raises Missing where it was deleted.

        https://learn.microsoft.com/graph/api/event-get
        """
        return events.read(await self._get(owner, id, events.FIELDS, READ))

    async def find(
        self, owner: str, transaction_id: str, start: datetime, end: datetime
    ) -> Event | None:
        """The event that was made under this `transaction_id` and begins in [start, end).

        For reading back what an answer got lost of. Graph can't filter by it, so all that begins
        there is read. https://learn.microsoft.com/graph/api/user-list-events
        """
        builder = (await self._client.builders()).users.by_user_id(owner).events
        wanted = builder.EventsRequestBuilderGetQueryParameters(
            filter=events.beginning(start, end), select=list(events.FIELDS), top=events.PAGE
        )
        async with self._turn(owner):
            async for page in self._client.pages(builder, READ, wanted, headers=_UTC):
                for row in page:
                    if row.get("transactionId") == transaction_id:
                        return events.read(row)
        return None

    async def move(self, owner: str, id: str, start: datetime, end: datetime) -> Event:
        """Give the event another time; Outlook tells the attendees. Raises Missing.

        The room answers anew: see `responses` a little later.
        https://learn.microsoft.com/graph/api/event-update
        """
        change = {"start": events.moment(start), "end": events.moment(end)}
        return events.read(await self._change(owner, id, change))

    async def rewrite(self, owner: str, id: str, text: str) -> None:
        """Give the event another text (plain, lines kept). Raises Missing.

        What Teams wrote below it, how to join, is kept: without it the meeting goes offline.
        https://learn.microsoft.com/graph/api/event-update
        """
        found = await self._get(owner, id, ("body",), WRITE)
        await self._change(owner, id, {"body": event_text.rewritten(text, found)})

    async def cancel(self, owner: str, id: str, comment: str) -> None:
        """Withdraw the meeting; Outlook tells the attendees with `comment`. Harmless to repeat.

        An event without attendees is no meeting: `remove` it.
        https://learn.microsoft.com/graph/api/event-cancel
        """
        builder = (await self._event(owner, id)).cancel
        await self._gone(owner, lambda: self._client.post(builder, WRITE, {"comment": comment}))

    async def remove(self, owner: str, id: str) -> None:
        """Delete an event that invites nobody. Harmless to repeat.

        https://learn.microsoft.com/graph/api/event-delete
        """
        builder = await self._event(owner, id)
        await self._gone(owner, lambda: self._client.delete(builder, WRITE))

    async def _event(self, owner: str, id: str) -> Any:
        return (await self._client.builders()).users.by_user_id(owner).events.by_event_id(id)

    async def _get(
        self, owner: str, id: str, fields: Sequence[str], permission: str
    ) -> Mapping[str, Any]:
        builder = await self._event(owner, id)
        wanted = builder.EventItemRequestBuilderGetQueryParameters(select=list(fields))
        async with self._turn(owner):
            return await self._client.get(builder, permission, wanted, _UTC)

    async def _change(self, owner: str, id: str, change: Mapping[str, Any]) -> Mapping[str, Any]:
        builder = await self._event(owner, id)
        async with self._turn(owner):
            return await self._client.patch(builder, WRITE, change, _UTC)

    async def _gone(self, owner: str, ask: Callable[[], Awaitable[object]]) -> None:
        """See to it that what is asked away is gone, whoever took it away."""
        async with self._turn(owner):
            try:
                await ask()
            except NoMailbox:
                raise
            except Missing:
                return

    def _turn(self, mailbox: str) -> asyncio.Semaphore:
        """One of the places that Outlook gives us at this mailbox."""
        turns = self._turns.get(mailbox)
        if turns is None:
            turns = self._turns[mailbox] = asyncio.Semaphore(AT_ONCE)
        return turns
