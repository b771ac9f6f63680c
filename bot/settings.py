"""What the operator sets: RENKEI_* in the environment, or renkei.toml; the environment wins."""

import ipaddress
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.errors import Misconfigured

BOT_FRAMEWORK_OPENID = "https://login.botframework.com/v1/.well-known/openidconfiguration"
LOCAL = "local"
CREDENTIALS = (
    "managed-identity",
    "federated",
    "workload-identity",
    "certificate",
    "secret",
    "static",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One field for each setting, in the order of the reference page; its name in lower case."""

    database_url: str = "sqlite:///renkei.db"
    host: str = "127.0.0.1"
    port: int = 3978
    app_id: str = ""
    tenant_id: str = ""
    tenants: tuple[str, ...] = ()
    credential: str = "managed-identity"
    secret: str = ""
    certificate_file: str = ""
    static_token: str = ""
    openid_url: str = BOT_FRAMEWORK_OPENID
    token_issuer: str = "https://api.botframework.com"  # noqa: S105 - an issuer, not a secret
    service_hosts: tuple[str, ...] = (
        "smba.trafficmanager.net",
        "smba.infra.gcc.teams.microsoft.com",
        "smba.infra.gov.teams.microsoft.us",
        "smba.infra.dod.teams.microsoft.us",
    )
    graph_url: str = "https://graph.microsoft.com/v1.0"
    graph_hosts: tuple[str, ...] = ("graph.microsoft.com",)
    graph_log: str = ""
    public_url: str = ""
    login_url: str = "https://login.microsoftonline.com"
    teams_app_id: str = ""
    metrics_port: int = 9464
    unauthenticated_loopback: bool = False
    timezone: str = "Asia/Tokyo"
    locale: str = "ja"
    now: datetime | None = None
    key_file: str = ""
    key_vault_key: str = ""
    ledger_anchor_file: str = ""

    @property
    def served(self) -> tuple[str, ...]:
        """The tenants on the allow-list: TENANTS, or else the home tenant alone."""
        return self.tenants or ((self.tenant_id,) if self.tenant_id else ())

    @property
    def tended(self) -> tuple[str, ...]:
        """The tenants whose deadlines and deliveries this process looks after."""
        return self.served or (LOCAL,)

    @property
    def home(self) -> str:
        """The tenant that commands work on; without TENANT_ID a register of this machine alone."""
        return self.tenant_id or LOCAL

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def on_loopback(self) -> bool:
        """Whether every service and Graph host is this machine itself."""
        return all(map(is_loopback, (*self.service_hosts, *self.graph_hosts)))


def is_loopback(host: str) -> bool:
    """Whether a host name or address (a port may follow) names this machine's loopback."""
    name = urlsplit(f"//{host}").hostname or ""
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _may_carry_links(url: str) -> bool:
    """Links open a page for whoever has them: they travel by https, or stay on this machine."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    secure = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.netloc))
    return secure and bool(parts.hostname)


def _is_vault_key(url: str) -> bool:
    """Whether it names a key of a vault; http only where this machine plays the vault."""
    if not _may_carry_links(url):
        return False
    parts = urlsplit(url).path.strip("/").split("/")
    return len(parts) in (2, 3) and parts[0] == "keys" and all(parts)


def load(
    environ: Mapping[str, str] | None = None, file: Path | None = None, **given: Any
) -> Settings:
    """Read and check the settings; `given` (from a command's options) wins over both sources.

    Raises Misconfigured with one line that names the setting and the remedy.
    """
    environ = os.environ if environ is None else environ
    raw: dict[str, Any] = {**_from_file(file or Path("renkei.toml")), **_from_environ(environ)}
    values = {name: _convert(name, value) for name, value in raw.items()}
    settings = Settings(**{**values, **given})
    check(settings)
    return settings


def _from_environ(environ: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in environ.items():
        if key.startswith("RENKEI_"):
            name = key.removeprefix("RENKEI_").lower()
            if name.removesuffix("_file") in _SECRETS and name.endswith("_file"):
                found[name.removesuffix("_file")] = _secret_in(Path(value), key)
            else:
                found[_known(name, key)] = value
    return found


def _from_file(file: Path) -> dict[str, Any]:
    if not file.is_file():
        return {}
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Misconfigured(f"{file}: not valid TOML ({error}); correct the file") from None
    return {_known(name, f"{name} in {file}"): value for name, value in table.items()}


_SECRETS = ("secret", "static_token")


def _known(name: str, shown: str) -> str:
    if name not in _TYPES:
        raise Misconfigured(f"{shown}: no such setting; see docs/reference/settings.md")
    return name


def _secret_in(file: Path, key: str) -> str:
    try:
        return file.read_text(encoding="utf-8").strip()
    except OSError as error:
        reason = error.strerror or "unreadable"
        raise Misconfigured(f"{key}: can't read {file} ({reason}); name a readable file") from None


_TYPES: dict[str, Any] = {field.name: field.type for field in fields(Settings)}
_WANTED: dict[Any, str] = {int: "a whole number", bool: "on or off"}
_TRUE, _FALSE = ("1", "true", "on", "yes"), ("", "0", "false", "off", "no")


def _convert(name: str, value: Any) -> Any:
    kind = _TYPES[name]
    try:
        if kind is int:
            return int(value)
        if kind is bool:
            return _flag(value)
        if kind == tuple[str, ...]:
            items = value if isinstance(value, list) else str(value).split(",")
            return tuple(str(item).strip() for item in items if str(item).strip())
        if kind == datetime | None:
            return _instant(value)
    except ValueError:
        wanted = _WANTED.get(kind, "a time with its UTC offset")
        raise Misconfigured(f"RENKEI_{name.upper()}: {value!r} is not {wanted}") from None
    return str(value)


def _flag(value: Any) -> bool:
    word = str(value).strip().lower()
    if word not in _TRUE + _FALSE:
        raise ValueError(word)
    return word in _TRUE


def _instant(value: Any) -> datetime | None:
    if value in ("", None):
        return None
    found = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    if found.tzinfo is None:
        raise ValueError(value)
    return found


def check(settings: Settings) -> None:
    """Refuse what can't work or isn't safe; each line names the setting and the remedy."""
    for wrong, line in (
        (not 0 <= settings.port <= 65535, "RENKEI_PORT: choose a port from 0 to 65535"),
        (
            not 0 <= settings.metrics_port <= 65535,
            "RENKEI_METRICS_PORT: choose a port from 1 to 65535, or 0 for none",
        ),
        (
            bool(settings.public_url) and not _may_carry_links(settings.public_url),
            "RENKEI_PUBLIC_URL: write https://NAME (http only for this machine itself)",
        ),
        (
            settings.credential not in CREDENTIALS,
            f"RENKEI_CREDENTIAL: choose one of {', '.join(CREDENTIALS)}",
        ),
        (
            settings.credential == "static" and not settings.on_loopback,
            "RENKEI_CREDENTIAL=static: only allowed while every service and Graph host is loopback",
        ),
        (
            settings.now is not None and not settings.on_loopback,
            "RENKEI_NOW: only allowed while every service and Graph host is loopback; remove it",
        ),
        (
            bool(settings.graph_log) and not all(map(is_loopback, settings.graph_hosts)),
            "RENKEI_GRAPH_LOG: only allowed while every Graph host is loopback; remove it",
        ),
        (
            settings.unauthenticated_loopback and not is_loopback(settings.host),
            "RENKEI_UNAUTHENTICATED_LOOPBACK: needs RENKEI_HOST on loopback; switch one of them",
        ),
        (
            bool(settings.key_vault_key) and not _is_vault_key(settings.key_vault_key),
            "RENKEI_KEY_VAULT_KEY: write https://VAULT/keys/NAME or https://VAULT/keys/NAME/VERSION",
        ),
        (
            settings.credential == "static"
            and bool(settings.key_vault_key)
            and not is_loopback(urlsplit(settings.key_vault_key).netloc),
            "RENKEI_CREDENTIAL=static: only allowed while Key Vault's host is loopback",
        ),
        (
            not settings.database_url.startswith(("sqlite:///", "postgresql://")),
            "RENKEI_DATABASE_URL: write sqlite:///FILE or postgresql://USER@HOST/NAME",
        ),
    ):
        if wrong:
            raise Misconfigured(line)
    try:
        _ = settings.zone
    except (ZoneInfoNotFoundError, ValueError):
        line = "RENKEI_TIMEZONE: not a time zone; write one such as Asia/Tokyo"
        raise Misconfigured(line) from None


def check_serving(settings: Settings) -> None:
    """What `renkei serve` needs beyond `check`: who the bot is and whom it serves."""
    if not settings.app_id and not settings.unauthenticated_loopback:
        raise Misconfigured("RENKEI_APP_ID: not set; write the bot registration's application id")
    if not settings.served and not settings.unauthenticated_loopback:
        raise Misconfigured("RENKEI_TENANT_ID: not set; write the Microsoft 365 tenant's id")
