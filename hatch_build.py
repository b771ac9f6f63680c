"""What a wheel carries beyond its packages: the files of infra/ that commands read."""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

READ = (
    "permissions.toml",
    "teams/manifest.json",
    "teams/en.json",
    "teams/color.png",
    "teams/outline.png",
)


class Infra(BuildHookInterface[Any]):
    """A checkout has them where they are; only a wheel needs a copy."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it builds; `version` is "editable" for a checkout."""
        if version != "editable":
            for name in READ:
                build_data["force_include"][f"infra/{name}"] = f"bot/package/infra/{name}"
