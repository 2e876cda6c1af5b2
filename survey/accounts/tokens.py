"""Random tokens for cookies and links. The database keeps only what `hashed` makes of them."""

import secrets
from hashlib import sha256


def new_token() -> str:
    """256 random bits, in letters that an address may carry."""
    return secrets.token_urlsafe(32)


def hashed(token: str) -> str:
    """SHA-256 in hexadecimal. Enough for 256 random bits; passwords get argon2."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
