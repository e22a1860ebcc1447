"""The words that values are made of: statuses, kinds, roles, relations."""

from __future__ import annotations

from typing import Literal

Status = Literal["confirmed", "reported", "denied", "na"]
STATUSES: tuple[Status, ...] = ("confirmed", "reported", "denied", "na")
KINDS = (
    "launch", "update", "integration", "pricing", "shutdown", "funding", "market", "legal",
    "regulation", "partnership", "research", "review", "other",
)  # fmt: skip
FieldName = Literal["title", "summary"]
Role = Literal["product", "company", "host", "topic", "context", "exclusion"]
Relation = Literal["continues", "confirms", "denies", "contradicts"]
