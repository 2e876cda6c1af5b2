"""Opens an uploaded file: a packed folder of XML files, as Word and Excel write them, and nothing else.

Every limit holds before anything is read as XML, and counts what really comes out, not what the file claims.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator

from survey.web.wording import BadInput, Sentence, sentence

MEGABYTE = 2**20
LARGEST_FILE = 5 * MEGABYTE
LARGEST_UNPACKED, LARGEST_XML = 40 * MEGABYTE, 12 * MEGABYTE
MOST_MEMBERS = 1_000
CHUNK = 64 * 1024
KNOWN_PACKING = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
OLD_OFFICE, PDF, PACKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF", b"PK"
MACRO_FILES = (".docm", ".dotm", ".xlsm", ".xltm", ".xlsb", ".xlam")

EMPTY = sentence("Choose the filled form on your computer first.")
TOO_LARGE = sentence(
    "The file is larger than 5 MB. A filled form is much smaller: remove pictures from it, or check "
    "that it is the right file."
)
OLD = sentence(
    "The file is in an old format or locked with a password. Open it in Word or Excel, save it without a password as "
    ".docx or .xlsx, and upload that."
)
NO_FORM = sentence(
    "This is not a form of this service. Upload the Word or Excel form that you downloaded here and filled in."
)
IS_PDF = sentence(
    "This is a PDF file, from which answers cannot be taken over. Upload the Word or Excel form that you downloaded "
    "here and filled in."
)
OPEN_DOCUMENT = sentence(
    "The file was saved as OpenDocument. Open it again, save it as Word (.docx) or Excel (.xlsx), and upload that."
)
DAMAGED = sentence("The file is damaged and cannot be read. Save it again, or download a new form.")
LOCKED = sentence("The file is locked with a password. Save it without one and upload it again.")
BOMB = sentence(
    "The file holds far more than a form can hold. It was not opened any further. Check that it is the right file."
)
ODD = sentence("The file is not built as Word or Excel build their files. It was not opened any further.")
MACROS = sentence(
    "The file contains macros, which are programs. Save it without macros as .docx or .xlsx and upload that."
)
FOREIGN = sentence(
    "The file draws content from outside, such as another file or an address. Remove the connection, save "
    "it, and upload it again."
)


def unpacked(data: bytes, filename: str) -> dict[str, bytes]:
    """The XML files in the package by name. Raises BadInput with one sentence for whatever is wrong with the whole."""
    _refuse(not data, EMPTY)
    _refuse(len(data) > LARGEST_FILE, TOO_LARGE)
    _refuse(data.startswith(OLD_OFFICE), OLD)
    _refuse(data.startswith(PDF), IS_PDF)
    _refuse(not data.startswith(PACKED), NO_FORM)
    _refuse(filename.lower().endswith(MACRO_FILES), MACROS)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_listing(archive.infolist())
            return dict(_members(archive))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as fault:
        if isinstance(fault, BadInput):
            raise
        raise BadInput(DAMAGED) from None


def _check_listing(members: list[zipfile.ZipInfo]) -> None:
    _refuse(len(members) > MOST_MEMBERS, BOMB)
    names = [member.filename for member in members]
    _refuse("mimetype" in names and "content.xml" in names, OPEN_DOCUMENT)
    _refuse(any(member.flag_bits & 1 for member in members), LOCKED)
    _refuse(any(member.compress_type not in KNOWN_PACKING for member in members), ODD)
    _refuse(any(_leads_outside(name) for name in names) or len(set(names)) < len(names), ODD)
    lower = [name.lower() for name in names]
    _refuse(
        any(name.endswith(("vbaproject.bin", "vbadata.xml")) or "macrosheets/" in name for name in lower),
        MACROS,
    )
    _refuse(any("/externallinks/" in f"/{name}" or "/embeddings/" in f"/{name}" for name in lower), FOREIGN)
    _refuse("[Content_Types].xml" not in names, NO_FORM)


def _leads_outside(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/")


def _members(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """The XML files; all others are unpacked too, to be counted, and thrown away."""
    total = xml = 0
    for member in archive.infolist():
        is_xml = member.filename.endswith((".xml", ".rels"))
        pieces = []
        with archive.open(member) as stream:
            while piece := stream.read(CHUNK):
                total += len(piece)
                xml += len(piece) if is_xml else 0
                _refuse(total > LARGEST_UNPACKED or xml > LARGEST_XML, BOMB)
                if is_xml:
                    pieces.append(piece)
        if is_xml:
            yield member.filename, b"".join(pieces)


def _refuse(condition: bool, reason: Sentence) -> None:
    if condition:
        raise BadInput(reason)
