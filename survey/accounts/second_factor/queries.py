"""Reads second factors."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey.accounts.models import RecoveryCode, SecondFactor


def second_factor_of(session: Session, person_id: int) -> SecondFactor | None:
    return session.get(SecondFactor, person_id)


def unused_recovery_codes(session: Session, person_id: int) -> list[RecoveryCode]:
    unused = (RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
    return list(session.scalars(select(RecoveryCode).where(*unused).order_by(RecoveryCode.id)))


def recovery_codes_left(session: Session, person_id: int) -> int:
    unused = (RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
    return session.scalar(select(func.count(RecoveryCode.id)).where(*unused)) or 0
