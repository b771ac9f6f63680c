"""Values that are sealed, and what is seen of their keys."""

from sqlalchemy import insert, select

import bot.exchange  # noqa: F401 - declares every table
from bot.clock import real_now
from bot.storage.crypto.cipher import sealed_by
from bot.turns.memory import HEARD

ONE, TWO = "tenant-one", "tenant-two"


def keep(storage, tenant, *keys):
    def work(tx):
        tx.many(
            insert(HEARD),
            [
                {"key": key, "at": real_now(), "answer": tx.seal("heard", "answer", key, key * 3)}
                for key in keys
            ],
        )

    storage.write_now(tenant, work)


def opened(storage, tenant):
    def work(tx):
        rows = tx.all(select(HEARD.c.key, HEARD.c.answer))
        return {row.key: tx.unseal("heard", "answer", row.key, row.answer) for row in rows}

    return storage.read_now(tenant, work)


def numbers(storage, tenant):
    rows = storage.read_now(tenant, lambda tx: tx.all(select(HEARD.c.answer)))
    return {sealed_by(bytes(row.answer)) for row in rows}


def digest(storage, tenant):
    return storage.write_now(tenant, lambda tx: tx.digest("heard", "who", "明石"))


def key_file(storage):
    return storage.vault.envelopes.file
