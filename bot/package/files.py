"""Files of infra/ that commands read: a wheel carries them here, a checkout has them there."""

from pathlib import Path

_PLACES = (Path(__file__).with_name("infra"), Path(__file__).parents[2] / "infra")


def read(name: str) -> bytes:
    """The file of infra/ with this path; raises FileNotFoundError where nobody carries it."""
    for place in _PLACES:
        if (place / name).is_file():
            return (place / name).read_bytes()
    raise FileNotFoundError(2, "not part of this installation", name)
