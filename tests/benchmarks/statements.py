"""Counts the SQL statements of every page: their number must not grow with the reports of a round."""

import time
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy import event

from tests.benchmarks.pages import VISITOR, Page, add_reports, pages, unknown_addresses
from tests.benchmarks.report import Figure, Table
from tests.support.app import EMAILS, build_app, prepare_sample

AIM = "the same with any number of reports"


@dataclass(frozen=True)
class Opened:
    """What opening a page took; `seconds` is left out of comparisons."""

    status: int
    statements: int


def statements_of_pages(app: Flask) -> tuple[dict[tuple[str, str], Opened], dict[tuple[str, str], float]]:
    """For each page and role what opening it took, and how many seconds. Opened twice: the first time fills caches."""
    clients = {role: app.test_client().sign_in(email) for role, email in EMAILS.items()}
    clients[VISITOR] = app.test_client()
    opened, seconds = {}, {}
    for page in pages(app):
        key = (page.name, page.role)
        _open(app, clients[page.role], page)
        start = time.perf_counter()
        opened[key] = _open(app, clients[page.role], page)
        seconds[key] = time.perf_counter() - start
    return opened, seconds


def _open(app: Flask, client, page: Page) -> Opened:
    with counted_statements(app) as seen:
        response = client.get(page.path)
        response.get_data()  # a file that is streamed reads while it is sent
    return Opened(response.status_code, len(seen))


@contextmanager
def counted_statements(app: Flask):
    """Yields a list to which every statement is added that is sent to the database; BEGIN is not one."""
    engine, seen = app.extensions["database"].engine, []

    def note(_connection, _cursor, statement, *_):
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def count_statements(folder: Path, sizes: Sequence[int]) -> tuple[Figure, Table]:
    """The number of statements of each page with so many reports in the round, in-process, on SQLite."""
    found, unknown = [], []
    for size in sizes:
        url = f"sqlite:///{folder / f'round-of-{size}.sqlite'}"
        prepare_sample(url)
        app = build_app(url, folder)
        add_reports(app, size)
        found.append(statements_of_pages(app))
        unknown = unknown_addresses(app)
        app.extensions["database"].close()
    return _figure(found, sizes, unknown), _table(found, sizes)


def _figure(found: list, sizes: Sequence[int], unknown: list[str]) -> Figure:
    first, number = found[0][0], len(found[0][0])
    growing = [key for key in first if len({opened[key] for opened, _seconds in found}) > 1]
    value = f"the same on {number - len(growing)} of {number} pages"
    how = (
        f"Every page of the URL map, opened by a role that may, with {', '.join(f'{size:,}' for size in sizes)} received "
        "reports in one round and one mission; statements sent to the database at the second opening."
    )
    how += f" Not measured, as the benchmark has no values for them: {', '.join(unknown)}." if unknown else ""
    return Figure("SQL statements of each page", value, AIM, not growing, how)


def _table(found: list, sizes: Sequence[int]) -> Table:
    def row(key: tuple[str, str]) -> tuple[str, ...]:
        same = len({opened[key] for opened, _seconds in found}) == 1
        counts = [str(opened[key].statements) for opened, _seconds in found]
        took = f"{1000 * found[-1][1][key]:,.0f}"
        return (key[0], key[1].replace("_", " "), *counts, took, str(found[-1][0][key].status), "" if same else "NOT CONSTANT")

    heads = [f"{size:,}" for size in sizes]
    header = ("page", "opened by", *heads, f"ms with {heads[-1]}", "status", "")
    return Table("SQL statements of each page, by number of reports", header, [row(key) for key in found[0][0]])
