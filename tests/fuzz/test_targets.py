"""Whatever strangers send or hand in ends in time, with an answer or an error of our own tree."""

import json
import resource
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cards.verbs import Verb, inputs_of
from tests.fuzz import targets
from tests.fuzz.targets import Target

SECONDS = 5.0  # for one input, on a machine that others use too
MEGABYTES = 400  # that no input may add to the process
QUICK = settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
NAMES = tuple(targets.every())


def of(name: str) -> Target:
    return targets.every()[name]


def spliced(seed: bytes) -> st.SearchStrategy[bytes]:
    """A seed with some of it replaced, left out or said twice."""
    place = st.integers(0, len(seed))
    return st.builds(
        lambda left, right, middle: seed[:left] + middle + seed[right:],
        place,
        place,
        st.binary(max_size=60),
    )


def inputs(target: Target) -> st.SearchStrategy[bytes]:
    return st.one_of(st.binary(max_size=400), *map(spliced, target.seeds))


def in_time(target: Target, data: bytes) -> None:
    began = time.perf_counter()
    target.tried(data)
    assert time.perf_counter() - began < SECONDS


@pytest.mark.parametrize("name", NAMES)
@QUICK
@given(data=st.data())
def test_no_bytes_break_what_takes_them_in(name: str, data: Any) -> None:
    target = of(name)
    in_time(target, data.draw(inputs(target)))


@pytest.mark.parametrize("name", NAMES)
def test_seeds_and_their_beginnings_break_nothing(name: str) -> None:
    target = of(name)
    for seed in target.seeds:
        for end in sorted({0, 1, 3, len(seed) // 2, len(seed) - 1, len(seed)}):
            in_time(target, seed[: max(0, end)])


# Each is what a reader of files, numbers or patterns may choke on.
MEAN = {
    "deep": b"[" * 100_000,
    "deep objects": b'{"a":' * 50_000,
    "long": b"a" * 300_000,
    "wide": b"," * 200_000,
    "quotes": b'"' * 100_001,
    "lines": b"\n" * 200_000,
    "digits": b"9" * 50_000,
    "zeros": b"\0" * 10_000,
    "surrogates": b'"\\ud800"' * 1000,
    "fullwidth": "１" * 50_000,
    "combining": "a" + "\u0301" * 50_000,
    "angles": b"<" * 100_000,
    "tags": b"<at " * 50_000,
    "brackets": "（「" * 30_000,
    "articles": "第1条\n" * 20_000,
    "days": "令和8年4月1日" * 10_000,
    "ligature": "\ufdfa" * 20_000,
}


@pytest.mark.parametrize("what", MEAN)
@pytest.mark.parametrize("name", NAMES)
def test_what_grows_without_measure_ends_in_time_and_memory(name: str, what: str) -> None:
    mean = MEAN[what]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    in_time(of(name), mean.encode() if isinstance(mean, str) else mean)
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < MEGABYTES


@pytest.mark.parametrize("name", ["people", "handling", "training"])
def test_a_workbook_with_any_byte_turned_is_read_or_refused(name: str) -> None:
    """Packed data that is spoilt ends in errors of zlib's and of others, where one seldom looks."""
    target = of(f"{name}-file")
    whole = target.seeds[0]
    for at in range(0, len(whole), 1 + len(whole) // 150):
        in_time(target, whole[:at] + bytes((whole[at] ^ 0xFF,)) + whole[at + 1 :])


# verbs: each of them, with whatever a client may send in its fields

_LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["", " ", "0", "1.0", "9" * 30, "true", "2026-02-30", "2026-04-01", "\u202e"])
)
_VALUES = st.recursive(_LEAVES, lambda inner: st.lists(inner, max_size=3), max_leaves=6)


@pytest.mark.parametrize("name", targets.verbs())
@settings(QUICK, max_examples=25)
@given(data=st.data())
def test_no_data_breaks_a_verb(name: str, data: Any) -> None:
    fields = sorted(inputs_of(Verb.known[name]))
    sent = data.draw(st.fixed_dictionaries({}, optional=dict.fromkeys(fields, _VALUES)))
    try:
        verb = Verb.parse(name, sent)
    except targets.OUR_OWN:
        return
    assert Verb.parse(name, json.loads(json.dumps(verb.data()))) == verb


@pytest.mark.parametrize("name", ["", "home", "home.help\0", "__class__", "a" * 10_000])
def test_a_verb_that_nobody_knows_is_malformed(name: str) -> None:
    with pytest.raises(targets.Malformed):
        Verb.parse(name, {})


def test_every_import_of_a_file_is_tried() -> None:
    tried: set[Callable[..., object]] = {reads for reads, _, _ in targets._TABLES.values()}
    assert len(tried) == 7
    assert {"door", "token", "words", "press", "clauses", "text", "map"} <= set(NAMES)
