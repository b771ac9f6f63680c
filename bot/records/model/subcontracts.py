"""再委託: what the partner must write before it lets somebody else handle personal information."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Stage(StrEnum):
    DRAFT = "draft"  # being filled in; what is missing is said
    APPLIED = "applied"  # 申請: complete, waits for the city
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subcontract:
    """An application under an agreement: the six items and what must come with them.

    1 `contract`; 2 `name`, `address`, `representative` (`subsidiary`: it is the partner's own);
    3 `reason`; 4 `signed_on`, `place`, `since`, `until`; 5 `content`; 6 `information`. `draft_at`
    is where the draft of the memorandum with the subcontractor is filed, `allowed_by` the article
    that lets the partner subcontract at all. `memorandum_on` is the day on which that memorandum
    was signed.
    """

    id: int = 0
    agreement: int
    contract: str = ""
    name: str = ""
    address: str = ""
    representative: str = ""
    subsidiary: bool = False
    reason: str = ""
    signed_on: date | None = None
    place: str = ""
    since: date | None = None
    until: date | None = None
    content: str = ""
    information: str = ""
    draft_at: str = ""
    allowed_by: str = ""
    stage: Stage = Stage.DRAFT
    applied_on: date | None = None
    decided_on: date | None = None
    decided_post: int | None = None
    why: str = ""
    memorandum_on: date | None = None
    version: int = 1

    @property
    def subject(self) -> str:
        """The name of this matter, and of the subcontractor's own registers."""
        return f"subcontract:{self.id}"
