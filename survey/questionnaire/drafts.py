"""The next version of a questionnaire while it is being written."""

import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Draft:
    """The draft of a questionnaire as it is saved. `number` is the version that it will be."""

    code: str
    number: int
    document: Mapping
    revision: int
    changed_at: datetime


def next_document(published: str, number: int) -> dict:
    """The document of a draft of version `number`: the published one, and an entry for the new version.

    `published` is the JSON text of the newest published version.
    """
    document = deepcopy(json.loads(published))
    document["versions"] = [
        *(entry for entry in document["versions"] if entry["number"] < number),
        {"number": number, "note": {}},
    ]
    return document
