"""No window of any kind is ever over its limit, whatever is asked and however late it is used."""

import heapq
import itertools

from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.pace import (
    COMMON,
    HOUR_LIMIT,
    SLOTS,
    THREAD_WINDOWS,
    Books,
    Purse,
    Threads,
    instant,
    is_reserved,
    lease_answers,
    lease_bulk,
)

START = 1_800_000_000.0


class Process:
    """One process with its purse; it uses what it gets at the moment it gets it for."""

    def __init__(self, books):
        self.purse, self.books, self.busy_until = Purse(), books, 0.0

    def request(self, now, *, answer, pump):
        now = max(now, self.busy_until)
        while (at := self.purse.spend(now, answer=answer)) is None:
            lease = lease_bulk if pump else lease_answers
            self.books[0], slots = lease(self.books[0], now)
            (self.purse.put_bulk if pump else self.purse.put_answers)(slots)
            now += 0 if slots else 0.25
        self.busy_until = at
        return at


def most_in_a_second(moments):
    moments = sorted(moments)
    most = start = 0
    for end, at in enumerate(moments):
        while moments[start] <= at - 1.0:
            start += 1
        most = max(most, end - start + 1)
    return most


def test_reserved_slots_leave_forty_five_a_second_to_broadcasts():
    assert sum(not is_reserved(slot) for slot in range(SLOTS)) == COMMON


def test_a_broadcast_alone_goes_evenly_at_forty_five_a_second():
    pump, now, moments = Process([Books()]), START, []
    for _ in range(450):
        now = pump.request(now, answer=False, pump=True)
        moments.append(now)
    assert 9.7 <= moments[-1] - moments[0] <= 10.1
    assert max(b - a for a, b in itertools.pairwise(moments)) < 0.05
    assert most_in_a_second(moments) <= COMMON


def test_an_answer_does_not_wait_for_the_broadcast_of_another_process():
    books = [Books()]
    pump, web = Process(books), Process(books)
    now = START
    for _ in range(100):
        now = pump.request(now, answer=False, pump=True)
    assert web.request(now, answer=True, pump=False) - now <= 0.3


def test_a_lone_answer_goes_at_once():
    assert Process([Books()]).request(START, answer=True, pump=False) - START <= 0.03


def test_a_clock_that_was_set_back_does_not_stop_sending():
    books = [Books()]
    process = Process(books)
    process.request(START, answer=False, pump=True)
    fresh = Process(books)
    assert fresh.request(START - 3600, answer=False, pump=True) <= START - 3599
    assert Process(books).request(START - 7200, answer=True, pump=False) <= START - 7199


gaps = st.lists(
    st.one_of(st.just(0.0), st.floats(0, 0.03), st.floats(0, 0.15), st.floats(0, 2)), max_size=150
)


@given(broadcast=gaps, urgent=st.sets(st.integers(0, 150)), web=gaps, web2=gaps)
def test_never_over_fifty_in_any_second_over_all_processes(broadcast, urgent, web, web2):
    """Three processes, each asking again some time after its last request went out."""
    books, moments = [Books()], []
    queue = [(START, number) for number in range(3)]
    plans = [iter(enumerate(gaps)) for gaps in (broadcast, web, web2)]
    processes = [Process(books) for _ in plans]
    while queue:
        now, number = heapq.heappop(queue)
        step = next(plans[number], None)
        if step is None:
            continue
        pump = number == 0
        at = processes[number].request(now, answer=not pump or step[0] in urgent, pump=pump)
        moments.append(at)
        heapq.heappush(queue, (at + step[1], number))
    assert most_in_a_second(moments) <= 50


@given(asks=st.lists(st.tuples(st.sampled_from(["a", "b", "c"]), st.floats(0, 3)), max_size=120))
def test_no_short_window_of_a_conversation_is_ever_over_its_limit(asks):
    threads, now = Threads(), START
    sent: dict[str, list[float]] = {}
    for thread, pause in asks:
        now += pause * pause / 3
        if threads.wait(thread, now) == 0:
            threads.count(thread, now)
            sent.setdefault(thread, []).append(now)
    for moments in sent.values():
        for count, seconds in THREAD_WINDOWS:
            for early, late in zip(moments, moments[count:], strict=False):
                assert late - early >= seconds


def test_waiting_as_told_is_enough_and_the_hour_is_held():
    threads, now, moments = Threads(), START, []
    while now < START + 2.5 * 3600:
        wait = threads.wait("busy", now)
        if wait:
            now += wait
            continue
        threads.count("busy", now)
        moments.append(now)
    for early, late in zip(moments, moments[HOUR_LIMIT:], strict=False):
        assert late - early >= 3600.0
    assert len(moments) >= 2 * HOUR_LIMIT


def test_memory_does_not_grow_with_the_number_of_conversations():
    threads, now = Threads(), START
    for number in range(40_000):
        now += 1 / COMMON
        threads.count(f"conversation {number}", now)
    assert len(threads._recent) <= COMMON * 32
    assert threads.wait("conversation 0", now) == 0


def test_slots_begin_in_order():
    assert instant(SLOTS) == 1.0
