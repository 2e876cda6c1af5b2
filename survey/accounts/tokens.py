"""Random tokens for cookies, links and programs. The database keeps only what `hashed` makes of them."""

import secrets
from hashlib import sha256

# by which people, and programs that look for secrets in what is published, recognise one
ACCESS_PREFIX = "gms_"


def new_token() -> str:
    """256 random bits, in letters that an address may carry."""
    return secrets.token_urlsafe(32)


def new_access_token() -> str:
    """192 random bits behind a prefix, in letters and digits that a double click takes as one word."""
    return ACCESS_PREFIX + secrets.token_hex(24)


def hashed(token: str) -> str:
    """SHA-256 in hexadecimal. Enough for 256 random bits; passwords get argon2."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
