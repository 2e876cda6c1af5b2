"""Counts the SQL statements of every page: their number must not grow with the reports of a round."""

import time
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from sqlalchemy import event

from survey.comparison.queries.batches import REPORTS
from tests.benchmarks.pages import VISITOR, Page, add_reports, pages, unknown_addresses
from tests.benchmarks.report import Figure, Table
from tests.support.app import EMAILS, build_app, prepare_sample

AIM = "the same with any number of reports; of a file, so many more for each batch of reports"
#: a file that is streamed reads its reports a batch at a time, with three statements each: reports, their service areas
#: and their answers
OF_A_BATCH = 3
FILE = "/downloads/"


@dataclass(frozen=True)
class Opened:
    """What opening a page took."""

    status: int
    statements: int
    seconds: float = field(compare=False)


# what opening each page took, by the page's name and who opened it
Counts = dict[tuple[str, str], Opened]


def statements_of_pages(app: Flask) -> Counts:
    """Every page, opened twice: the first time fills caches, the second counts."""
    clients = {role: app.test_client().sign_in(email) for role, email in EMAILS.items()}
    clients[VISITOR] = app.test_client()
    counts = {}
    for page in pages(app):
        _open(app, clients[page.role], page)
        counts[page.name, page.role] = _open(app, clients[page.role], page)
    return counts


def _open(app: Flask, client, page: Page) -> Opened:
    start = time.perf_counter()
    with counted_statements(app) as seen:
        response = client.get(page.path)
        response.get_data()  # a file that is streamed reads while it is sent
    return Opened(response.status_code, len(seen), time.perf_counter() - start)


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


def is_constant(key: tuple[str, str], found: list[Counts]) -> bool:
    return len({counts[key] for counts in found}) == 1


def grows_by_batch(key: tuple[str, str], found: list[Counts], sizes: Sequence[int]) -> bool:
    """Whether it is a file, and what it sends more with more reports is no more than what its batches need."""
    first, more = found[0][key], [-(-size // REPORTS) - -(-sizes[0] // REPORTS) for size in sizes]
    return FILE in key[0] and all(
        counts[key].status == first.status
        and 0 <= counts[key].statements - first.statements <= OF_A_BATCH * batches
        for counts, batches in zip(found, more, strict=True)
    )


def _figure(found: list[Counts], sizes: Sequence[int], unknown: list[str]) -> Figure:
    pages_found = list(found[0])
    constant = sum(is_constant(key, found) for key in pages_found)
    by_batch = sum(grows_by_batch(key, found, sizes) for key in pages_found if not is_constant(key, found))
    how = (
        "Every page of the URL map, opened by a role that may, with "
        f"{', '.join(f'{size:,}' for size in sizes)} received reports in one round and mission; "
        "statements sent at the second opening."
    )
    how += f" Not measured, for lack of values: {', '.join(unknown)}." if unknown else ""
    value = f"the same on {constant} of {len(pages_found)} pages, {by_batch} are files read in batches of {REPORTS}"
    return Figure("SQL statements of each page", value, AIM, constant + by_batch == len(pages_found), how)


def _table(found: list[Counts], sizes: Sequence[int]) -> Table:
    def row(key: tuple[str, str]) -> tuple[str, ...]:
        name, role = key
        counts, last = [str(opened[key].statements) for opened in found], found[-1][key]
        grows = "by batch" if grows_by_batch(key, found, sizes) else "NOT CONSTANT"
        flag = "" if is_constant(key, found) else grows
        return (name, role.replace("_", " "), *counts, f"{1000 * last.seconds:,.0f}", str(last.status), flag)

    heads = [f"{size:,}" for size in sizes]
    header = ("page", "opened by", *heads, f"ms with {heads[-1]}", "status", "")
    rows = [row(key) for key in found[0]]
    return Table("SQL statements of each page, by number of reports", header, rows)
