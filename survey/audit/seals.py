"""How an entry of the audit trail is sealed."""

import json
from datetime import UTC, datetime
from hashlib import sha256

FIRST = "0" * 64


def seal(before: str, *, at: datetime, person: str, action: str, subject: str, details: str) -> str:
    """SHA-256, in hexadecimal, over the seal before and all fields of the entry."""
    fields = [before, at.astimezone(UTC).isoformat(), person, action, subject, details]
    return sha256(json.dumps(fields, ensure_ascii=True).encode()).hexdigest()
