"""All CSV files of a round in one archive, made while it is sent: nothing of it is held or written anywhere.

Each file is packed piece by piece, and its length and checksum follow it. datapackage.json comes last and names them
all, so that an archive that was cut is never taken for a whole one. Everything but README.txt is the same for the
same content.
"""

from collections.abc import Generator, Iterable
from contextlib import closing
from hashlib import new
from typing import cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from survey.downloads.content import Content
from survey.downloads.data_package import ALGORITHM, Written, data_package
from survey.downloads.files import FILES
from survey.downloads.order import Order
from survey.downloads.readme import readme
from survey.web.csv_files import Pieces
from survey.web.wording import LONGEST_TEXT

README, PACKAGE = "README.txt", "datapackage.json"
#: the format knows no earlier time, and a real one would make the same content differ
TIME = (1980, 1, 1, 0, 0, 0)
UNIX, PLAIN_FILE = 3, 0o100644 << 16
# the network is slower than packing tightly is useful
LEVEL = 1
# a character has at most four bytes, and a guard and quotes come before and after
LONGEST_CELL = 4 * LONGEST_TEXT + 4
LARGEST_WITHOUT_ZIP64 = 2**31 - 1


class _Outlet:
    """What the archive is written to: it cannot be sought in, and holds what waits to be sent."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._waiting.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        pass

    def taken(self) -> bytes:
        taken, self._waiting = b"".join(self._waiting), []
        return taken


def archive_pieces(content: Content, order: Order) -> Pieces:
    """The archive, piece by piece, with what this order asks for."""
    outlet = _Outlet()
    written: dict[str, Written] = {}
    with ZipFile(cast("str", outlet), "w", ZIP_DEFLATED, compresslevel=LEVEL) as archive:
        for file in FILES.values():
            cells = file.count(content) * len(file.header(content))
            is_large = cells * LONGEST_CELL > LARGEST_WITHOUT_ZIP64
            with closing(file.pieces(content, order)) as pieces:
                packed = _packed(archive, outlet, f"{file.name}.csv", pieces, is_large=is_large)
                written[file.name] = yield from packed
        yield from _packed(archive, outlet, README, [readme(content, order)])
        yield from _packed(archive, outlet, PACKAGE, [data_package(content, order, written)])
    yield outlet.taken()


def _packed(
    archive: ZipFile, outlet: _Outlet, name: str, pieces: Iterable[bytes], *, is_large: bool = False
) -> Generator[bytes, None, Written]:
    """Packs one file; what is ready goes out, and at the end it returns what was packed."""
    entry = ZipInfo(name, TIME)
    entry.compress_type, entry.create_system, entry.external_attr = ZIP_DEFLATED, UNIX, PLAIN_FILE
    length, digest = 0, new(ALGORITHM)
    with archive.open(entry, "w", force_zip64=is_large) as packed:
        for piece in pieces:
            packed.write(piece)
            length += len(piece)
            digest.update(piece)
            if ready := outlet.taken():
                yield ready
    return Written(length, digest.hexdigest())
