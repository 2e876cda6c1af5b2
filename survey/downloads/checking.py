"""Says whether an archive is whole: every file there, as long as it was and with the same checksum."""

import json
from collections.abc import Iterator, Mapping
from hashlib import new
from pathlib import Path
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile
from zlib import error as BadStream

from survey.downloads.archive import PACKAGE, README
from survey.downloads.data_package import ALGORITHM

PIECE = 1024 * 1024
LARGEST_PACKAGE = 32 * 1024 * 1024
CUT = "it is no archive, or its end is missing. Download it again."
CHANGED = "{} is not as it was when the archive was made. Download it again."


class Damaged(ValueError):
    """The archive is not whole; the text says why."""


def checked(file: str | Path | BinaryIO) -> list[str]:
    """The names of the files of a whole archive, in their order.

    Raises Damaged for one that was cut or changed, OSError where it cannot be read.
    """
    try:
        with ZipFile(file) as archive:
            return list(_checked(archive))
    except (BadZipFile, BadStream, EOFError, NotImplementedError, RuntimeError, UnicodeDecodeError):
        raise Damaged(CUT) from None


def _checked(archive: ZipFile) -> Iterator[str]:
    names = archive.namelist()
    if PACKAGE not in names:
        raise Damaged(f"{PACKAGE} is missing.")
    resources = _resources(archive)
    expected = [*resources, README, PACKAGE]
    if missing := [name for name in expected if name not in names]:
        raise Damaged(f"{missing[0]} is missing.")
    if names != expected:
        raise Damaged(f"it holds other files than {PACKAGE} names.")
    for name in expected:
        measured = _measured(archive, name)
        if name in resources and measured != (resources[name].get("bytes"), resources[name].get("hash")):
            raise Damaged(CHANGED.format(name))
        yield name


def _resources(archive: ZipFile) -> dict[str, Mapping]:
    """What datapackage.json says of each file, by its name."""
    if archive.getinfo(PACKAGE).file_size > LARGEST_PACKAGE:
        raise Damaged(f"{PACKAGE} is too large to be read.")
    try:
        return {resource["path"]: resource for resource in json.loads(archive.read(PACKAGE))["resources"]}
    except (BadZipFile, BadStream, EOFError, ValueError, KeyError, TypeError, RecursionError):
        raise Damaged(f"{PACKAGE} cannot be read.") from None


def _measured(archive: ZipFile, name: str) -> tuple[int, str]:
    length, digest = 0, new(ALGORITHM)
    try:
        with archive.open(name) as entry:
            while piece := entry.read(PIECE):
                length += len(piece)
                digest.update(piece)
    except (BadZipFile, BadStream, EOFError):
        raise Damaged(CHANGED.format(name)) from None
    return length, f"{ALGORITHM}:{digest.hexdigest()}"
