"""Sets second factors up, checks their codes, and takes them away."""

from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from survey.accounts.models import Person, RecoveryCode, SecondFactor, SignIn
from survey.accounts.queries import codes_of
from survey.accounts.second_factor.codes import (
    as_meant,
    fitting_step,
    is_like_recovery_code,
    new_recovery_codes,
    secret_of,
)
from survey.accounts.second_factor.queries import second_factor_of, unused_recovery_codes
from survey.accounts.services import HASHER, count_failure, end_sign_ins, forget_failures
from survey.accounts.tokens import hashed
from survey.audit.services import record
from survey.data import clock
from survey.data.direct import write


def set_up(session: Session, *, person: Person, seed: str, step: int, token: str) -> list[str]:
    """Gives the person a second factor, whose code of `step` was just shown; returns the recovery codes.

    The sign-in with this token counts as confirmed; all others end.
    """
    own = SecondFactor(person_id=person.id, seed=seed, last_step=step, set_up_at=clock.now())
    session.add(own)
    end_sign_ins(session, person_id=person.id, keep=token)
    session.execute(update(SignIn).where(SignIn.token_hash == hashed(token)).values(confirmed=True))
    record(session, person=person.public_id, action="set up second factor", subject=person.public_id)
    return renew_recovery_codes(session, person=person)


def renew_recovery_codes(session: Session, *, person: Person) -> list[str]:
    """Ten new recovery codes; the earlier ones no longer work. They are stored as hashes only."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    codes = new_recovery_codes()
    rows = [RecoveryCode(person_id=person.id, code_hash=HASHER.hash(as_meant(code))) for code in codes]
    session.add_all(rows)
    session.flush()
    record(session, person=person.public_id, action="make recovery codes", subject=person.public_id)
    return codes


def take_code(session: Session, *, person: Person, typed: str, key: str) -> bool:
    """Whether this is a code of the person's app, or one of the recovery codes; it does not work a second time."""
    code = as_meant(typed)
    if is_like_recovery_code(code):
        return _take_recovery_code(session, person, code)
    own = second_factor_of(session, person.id)
    if own is None:
        return False
    secret = secret_of(key, person.public_id, own.seed)
    step = fitting_step(secret, code, now=clock.now(), after=own.last_step)
    if step is None:
        return False
    newer = update(SecondFactor).where(SecondFactor.person_id == person.id, SecondFactor.last_step < step)
    return write(session, newer.values(last_step=step)) == 1


def _take_recovery_code(session: Session, person: Person, code: str) -> bool:
    unused = unused_recovery_codes(session, person.id)
    fitting = next((row for row in unused if _is_hash_of(row.code_hash, code)), None)
    if fitting is None:
        return False
    still_unused = (RecoveryCode.id == fitting.id, RecoveryCode.used_at.is_(None))
    taken = write(session, update(RecoveryCode).where(*still_unused).values(used_at=clock.now())) == 1
    if taken:
        left = len(unused) - 1
        record(
            session, person=person.public_id, action="use recovery code", subject=person.public_id, left=left
        )
    return taken


def _is_hash_of(known: str, code: str) -> bool:
    try:
        return HASHER.verify(known, code)
    except (VerificationError, InvalidHashError):
        return False


def note_wrong_code(session: Session, *, person: Person, address: str) -> None:
    """Counts a wrong code. Whoever gets here knows the password, so the trail names the account."""
    count_failure(session, account=codes_of(person.public_id), address=address)
    record(session, person="nobody", action="wrong code", subject=person.public_id)


def forget_wrong_codes(session: Session, *, person: Person) -> None:
    forget_failures(session, email=codes_of(person.public_id))


def take_away(session: Session, *, person: Person, by: str) -> None:
    """Removes the person's second factor and its recovery codes. Somebody else who does it ends their sign-ins too."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    session.execute(delete(SecondFactor).where(SecondFactor.person_id == person.id))
    session.execute(update(SignIn).where(SignIn.person_id == person.id).values(confirmed=False))
    if by != person.public_id:
        end_sign_ins(session, person_id=person.id)
    record(session, person=by, action="take away second factor", subject=person.public_id)
