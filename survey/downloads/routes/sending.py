"""Sends a file so that one that was cut short can be told from a whole one.

A small file is made whole before its first byte leaves, and has its length in front. A larger one goes out in chunks
(RFC 9112, 7.1), whose last one a fault keeps back: the connection then ends without it, and every client says so.
Clients and proxies that speak HTTP/1.0 know no chunks; for them a large file is made on disk first, to have a length.
"""

import logging
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import chain
from tempfile import TemporaryFile
from typing import IO

from flask import Response, request

from survey.web.csv_files import Pieces
from survey.web.way import way

logger = logging.getLogger("survey")
WHOLE = 2**20  # bytes up to which a file is made whole in memory
READ_AT_ONCE = 64 * 1024


class CutShortError(Exception):
    """The rest of a file could not be made; its connection ends without the file's end."""


def headers_only(mimetype: str) -> Response:
    """The answer to HEAD: no file is made, so that there is no length either."""
    return Response(iter(()), mimetype=mimetype)


def whole_or_streamed(pieces: Pieces, mimetype: str) -> Response:
    """The response with this file. A fault before its first byte is a fault of the request."""
    begun, size = [], 0
    for piece in pieces:
        begun.append(piece)
        size += len(piece)
        if size > WHOLE:
            break
    else:
        return Response(b"".join(begun), mimetype=mimetype)
    if request.environ.get("SERVER_PROTOCOL") == "HTTP/1.0":
        return _from_disk(chain(begun, pieces), mimetype)
    response = Response(_to_the_end(way().given(chain(begun, pieces))), mimetype=mimetype)
    # a client that goes away gives the database's connection back
    response.call_on_close(pieces.close)
    return response


def _to_the_end(pieces: Iterator[bytes]) -> Iterator[bytes]:
    try:
        yield from pieces
    except Exception as fault:
        # kind and place, here; the server writes down whatever it is given, and a fault's text can quote an answer
        logger.error("download", exc_info=fault)
        raise CutShortError from None


def _from_disk(pieces: Iterator[bytes], mimetype: str) -> Response:
    with ExitStack() as opened:
        file = opened.enter_context(TemporaryFile())
        for piece in pieces:
            file.write(piece)
        response = Response(_read(file), mimetype=mimetype)
        response.content_length = file.tell()
        file.seek(0)
        response.call_on_close(opened.pop_all().close)
    return response


def _read(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(READ_AT_ONCE):
        yield piece
