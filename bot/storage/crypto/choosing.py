"""Which envelope key the settings name: a file's, or one of Azure Key Vault."""

from pathlib import Path

from bot.errors import Misconfigured
from bot.settings import Settings
from bot.storage.crypto.envelopes import Envelopes
from bot.storage.crypto.key_file import KeyFile

SQLITE = "sqlite:///"


def open_envelopes(settings: Settings) -> Envelopes:
    """The envelope key by the settings; nothing is read or asked yet. Raises Misconfigured."""
    if settings.key_vault_key:
        from bot.storage.crypto.key_vault import open_key_vault  # its library is slow to load

        return open_key_vault(settings, key_file(settings))
    return KeyFile(key_file(settings))


def key_file(settings: Settings) -> Path:
    """The key file that the settings name; raises Misconfigured where they name none."""
    if settings.key_file:
        return Path(settings.key_file)
    if settings.database_url.startswith(SQLITE):
        file = Path(settings.database_url.removeprefix(SQLITE))
        return file.with_name(f"{file.name}.key")
    if settings.key_vault_key:
        return Path("renkei.key")
    line = "RENKEI_KEY_FILE: not set; PostgreSQL needs a key file that you keep safe"
    raise Misconfigured(f"{line}, or RENKEI_KEY_VAULT_KEY")
