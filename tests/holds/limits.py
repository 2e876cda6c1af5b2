"""A disk that takes nothing more: by a limit on the size of files, for any user, or by a small disk, for root."""

import os
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path

PIECE = bytes(2**16)


def limit(pids: list[int], size: int | None, **owner) -> None:
    """The system refuses these processes to write beyond `size` in any file, until None lifts the limit.

    `owner` says as which user to ask for it, where they belong to somebody else.
    """
    soft = "unlimited" if size is None else size
    for pid in pids:
        subprocess.run(["prlimit", "--pid", str(pid), f"--fsize={soft}:"], check=True, **owner)


def family(pid: int) -> list[int]:
    """A process with those that it started, and those that they started."""
    parents = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            after_name = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has just ended
        parents[int(status.parent.name)] = int(after_name[1])
    found = [pid]
    for parent in found:
        found += [child for child, own in parents.items() if own == parent]
    return found


def why_unlimited() -> str:
    """Why no limit can be set here; empty where it can."""
    if not shutil.which("prlimit") or not Path("/proc/self/stat").exists():
        return "the files of a running process cannot be limited here (the program prlimit is missing)"
    return ""


@contextmanager
def small_disk(folder: Path, megabytes: int):
    """`folder` on a disk of its own in memory; says why not by an OSError."""
    folder.mkdir()
    if os.geteuid() != 0 or not shutil.which("mount"):
        raise OSError("only root can mount a small disk")
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0755", "small-disk", folder]
    if subprocess.run(mount, capture_output=True).returncode:
        raise OSError("this system does not let root mount a small disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def fill(folder: Path) -> Path:
    """A file that takes the whole rest of a disk; removing it makes room again."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as opened:
        piece = PIECE
        while piece:
            try:
                opened.write(piece)
            except OSError:
                piece = piece[: len(piece) // 2]
    return filler
