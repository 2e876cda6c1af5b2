"""Holds the number of SQL statements of every page, found in the URL map, against the number of reports."""

import pytest

from survey.comparison.queries.batches import REPORTS
from tests.benchmarks.pages import add_reports, pages
from tests.benchmarks.statements import (
    OF_A_BATCH,
    Opened,
    counted_statements,
    grows_by_batch,
    statements_of_pages,
)
from tests.support.app import EMAILS, build_app, prepare_sample


@pytest.fixture
def app_with(prepared_database, tmp_path):
    """`app_with(reports)` has a round with so many received reports beside the sample."""
    made = []

    def build(reports):
        made.append(build_app(prepared_database("sqlite", prepare_sample), tmp_path))
        add_reports(made[-1], reports)
        return made[-1]

    yield build
    for app in made:
        app.extensions["database"].close()


def test_every_page_sends_as_many_statements_with_three_reports_as_with_one(app_with):
    one, three = (statements_of_pages(app_with(reports)) for reports in (1, 3))
    assert three == one
    assert {opened.status for opened in one.values()} <= {200, 302}


def test_pages_of_every_role_are_opened(app_with):
    roles = {page.role for page in pages(app_with(1))}
    assert roles >= {"visitor", "mission_staff", "working_group", "administrator"}


def test_a_statement_for_each_report_would_be_noticed(app_with):
    app = app_with(3)
    client = app.test_client().sign_in(EMAILS["mission_staff"])
    with counted_statements(app) as once:
        client.get("/account")
    with counted_statements(app) as thrice:
        for _ in range(3):
            client.get("/account")
    assert len(thrice) == 3 * len(once) > 0


def test_a_file_may_send_three_statements_more_a_batch_and_a_page_none():
    sizes = (1, 10 * REPORTS)

    def grows(name, more):
        key = (name, "working_group")
        return grows_by_batch(key, [{key: Opened(200, 20, 0)}, {key: Opened(200, 20 + more, 0)}], sizes)

    assert grows("/rounds/2002/downloads/matrix.csv", 9 * OF_A_BATCH)
    assert not grows("/rounds/2002/downloads/matrix.csv", 9 * OF_A_BATCH + 1)
    assert not grows("/rounds/2002/matrix", 1)
