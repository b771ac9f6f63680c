"""`renkei keys`: which keys there are, and how they are replaced while everything runs."""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from bot.cli.opening import House, opened, require_all_known
from bot.cli.progress import progress

if TYPE_CHECKING:
    from bot.storage.rotation import Held, Retired, Rotated

_AT_ONCE = 200
_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object.")


@click.group
def keys() -> None:
    """The keys that seal personal data, of every tenant in the database."""


@keys.command
@_JSON
def show(as_json: bool) -> None:
    """Which key has sealed how much; no key is shown."""
    import bot.exchange  # noqa: F401 - with the slices, declares every table
    from bot.storage.rotation import held

    with opened() as house:
        envelopes = house.storage.vault.envelopes.held()
        found = held(house.storage)
    if as_json:
        shown = {"envelopes": list(envelopes), "keys": [_as_json(one) for one in found]}
        click.echo(json.dumps(shown, ensure_ascii=False))
        return
    for name in envelopes:
        click.echo(f"envelope key {name}")
    for one in found:
        click.echo(_line(one))


def _as_json(one: "Held") -> dict[str, Any]:
    return {
        "tenant": one.tenant,
        "number": one.number,
        "use": _use(one),
        "envelope": one.envelope,
        "made_at": None if one.made_at is None else one.made_at.isoformat(),
        "sealed": dict(one.sealed),
    }


def _use(one: "Held") -> str:
    from bot.storage.crypto.tables import DIGESTS

    if one.number == DIGESTS:
        return "digests"
    return "seals" if one.seals else "opens"


def _line(one: "Held") -> str:
    by = f"wrapped by {one.envelope or 'an envelope key without a name'}"
    many = f"{sum(one.sealed.values())} values in {len(one.sealed)} columns"
    what = {"digests": "writes digests", "seals": f"seals; {many}", "opens": f"old; {many}"}
    return f"{one.tenant}: data key {one.number} {what[_use(one)]}, {by}"


@keys.command
@_JSON
def rotate(as_json: bool) -> int:
    """Replace the envelope key and every data key, and seal everything anew, while the bot runs.

    Goes on with a rotation that was interrupted. Exit status 1 where a value doesn't open.
    """
    import bot.exchange  # noqa: F401 - with the slices, declares every table
    from bot.storage.rotation import rotate as rotate_now

    with opened() as house, progress("values") as told:
        require_all_known(house, what="renkei keys rotate")
        _seal_clear(house)
        done = rotate_now(house.storage, told)
    click.echo(json.dumps(_rotated(done)) if as_json else _in_words(done))
    return 1 if done.unopened else 0


def _rotated(done: "Rotated") -> dict[str, Any]:
    return {
        "envelope": done.envelope,
        "renewed": done.renewed,
        "tenants": done.tenants,
        "resealed": done.resealed,
        "unopened": dict(done.unopened),
    }


def counted(count: int, what: str) -> str:
    """1 value, 2 values."""
    return f"1 {what}" if count == 1 else f"{count} {what}s"


def _in_words(done: "Rotated") -> str:
    values, tenants = counted(done.resealed, "value"), counted(done.tenants, "tenant")
    lines = [f"new data keys seal {values} of {tenants}"]
    if done.renewed:
        lines.append(f"envelope key {done.envelope} wraps them; copy the key file to its keepers")
    else:
        lines.append(f"envelope key {done.envelope} wraps them as before")
    lines += [
        f"{counted(many, 'value')} won't open: {where}" for where, many in done.unopened.items()
    ]
    lines.append("in 20 minutes or later drop what is old: renkei keys retire")
    return "\n".join(lines)


@keys.command
@_JSON
def retire(as_json: bool) -> None:
    """Drop the old keys that nothing needs any more; refused where anything would be lost."""
    import bot.exchange  # noqa: F401 - with the slices, declares every table
    from bot.storage.rotation import retire as retire_now

    with opened() as house, progress("values") as told:
        require_all_known(house, what="renkei keys retire")
        gone = retire_now(house.storage, _needed_by_backups(house), told)
    click.echo(json.dumps(_retired(gone)) if as_json else "\n".join(_said(gone)))


def _needed_by_backups(house: House) -> dict[str, str]:
    """The envelope keys without which a backup that may exist can't be opened."""
    from bot.storage.backup import register
    from bot.storage.crypto.turning import tenants

    found: dict[str, str] = {}
    for tenant in tenants(house.storage.engine.engine):
        needed = house.storage.read_now(tenant, lambda tx: register.envelopes(tx, house.today))
        found |= dict.fromkeys(needed, "a backup that is still kept")
    return found


def _retired(gone: "Retired") -> dict[str, Any]:
    dropped = {tenant: list(numbers) for tenant, numbers in gone.data_keys.items()}
    return {"data_keys": dropped, "envelopes": gone.envelopes, "stayed": gone.stayed}


def _said(gone: "Retired") -> Iterable[str]:
    for tenant, numbers in gone.data_keys.items():
        yield f"{tenant}: dropped data keys {', '.join(map(str, numbers))}"
    for name in gone.envelopes:
        yield f"dropped envelope key {name}"
    yield from (f"stays: {line}" for line in gone.stayed)
    if not (gone.data_keys or gone.envelopes):
        yield "nothing to drop"


def _seal_clear(house: House) -> None:
    """Names that an earlier release has left in clear are sealed first."""
    from bot import slices

    for tenant in slices.tenants_with_names(house.storage.engine.engine):
        while house.storage.write_now(tenant, lambda tx: slices.seal_clear(tx, _AT_ONCE)):
            pass
