"""One-time codes: the secret that a person's app holds, the codes that it makes (RFC 6238), and recovery codes.

The secret is kept nowhere. It is made, each time it is needed, of the installation's key and of a random seed in the
database, so that a copy of the database alone makes no code. A new installation key makes all of them void.
"""

import base64
import hmac
import secrets
import unicodedata
from datetime import datetime

import pyotp

ISSUER = "Gender Mainstreaming Survey"
DIGITS = 6
#: steps of half a minute before and after the present one whose codes are taken: clocks differ
TOLERANCE = 1
RECOVERY_CODES = 10
# without letters and digits that look alike
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
HALF = 5
LONGEST_SEED = 64


def new_seed() -> str:
    return secrets.token_urlsafe(32)


def is_seed(text: str) -> bool:
    """Whether a form's text can be a seed; whose it is does not matter, since the secret is made for a person."""
    return (
        0 < len(text) <= LONGEST_SEED and text.isascii() and text.replace("-", "").replace("_", "").isalnum()
    )


def secret_of(key: str, person: str, seed: str) -> str:
    """The secret in base 32, 160 bits, of the person with this public id."""
    made = hmac.digest(key.encode(), f"second factor of {person}: {seed}".encode(), "sha256")
    return base64.b32encode(made[:20]).decode()


def address_for_apps(secret: str, email: str) -> str:
    """What the QR code says: an address that apps for one-time codes understand."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)


def spelled(secret: str) -> str:
    """The secret in groups of four, for typing it into an app by hand."""
    return " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))


def as_meant(typed: str) -> str:
    """What somebody typed without spaces and hyphens, in small letters and plain digits."""
    plain = unicodedata.normalize("NFKC", typed).casefold()
    return "".join(sign for sign in plain if not sign.isspace() and sign not in "-–—‐‑")


def fitting_step(secret: str, code: str, *, now: datetime, after: int = 0) -> int | None:
    """The half minute whose code this is, if it is close enough to `now` and later than the step `after`."""
    if not (code.isascii() and code.isdigit() and len(code) == DIGITS):
        return None
    totp = pyotp.TOTP(secret)
    present = totp.timecode(now)
    steps = range(present - TOLERANCE, present + TOLERANCE + 1)
    # every step is compared, so that the time tells nothing
    fits = [step for step in steps if hmac.compare_digest(totp.generate_otp(step), code)]
    return next((step for step in fits if step > after), None)


def new_recovery_codes() -> list[str]:
    """Ten codes such as "k7f3m-q2xwz", 49 bits each."""
    return [f"{_letters()}-{_letters()}" for _ in range(RECOVERY_CODES)]


def is_like_recovery_code(code: str) -> bool:
    return len(code) == 2 * HALF and set(code) <= set(ALPHABET)


def _letters() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(HALF))
