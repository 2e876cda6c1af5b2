"""Addresses of PostgreSQL that name several servers, and how long a server may keep silent.

libpq tries the servers of an address one after the other and takes the first of the kind that is wanted, which it
calls `target_session_attrs`. So a change of the primary needs no new address.
"""

import re

from sqlalchemy.engine import URL

#: kinds of server, in libpq's words
WRITABLE, STANDBY_FIRST = "read-write", "prefer-standby"
PORT = "5432"
# a machine that is gone answers nothing, not even that it is gone: in seconds, the last one in milliseconds
PATIENCE = {
    "connect_timeout": 3,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 2,
    "tcp_user_timeout": 10_000,
}
_SEVERAL = re.compile(
    r"(postgres(?:ql)?(?:\+\w+)?://(?:[^/?#]*@)?)([^/?#@]*,[^/?#@]*)(/[^?#]*)?(?:\?([^#]*))?"
)

_SERVER = re.compile(r"([A-Za-z0-9.-]+)(?::(\d{1,5}))?")


def in_sqlalchemys_words(address: str) -> str:
    """An address with several servers in libpq's words, `//a:5432,b:5432/name`, in SQLAlchemy's; any other as it is."""
    found = _SEVERAL.fullmatch(address)
    if not found:
        return address
    start, servers, name, options = found.groups()
    hosts = [f"host={server}" for server in servers.split(",")]
    return f"{start}{name or '/'}?{'&'.join([*hosts, *([options] if options else [])])}"


def with_ports(url: URL) -> URL:
    """The address with a port for each of several servers: SQLAlchemy leaves the port of one without empty.

    Raises ValueError with a sentence for a server that it would read wrongly.
    """
    servers = servers_of(url)
    if len(servers) < 2:
        return url
    return url.update_query_dict({"host": [_with_port(server) for server in servers]})


def _with_port(server: str) -> str:
    found = _SERVER.fullmatch(server)
    if not found:
        raise ValueError(
            f"The database address names a server '{server}'; where it names several, each is a name or an IPv4 "
            "address with an optional port, such as db1.example.org:5432."
        )
    return f"{found[1]}:{found[2] or PORT}"


def servers_of(url: URL) -> tuple[str, ...]:
    """The servers that an address names in its query; one alone stands elsewhere in it."""
    named = url.query.get("host", ())
    return (named,) if isinstance(named, str) else named


def wanting(url: URL, kind: str) -> URL:
    """The address, asking for this kind of server where it names several and does not say itself."""
    if len(servers_of(url)) < 2 or "target_session_attrs" in url.query:
        return url
    return url.update_query_dict({"target_session_attrs": kind})


def must_be_writable(url: URL) -> bool:
    return url.query.get("target_session_attrs") in (WRITABLE, "primary")


def patience(url: URL) -> dict[str, int]:
    """The limits that the address does not set itself."""
    return {name: value for name, value in PATIENCE.items() if name not in url.query}
