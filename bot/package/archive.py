"""The file that is uploaded to Teams: the same input makes the same bytes."""

import json
import zipfile
from io import BytesIO
from typing import Any

from bot.package import files
from bot.package.manifest import ENGLISH, Publisher, english, filled
from bot.settings import Settings

_ICONS = ("color.png", "outline.png")
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first day that a zip can name


def packed(settings: Settings, publisher: Publisher, version: str) -> bytes:
    """The app package of the configured bot; raises Misconfigured for what Teams would refuse."""
    manifest = filled(settings, publisher, version)
    parts = {"manifest.json": _json(manifest), ENGLISH: _json(english(manifest))}
    parts |= {icon: files.read(f"teams/{icon}") for icon in _ICONS}
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            part = zipfile.ZipInfo(name, _LONG_AGO)
            part.external_attr = 0o644 << 16
            archive.writestr(part, content, zipfile.ZIP_DEFLATED)
    return whole.getvalue()


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode("utf-8") + b"\n"
