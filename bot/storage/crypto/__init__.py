"""Field encryption: data keys for each tenant, wrapped by an envelope key from outside."""

from bot.storage.crypto.cipher import Unopened
from bot.storage.crypto.tables import DATA_KEY
from bot.storage.crypto.vault import Vault

__all__ = ["DATA_KEY", "Unopened", "Vault"]
