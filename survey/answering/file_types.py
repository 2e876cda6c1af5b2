"""Which files are taken as evidence: those whose name and whose content say the same of a few harmless types."""

import re
import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from survey.web.wording import BadInput, Sentence, sentence

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": WORD,
    "xlsx": EXCEL,
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "csv": "text/csv",
    "txt": "text/plain",
}
BEGINNINGS = {"pdf": b"%PDF-", "png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff", "jpeg": b"\xff\xd8\xff"}
MACROS = re.compile(
    r"vbaproject|(?:^|/)(?:macrosheets|activex)/|^(?:basic|scripts)/|macroenabled", re.IGNORECASE
)
# what no text file holds: control characters but tab, line feed, form feed and carriage return
NO_TEXT = re.compile(b"[\x00-\x08\x0b\x0e-\x1f\x7f]")
# a web page or a drawing that a browser would run
MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<[!?a-z]", re.IGNORECASE)
LONGEST_LIST = 1_000_000

OTHER_TYPE = sentence(
    "Files of this type are not taken. Send a PDF, a Word, Excel or OpenDocument file without macros, a picture "
    "(PNG or JPEG), CSV or plain text."
)
NOT_WHAT_IT_SAYS = sentence(
    "The content of this file is not what its name says. Open it in its program, save it anew and choose that file."
)
HAS_MACROS = sentence("This file contains macros. Save it without them, or as a PDF, and choose that file.")


def media_type(extension: str, content: bytes) -> str:
    """The type of a file with this extension, in small letters without the point.

    Raises BadInput with the reason where such a file is not taken or its content is something else.
    """
    if extension not in MEDIA_TYPES:
        raise BadInput(OTHER_TYPE)
    fault = _fault(extension, content)
    if fault:
        raise BadInput(fault)
    return MEDIA_TYPES[extension]


def _fault(extension: str, content: bytes) -> Sentence | None:
    if extension in BEGINNINGS:
        return None if content.startswith(BEGINNINGS[extension]) else NOT_WHAT_IT_SAYS
    if extension in ("csv", "txt"):
        return NOT_WHAT_IT_SAYS if NO_TEXT.search(content) or MARKUP.match(content) else None
    return _fault_of_package(extension, content)


def _fault_of_package(extension: str, content: bytes) -> Sentence | None:
    """Office files are archives; only their list of parts is read, nothing is unpacked."""
    open_document = extension in ("odt", "ods")
    listed = "mimetype" if open_document else "[Content_Types].xml"
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
            with archive.open(listed) as file:
                said = file.read(LONGEST_LIST).decode()
    # a damaged archive fails in as many ways as there are fields in it
    except (
        BadZipFile,
        KeyError,
        ValueError,
        NotImplementedError,
        RuntimeError,
        OSError,
        EOFError,
        zlib.error,
    ):
        return NOT_WHAT_IT_SAYS
    if any(MACROS.search(name) for name in names) or MACROS.search(said):
        return HAS_MACROS
    main = MEDIA_TYPES[extension]
    is_own = said.strip() == main if open_document else f"{main}.main+xml" in said
    return None if is_own else NOT_WHAT_IT_SAYS
