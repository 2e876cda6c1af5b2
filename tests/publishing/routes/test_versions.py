import pytest

from survey.questionnaire.services import publish
from tests.comparison.pages import main_of
from tests.support.app import writing
from tests.support.drafts import RELABELLED, add_question, declare, make_draft, publish_draft_in, relabel
from tests.support.factories import document

VERSIONS = "/versions/gender-mainstreaming"


@pytest.fixture
def administrator(client_for):
    return client_for("administrator")


def draft(app, *changes):
    with writing(app) as session:
        make_draft(session, *changes)
        session.commit()


def test_versions_are_listed_the_newest_first_with_their_notes(sqlite_app, administrator):
    page = administrator.get("/versions").text
    assert page.index("Version 2") < page.index("Version 1")
    assert "The status section and the eight questions of Annex II, 2001" in page
    assert "a draft" not in page


def test_draft_is_for_administrators_only(sqlite_app, administrator, client_for):
    draft(sqlite_app, add_question)
    assert "Version 3, a draft" in administrator.get("/versions").text
    assert "Version 3, a draft" not in client_for("working_group").get("/versions").text


def test_version_says_what_it_changed_against_the_one_before(sqlite_app, administrator):
    page = administrator.get(f"{VERSIONS}/2").text
    assert page.count("New question “") == 3
    assert "This is the first version" in administrator.get(f"{VERSIONS}/1").text


def test_any_two_published_versions_are_compared_with_what_was_declared(sqlite_app, administrator):
    with writing(sqlite_app) as session:
        changes = (relabel, declare(RELABELLED, declared="new meaning"))
        publish_draft_in(session, make_draft(session, *changes))
        session.commit()
    latest, whole = (main_of(administrator.get(f"{VERSIONS}/3{since}")) for since in ("", "?since=1"))
    assert ("New question “" in latest, whole.count("New question “")) == (False, 3)
    for page in (latest, whole):
        assert "<strong>Declared as:</strong> New meaning" in page
    for since in ("0", "3", "x", "99999999999999999999"):
        assert main_of(administrator.get(f"{VERSIONS}/3?since={since}")) == latest


@pytest.mark.parametrize(
    "path", ["/versions/unknown/1", f"{VERSIONS}/9", f"{VERSIONS}/0", "/versions/a%00b/1"]
)
def test_unknown_version_is_not_found(app, administrator, path):
    assert administrator.get(path).status_code == 404
    assert administrator.get(f"{path.rpartition('/')[0]}x/draft").status_code == 404


def test_two_questionnaires_stand_below_each_other(sqlite_app, administrator):
    with writing(sqlite_app) as session:
        publish(session, document=document())
        session.commit()
    page = administrator.get("/versions").text
    assert [
        heading in page for heading in ("<h2>Gender mainstreaming questionnaire</h2>", "<h2>Trial</h2>")
    ] == [
        True,
        True,
    ]
