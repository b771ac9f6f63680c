"""One tenant that waits keeps nobody else waiting."""

import threading
from concurrent.futures import wait

import pytest
from sqlalchemy import insert, update

from bot.clock import real_now
from bot.delivery.rows import PUMP
from bot.errors import Unavailable
from bot.storage.shares import Shares


@pytest.fixture
def shares():
    found = Shares(4, of_one=3, name="test")
    yield found
    found.close()


def test_a_tenant_whose_work_hangs_leaves_a_place_for_the_others(shares):
    go = threading.Event()
    hanging = [shares.submit("slow", lambda: go.wait(20)) for _ in range(12)]
    try:
        for number in range(5):
            assert shares.submit("other", lambda number=number: number).result(5) == number
    finally:
        go.set()
    assert all(one.result(5) for one in hanging)


def test_never_more_of_one_tenant_than_allowed_and_in_the_order_given(shares):
    running, most, begun = [], [], []
    lock = threading.Lock()

    def work(number):
        with lock:
            running.append(number)
            begun.append(number)
            most.append(len(running))
        threading.Event().wait(0.002)
        with lock:
            running.remove(number)

    wait([shares.submit("one", lambda n=n: work(n)) for n in range(30)], 10)
    assert max(most) <= 3
    assert sorted(begun) == list(range(30))


def test_closing_finishes_what_waits_in_line():
    shares = Shares(2, of_one=1, name="test")
    done = []
    for number in range(10):
        shares.submit("one", lambda number=number: done.append(number))
    shares.close()
    assert done == list(range(10))


def test_what_is_cancelled_in_line_is_not_done_and_what_fails_is_told(shares):
    go, done = threading.Event(), []
    held = [shares.submit("one", lambda: go.wait(20)) for _ in range(3)]
    late = shares.submit("one", lambda: done.append(1))
    failing = shares.submit("one", lambda: 1 / 0)
    assert late.cancel()
    go.set()
    wait(held, 5)
    with pytest.raises(ZeroDivisionError):
        failing.result(5)
    assert done == []


def test_a_tenant_that_is_locked_stops_no_other_tenants_on_postgresql(_postgresql, tenant):
    go = threading.Event()
    values = {"owner": "", "held_until": real_now()}
    _postgresql.write_now(tenant, lambda tx: tx.run(insert(PUMP), **values))
    lock = update(PUMP).values(owner="x")

    def holds(tx):
        tx.run(lock)
        go.wait(20)

    holder = _postgresql.engine.write(tenant, holds)
    waiting = [_postgresql.engine.write(tenant, lambda tx: tx.run(lock)) for _ in range(12)]
    try:
        other = f"other {tenant}"
        assert _postgresql.engine.write(other, lambda tx: tx.run(lock)).result(2) == 0
        assert _postgresql.engine.read(other, lambda tx: tx.tenant).result(2) == other
    finally:
        go.set()
    holder.result(10)
    assert [one.result(10) for one in waiting] == [1] * 12


def test_a_lock_that_never_comes_is_told_and_the_connection_serves_on(_postgresql, tenant):
    go = threading.Event()
    values = {"owner": "", "held_until": real_now()}
    _postgresql.write_now(tenant, lambda tx: tx.run(insert(PUMP), **values))
    lock = update(PUMP).values(owner="x")
    locked = threading.Event()

    def holds(tx):
        tx.run(lock)
        locked.set()
        go.wait(20)

    def waits(tx):
        tx._raw.execute("SET LOCAL lock_timeout TO 50")
        tx.run(lock)

    holder = _postgresql.engine.write(tenant, holds)
    assert locked.wait(5)
    try:
        with pytest.raises(Unavailable):
            _postgresql.engine.write(tenant, waits).result(5)
    finally:
        go.set()
    holder.result(5)
    assert _postgresql.write_now(tenant, lambda tx: tx.run(lock)) == 1
