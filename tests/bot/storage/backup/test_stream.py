"""What is sealed in chunks opens whole and unchanged, or not at all."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Unreadable
from bot.storage.backup.stream import CHUNK, Sealing, opened

KEY, BEFORE = bytes(range(32)), b"header"


def sealed(*portions, key=KEY, before=BEFORE):
    out = BytesIO()
    sealing = Sealing(out, key, before)
    for portion in portions:
        sealing.write(portion)
    sealing.close()
    return out.getvalue()


def read(data, key=KEY, before=BEFORE):
    return b"".join(opened(BytesIO(data), key, before, name="x.backup"))


def chunks(data):
    found, at = [], 0
    while at < len(data):
        size = 4 + int.from_bytes(data[at : at + 4], "big")
        found.append(data[at : at + size])
        at += size
    return found


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_any_size_comes_back(size):
    plain = (b"0123456789abcdef" * (size // 16 + 1))[:size]
    assert read(sealed(plain)) == plain
    assert read(sealed(plain[:7], plain[7:])) == plain


@given(st.lists(st.binary(max_size=200), max_size=10))
def test_portions_do_not_matter(portions):
    assert sealed_size(portions) == sealed_size([b"".join(portions)])
    assert read(sealed(*portions)) == b"".join(portions)


def sealed_size(portions):
    return len(sealed(*portions))


@given(st.binary(min_size=1, max_size=300), st.data())
def test_no_byte_can_be_changed(plain, data):
    whole = bytearray(sealed(plain))
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Unreadable):
        read(bytes(whole))


@given(st.binary(min_size=1, max_size=300), st.data())
def test_no_end_can_be_cut_off(plain, data):
    whole = sealed(plain)
    with pytest.raises(Unreadable, match="ends too early"):
        read(whole[: data.draw(st.integers(0, len(whole) - 1))])


@pytest.fixture(scope="module")
def three():
    whole = sealed(b"a" * CHUNK, b"b" * CHUNK, b"c" * 5)
    assert len(chunks(whole)) == 3
    return chunks(whole)


def test_a_cut_between_chunks_is_found(three):
    with pytest.raises(Unreadable, match="ends too early"):
        read(b"".join(three[:2]))


@pytest.mark.parametrize("order", [(1, 0, 2), (0, 2), (0, 1, 1, 2), (2,), (0, 1, 2, 2)])
def test_no_chunk_can_be_moved_left_out_or_doubled(three, order):
    with pytest.raises(Unreadable):
        read(b"".join(three[number] for number in order))


def test_the_place_of_the_damage_is_told(three):
    damaged = three[1][:-1] + bytes([three[1][-1] ^ 1])
    with pytest.raises(Unreadable, match=r"x\.backup: chunk 2 is changed or damaged"):
        read(three[0] + damaged + three[2])


def test_what_follows_the_end_is_found(three):
    with pytest.raises(Unreadable, match="something follows its end"):
        read(b"".join(three) + three[0])


def test_chunks_belong_to_what_stands_before_them_and_to_their_key():
    with pytest.raises(Unreadable, match="chunk 1"):
        read(sealed(b"x"), before=b"other")
    with pytest.raises(Unreadable, match="chunk 1"):
        read(sealed(b"x"), key=bytes(32))


def test_a_chunk_of_any_length_is_not_read():
    with pytest.raises(Unreadable, match="changed or damaged"):
        read(b"\xff\xff\xff\xff" + bytes(100))
