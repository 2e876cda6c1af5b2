"""Counts how often processes wait until the disk has what they wrote: a small library before the system's own."""

import mmap
import os
import shutil
import subprocess
import sys
from pathlib import Path

SOURCE = """
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static unsigned long *count;

__attribute__((constructor)) static void begin(void) {
    char *name = getenv("SYNC_COUNT");
    int file = name ? open(name, O_RDWR) : -1;
    void *shared = mmap(0, sizeof *count, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    count = shared == MAP_FAILED ? 0 : shared;
    if (file >= 0) close(file);
}

static int counted(int result) {
    if (result == 0 && count) __atomic_fetch_add(count, 1, __ATOMIC_SEQ_CST);
    return result;
}

int fsync(int file) { return counted(syscall(SYS_fsync, file)); }
int fdatasync(int file) { return counted(syscall(SYS_fdatasync, file)); }
"""


class Unavailable(Exception):
    """Why syncs cannot be counted on this machine."""


class SyncCounter:
    """A count that the processes started with `environment` share. It grows only when the disk has answered."""

    def __init__(self, folder: Path):
        compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
        if compiler is None:
            raise Unavailable("there is no C compiler here to build the counter of fsync calls with")
        library, source, file = folder / "syncs.so", folder / "syncs.c", folder / "count"
        source.write_text(SOURCE)
        built = subprocess.run(
            [compiler, "-shared", "-fPIC", "-o", library, source], capture_output=True, text=True
        )
        if built.returncode:
            raise Unavailable(f"the counter of fsync calls could not be built: {built.stderr.strip()[-200:]}")
        file.write_bytes(bytes(8))
        # PostgreSQL counts as another user
        folder.chmod(0o755)
        file.chmod(0o666)
        with file.open("r+b") as opened:
            self.shared = mmap.mmap(opened.fileno(), 8)
        self.environment = {"LD_PRELOAD": str(library), "SYNC_COUNT": str(file)}
        if not self.notices():
            raise Unavailable("this system does not let a library count fsync calls")

    @property
    def number(self) -> int:
        return int.from_bytes(self.shared[:8], "little")

    def notices(self) -> bool:
        """Whether a program that syncs once is counted once."""
        before = self.number
        program = "import os, sys; f = open(sys.argv[1], 'r+b'); os.fsync(f.fileno())"
        command = [sys.executable, "-c", program, self.environment["SYNC_COUNT"]]
        subprocess.run(command, env={**os.environ, **self.environment}, check=True)
        return self.number == before + 1
