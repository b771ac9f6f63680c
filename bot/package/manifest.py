"""The manifest: the template of infra/teams, filled in for one registration."""

import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bot.errors import Misconfigured
from bot.package import files, permissions
from bot.settings import Settings, is_loopback

ENGLISH = "en.json"
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_VERSION = re.compile(r"\d{1,9}\.\d{1,9}\.\d{1,9}")
# Where every account finds what its own organisation says about privacy.
_ORGANISATION = "https://myaccount.microsoft.com/organizations"

Manifest = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """Who answers for the app, as Teams shows it to people who look at it."""

    name: str = "Renkei"
    website: str = _ORGANISATION
    privacy: str = _ORGANISATION
    terms: str = _ORGANISATION


def filled(settings: Settings, publisher: Publisher, version: str) -> Manifest:
    """The manifest of the configured bot; raises Misconfigured for what Teams would refuse.

    The tab is in it only where people's browsers reach PUBLIC_URL.
    """
    _check(settings, publisher, version)
    manifest: Manifest = json.loads(files.read("teams/manifest.json"))
    host = tab_host(settings)
    manifest |= {
        "id": settings.app_id,
        "version": version,
        "developer": {
            "name": publisher.name,
            "websiteUrl": publisher.website,
            "privacyUrl": publisher.privacy,
            "termsOfUseUrl": publisher.terms,
        },
        "webApplicationInfo": {"id": settings.app_id, "resource": _resource(settings)},
        "authorization": {"permissions": {"resourceSpecific": _resource_specific()}},
    }
    manifest["bots"][0]["botId"] = settings.app_id
    if host:
        manifest |= {"staticTabs": _tabs(settings), "validDomains": [host]}
    return manifest


def english(manifest: Manifest) -> dict[str, str]:
    """What of the English strings this manifest has a place for; Teams refuses the others."""
    found: dict[str, str] = json.loads(files.read(f"teams/{ENGLISH}"))
    return {key: text for key, text in found.items() if key == "$schema" or _leads(manifest, key)}


def tab_host(settings: Settings) -> str:
    """The name under which Teams finds the tab; empty where there is none."""
    host = urlsplit(settings.public_url).hostname or ""
    return "" if is_loopback(host) else host


def _check(settings: Settings, publisher: Publisher, version: str) -> None:
    if not _GUID.fullmatch(settings.app_id):
        line = "RENKEI_APP_ID: not set, or no id of a registration"
        raise Misconfigured(f"{line}; write the bot registration's application id")
    if not _VERSION.fullmatch(version):
        raise Misconfigured(f"--app-version: {version} is no version; write one such as 1.4.0")
    if not 0 < len(publisher.name) <= 32:
        raise Misconfigured("--developer: Teams shows 1 to 32 characters; write a shorter name")
    for option in ("website", "privacy", "terms"):
        parts = urlsplit(getattr(publisher, option))
        if parts.scheme != "https" or not parts.hostname:
            raise Misconfigured(f"--{option}: Teams wants an address that begins with https://")


def _resource(settings: Settings) -> str:
    """What the tab's token is for, as Entra's registration is to name itself."""
    place = f"{urlsplit(settings.public_url).netloc}/" if tab_host(settings) else ""
    return f"api://{place}botid-{settings.app_id}"


def _resource_specific() -> list[dict[str, str]]:
    return [{"name": name, "type": "Application"} for name in permissions.resource()]


def _tabs(settings: Settings) -> list[Manifest]:
    """The chat stays first; what Teams tells of the app stays last."""
    address = f"{settings.public_url.rstrip('/')}/tab/"
    tab = {"entityId": "renkei", "name": "一覧", "contentUrl": address, "websiteUrl": address}
    own = (
        {"entityId": "conversations"},
        tab,
        {"entityId": "about"},
    )
    return [{**one, "scopes": ["personal"]} for one in own]


def _leads(manifest: Manifest, path: str) -> bool:
    """Whether there is something at a path such as bots[0].commandLists[1].commands[0].title."""
    at: Any = manifest
    for step in re.findall(r"[^.\[\]]+", path):
        try:
            at = at[int(step) if isinstance(at, list) else step]
        except (LookupError, TypeError):
            return False
    return isinstance(at, str)
