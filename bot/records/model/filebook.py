"""個人情報ファイル: what a city has to publish of each file of a thousand persons or more."""

from dataclasses import dataclass

MOST_UNPUBLISHED = 1000  # 個人情報保護法74条2項9号、施行令19条: fewer persons need no entry


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file as 個人情報保護法75条1項 and 施行令20条 describe it; `key` says which it is here.

    `items`: 記録項目; `scope`: 記録範囲; `collected`: 収集方法; `sensitive`: 要配慮個人情報, ""
    where it has none; `passed_on`: 経常的提供先; `remark`: what the city still has to judge.
    """

    key: str
    name: str
    purpose: str
    items: tuple[str, ...]
    scope: str
    collected: str
    sensitive: str = ""
    passed_on: str = "なし"
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A file and how many persons it holds now."""

    file: File
    persons: int

    @property
    def is_owed(self) -> bool:
        """Whether an entry is to be made and published."""
        return self.persons >= MOST_UNPUBLISHED
