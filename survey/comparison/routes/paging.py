"""Which page of a list an address asks for."""

from flask import abort, request

LAST_PAGE = 10**6


def asked_page() -> int:
    """The number of the page in the address, from 1; 404 for anything else."""
    text = request.args.get("page", "1")
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(LAST_PAGE)) and int(text)):
        abort(404)
    return int(text)


def pages_of(rows: int, size: int, number: int) -> int:
    """How many pages so many rows make, at least one; 404 where `number` is beyond them."""
    pages = max(1, -(-rows // size))
    return pages if number <= pages else abort(404)
