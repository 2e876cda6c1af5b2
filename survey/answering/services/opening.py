"""Opens the reports of many projects at once."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from survey.answering.models.reports import Report
from survey.answering.services.tallies import count_again
from survey.data.base import new_public_id


def open_all(session: Session, *, version_id: int, ends: Mapping[int, datetime | None]) -> None:
    """Opens a report for each of these asked projects, which have none yet.

    `ends` holds, by the asked project's id, the report's own end of answering; None: its round's.
    """
    rows = [
        {
            "public_id": new_public_id(),
            "asked_project_id": asked_project_id,
            "version_id": version_id,
            "state": "draft",
            "fictitious": False,
            "signed_name": "",
            "signed_function": "",
            "closes_at": closes_at,
        }
        for asked_project_id, closes_at in ends.items()
    ]
    if rows:
        session.execute(insert(Report), rows)
        count_again(session, ends, answers=False)
