"""A second PostgreSQL server that follows the first by streaming replication, and takes its place."""

import os
import shutil
import signal
import subprocess
import time

from tests.support import postgres

# what is committed is in the log of both servers before it is acknowledged
SAFE = postgres.DURABLE | {
    "wal_level": "replica",
    "hot_standby": "on",
    "wal_receiver_timeout": "5s",
    # in files of the server's own folder: a server that is killed leaves nothing in the machine's memory
    "dynamic_shared_memory_type": "mmap",
}
SECONDS_TO_CATCH_UP = 30


class Standby(postgres.Server):
    """Begins as a copy of `primary`, whose programs it runs."""

    def __init__(self, primary, options=SAFE, *, place=None):
        self.primary = primary
        super().__init__(options, place=place)

    def find_programs(self):
        return self.primary.programs

    def make_cluster(self):
        copy_cluster(self, self.primary)


def copy_cluster(server, primary):
    """Makes the server's data anew as a standby's of `primary`, whatever it held before."""
    data = server.folder / "data"
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(mode=0o700)
    if postgres.is_root():
        shutil.chown(data, "nobody")
    source = f"host=127.0.0.1 port={primary.port} user=survey application_name=standby"
    command = [server.programs / "pg_basebackup", "-D", data, "-R", "-X", "stream", "-c", "fast", "--no-sync"]
    command += ["-d", source]
    subprocess.run(command, check=True, capture_output=True, timeout=120, **server.as_owner())


class Pair:
    """A primary and its standby; `synchronous` says what a commit waits for, None: for no standby.

    The `url` of a database names both servers, and stays the same whichever of them is the primary.
    """

    def __init__(self, synchronous="on", *, place=None):
        self.synchronous = synchronous
        options = SAFE | {"synchronous_commit": synchronous or "on"}
        # a server that is killed leaves behind what it wrote; only a machine that goes needs it on a disk
        place = place or postgres.in_memory()
        self.servers = ()
        try:
            self.primary = self.added(postgres.Server(options, place=place))
            self.standby = self.added(Standby(self.primary, options, place=place))
            if synchronous:
                self.wait_for_standby()
        except BaseException:
            self.stop()
            raise

    def added(self, server):
        self.servers += (server,)
        return server

    def wait_for_standby(self):
        """Has every commit from now on wait for the standby, which has to be there."""
        wait_until(self.primary, "SELECT count(*) > 0 FROM pg_stat_replication WHERE state = 'streaming'")
        self.wait_for(self.primary, "*")
        wait_until(self.primary, "SELECT count(*) > 0 FROM pg_stat_replication WHERE sync_state = 'sync'")

    def release(self):
        """From now on no commit waits for a standby."""
        self.wait_for(self.primary, "")

    @staticmethod
    def wait_for(server, standbys):
        postgres.run_sql(server.url, f"ALTER SYSTEM SET synchronous_standby_names = '{standbys}'")
        postgres.run_sql(server.url, "SELECT pg_reload_conf()")

    def url(self, name, *, standby_first=False):
        """The address of a database, with both servers as an operator names them."""
        servers = self.servers[::-1] if standby_first else self.servers
        return f"postgresql://survey@{','.join(f'127.0.0.1:{server.port}' for server in servers)}/{name}"

    def caught_up(self):
        """Waits until the standby has all that the primary has written so far."""
        position = value(self.primary, "SELECT pg_current_wal_lsn()::text")
        wait_until(self.standby, f"SELECT pg_last_wal_replay_lsn() >= '{position}'::pg_lsn")

    def hold_back(self):
        """From now on the standby takes everything, and shows nothing of it."""
        self.caught_up()
        postgres.run_sql(self.standby.url, "SELECT pg_wal_replay_pause()")
        wait_until(self.standby, "SELECT pg_get_wal_replay_pause_state() = 'paused'")

    def go_on(self):
        postgres.run_sql(self.standby.url, "SELECT pg_wal_replay_resume()")
        self.caught_up()

    def cut(self):
        """From now on nothing reaches the standby any more, which does not know why."""
        postgres.run_sql(self.standby.url, "ALTER SYSTEM SET primary_conninfo = ''")
        postgres.run_sql(self.standby.url, "SELECT pg_reload_conf()")
        wait_until(self.primary, "SELECT count(*) = 0 FROM pg_stat_replication")

    def kill_primary(self):
        """As if the machine had gone: nothing is closed, nothing is written any more."""
        # the last word of the line is the number of a small piece of shared memory, which nobody else would give back
        lines = (self.primary.folder / "data" / "postmaster.pid").read_text().splitlines()
        os.kill(self.primary.pid, signal.SIGKILL)
        self.primary.end()
        if shutil.which("ipcrm") and len(lines) > 6 and lines[6].split():
            subprocess.run(["ipcrm", "-m", lines[6].split()[-1]], capture_output=True, timeout=10)

    def promote(self):
        """Makes the standby the primary, which waits for no standby until it has one."""
        self.wait_for(self.standby, "")
        postgres.run_sql(self.standby.url, "SELECT pg_promote(true, 30)")
        self.primary, self.standby = self.standby, self.primary

    def follow(self):
        """Makes a standby of the server that was the primary, at its old place."""
        copy_cluster(self.standby, self.primary)
        self.standby.start()
        if self.synchronous:
            self.wait_for_standby()

    def stop(self):
        for server in self.servers[::-1]:
            server.stop()


def value(server, question):
    import psycopg

    address = server.url.replace("postgresql+psycopg://", "postgresql://")
    with psycopg.connect(address, autocommit=True, connect_timeout=5) as connection:
        return connection.execute(question).fetchone()[0]


def wait_until(server, question):
    """Asks until the answer is yes."""
    end = time.monotonic() + SECONDS_TO_CATCH_UP
    while not value(server, question):
        if time.monotonic() > end:
            raise TimeoutError(f"still not so after {SECONDS_TO_CATCH_UP} s: {question}")
        time.sleep(0.02)
