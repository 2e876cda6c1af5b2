"""Evidence for a part: files and links, their limits, and names that are safe wherever they are shown or stored."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from survey.web.wording import BadInput, Sentence, sentence

FILE, LINK = "file", "link"
EVIDENCE_KINDS = (FILE, LINK)
MEGABYTE = 2**20
LARGEST_FILE, LARGEST_REPORT = 5 * MEGABYTE, 50 * MEGABYTE
MOST_OF_A_PART = 10
LONGEST_NAME, LONGEST_EXTENSION = 120, 20
LONGEST_LINK, LONGEST_DESCRIPTION = 2_000, 300
# what an operating system refuses in names, after the last of these has cut off the folders
NOT_IN_NAMES = re.compile(r'[<>:"|?*]')
# controls, marks that turn the direction or cannot be seen, halves of characters, what Unicode has not given out
INVISIBLE = ("Cc", "Cf", "Cs", "Cn", "Zl", "Zp")
HOST = re.compile(r"[^\s.:]+(?:\.[^\s.:]+)+\.?")
TOO_LARGE = sentence(
    "This file is larger than %(most)s MB. Make it smaller, for example by saving it as a PDF with smaller pictures, "
    "or give a link to it.",
    most=LARGEST_FILE // MEGABYTE,
)
NOT_A_LINK = sentence("Write the whole address of a web page, such as https://example.org/report.")


@dataclass(frozen=True)
class Attached:
    """A file or link of a part as lists show it, without its content. A link's `name` is its address."""

    id: int
    public_id: str
    part_code: str
    kind: str
    name: str
    description: str
    media_type: str
    size: int
    sha256: str
    added_by: str
    added_at: datetime

    def signed(self) -> dict[str, str | int]:
        """What a signature holds of it."""
        own: dict[str, str | int] = {"part": self.part_code, "kind": self.kind, "name": self.name}
        return own | ({"size": self.size, "sha256": self.sha256} if self.kind == FILE else {})


def evidence_by_part(evidence: Iterable[Attached]) -> dict[str, list[Attached]]:
    """The files and links of each part that has any."""
    found: dict[str, list[Attached]] = {}
    for attached in evidence:
        found.setdefault(attached.part_code, []).append(attached)
    return found


def file_name(raw: str) -> str:
    """The name under which a file is kept, shown and given out again, with its extension."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", raw))[-1]
    seen = "".join(" " if sign.isspace() else sign for sign in last if _is_seen(sign))
    name = " ".join(NOT_IN_NAMES.sub("_", seen).split()).rstrip(". ")
    stem, dot, end = name.rpartition(".") if "." in name else (name, "", "")
    end = dot + end[:LONGEST_EXTENSION]
    return (stem.strip(". ")[: LONGEST_NAME - len(end)].rstrip(". ") or "file") + end


def _is_seen(sign: str) -> bool:
    return sign == "\t" or unicodedata.category(sign) not in INVISIBLE


def extension(name: str) -> str:
    """The end of a file's name, in small letters without its point."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def size_fault(size: int) -> Sentence | None:
    """What is wrong with the size, in bytes, of a single file."""
    if size == 0:
        return sentence("This file is empty. Choose another.")
    return TOO_LARGE if size > LARGEST_FILE else None


def room_fault(size: int, *, of_part: int, of_report: int) -> Sentence | None:
    """Why something of `size` bytes cannot be added: the part has its number, or the report its bytes, already."""
    if of_part >= MOST_OF_A_PART:
        return sentence(
            "There are %(most)s files and links here already. Remove one before you add another.",
            most=MOST_OF_A_PART,
        )
    if of_report + size > LARGEST_REPORT:
        return sentence(
            "With this file the report would hold more than %(most)s MB of files. Remove one, or give a link instead.",
            most=LARGEST_REPORT // MEGABYTE,
        )
    return None


def link_address(raw: str) -> str:
    """The address of a web page as it is stored. Raises BadInput for anything that is not plainly one.

    Nothing is asked of that address: whether the page exists is for the reader to see.
    """
    address = unicodedata.normalize("NFC", raw).strip()
    if len(address) > LONGEST_LINK:
        raise BadInput(
            sentence(
                "This address is longer than %(most)s characters. Find a shorter one.", most=LONGEST_LINK
            )
        )
    if any(sign.isspace() or sign == "\\" or not _is_seen(sign) for sign in address):
        raise BadInput(NOT_A_LINK)
    try:
        parts = urlsplit(address)
        known_port = parts.port is None or parts.port > 0
    except ValueError:
        raise BadInput(NOT_A_LINK) from None
    # a name before an @ can look like a host
    plain = parts.scheme in ("http", "https") and "@" not in parts.netloc and known_port
    if not plain or not HOST.fullmatch(parts.hostname or ""):
        raise BadInput(NOT_A_LINK)
    return address
