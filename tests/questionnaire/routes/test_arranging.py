"""Moving, retiring, restoring and removing with one button; copying from the library."""

import pytest

from survey.questionnaire.consistency import findings
from survey.questionnaire.editing.order import order_of
from survey.questionnaire.editing.places import part_in, question_in, section_of
from tests.questionnaire.editing.drafts import fields, three
from tests.questionnaire.routes.pages import DRAFT, HOME, begin, stored

# nothing here but the draft's document is asked of the database, by its own code
pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])


@pytest.fixture
def client(client_for, app):
    begin(app)
    return client_for("administrator")


def order(app, code):
    return order_of(stored(app).document, code)


def test_part_question_and_section_move_with_buttons(client, app):
    first = order(app, "Q1_AWARENESS.staff")
    answer = client.send(f"{DRAFT}/move", {"element": "Q1_AWARENESS.staff", "from": "2", "to": "up"})
    assert answer.location == f"{HOME}#Q1_AWARENESS.staff"
    assert order(app, "Q1_AWARENESS.staff") == [first[1], first[0], first[2]]
    client.send(f"{DRAFT}/move", {"element": "Q2_SPINOFF", "from": "2", "to": "1", "section": "ADDED"})
    assert section_of(stored(app).document, "Q2_SPINOFF")["code"] == "ADDED"
    client.send(f"{DRAFT}/move", {"element": "ADDED", "from": "3", "to": "1"})
    assert order(app, "ADDED") == ["ADDED", "STATUS", "ANNEX2"]


def test_what_was_moved_by_somebody_else_is_not_moved_twice(client, app):
    sent = {"element": "Q2_SPINOFF", "from": "2", "to": "up"}
    assert client.send(f"{DRAFT}/move", sent).status_code == 302
    answer = client.send(f"{DRAFT}/move", sent)
    assert (answer.status_code, "nothing was moved" in answer.text) == (409, True)
    assert order(app, "Q2_SPINOFF")[:2] == ["Q2_SPINOFF", "Q1_AWARENESS"]


def test_order_against_a_condition_is_named_with_its_place(client, app):
    client.send(f"{DRAFT}/move", {"element": "Q2_SPINOFF.which", "from": "2", "to": "up"})
    page = client.get(HOME).text
    assert "Q2_SPINOFF.which depends on Q2_SPINOFF.resulted, which does not stand before it." in page
    assert ('<a href="#Q2_SPINOFF.which">' in page, "1 thing must be put right" in page) == (True, True)


def test_what_is_no_place_moves_nothing(client, app):
    for to in ("", "x", "-1", "9" * 500, "\0", "²"):
        assert client.send(f"{DRAFT}/move", {"element": "Q2_SPINOFF", "to": to}).status_code == 302
    assert stored(app).revision == 1


@pytest.mark.parametrize("button", ["move", "retire", "restore", "remove"])
def test_what_is_not_there_is_left_alone(client, app, button):
    for code in ("", "NOWHERE", "Q1_AWARENESS.no", "\0", ".", "x" * 9_999):
        answer = client.send(f"{DRAFT}/{button}", {"element": code, "to": "up"})
        assert (answer.status_code, stored(app).revision) == (409, 1)


def test_published_part_is_retired_marked_and_restored(client, app):
    client.send(f"{DRAFT}/retire", {"element": "Q2_SPINOFF.resulted"})
    assert part_in(stored(app).document, "Q2_SPINOFF.resulted")["retired"] == 3
    page = client.get(HOME).text
    assert '<span class="tag">retired</span>' in page
    assert "Q2_SPINOFF.which depends on Q2_SPINOFF.resulted, which is not asked any more." in page
    client.send(f"{DRAFT}/restore", {"element": "Q2_SPINOFF.resulted"})
    assert (stored(app).document, stored(app).revision) == (begin(app), 3)
    assert "retired" not in part_in(stored(app).document, "Q2_SPINOFF.resulted")


def test_published_question_is_never_removed_and_new_one_is(client, app):
    client.send(f"{DRAFT}/remove", {"element": "Q4_LESSONS"})
    assert "it is never deleted. Retire it instead" in client.get(HOME).text
    client.send(f"{DRAFT}/questions/new", three("title", "A") | three("text", "A") | fields(section="ADDED"))
    assert client.send(f"{DRAFT}/remove", {"element": "X_A"}).location == HOME
    assert order(app, "Q9_IMPACTDIFF") == ["Q9_IMPACTDIFF", "Q10_ACCESS", "Q11_NEEDS"]


@pytest.mark.parametrize("source", ["gender-mainstreaming:1", "shipped:2"])
def test_question_is_copied_from_the_library(client, app, source):
    page = client.get(f"{DRAFT}/library?from={source}").text
    assert ("Q1_AWARENESS</code>" in page, "Q11_NEEDS</code>" in page) == (
        True,
        not source.endswith(":1"),
    )
    answer = client.send(f"{DRAFT}/library", {"from": source, "element": "Q8_DATA", "into": "ADDED"})
    assert answer.location == f"{HOME}#X_DATA_AND_TOOLS"
    document = stored(app).document
    assert question_in(document, "X_DATA_AND_TOOLS")["since"] == 3
    assert findings(document, 3) == []


def test_part_is_copied_from_the_library(client, app):
    sent = {"from": "gender-mainstreaming:1", "element": "Q8_DATA.indicators", "into": "Q4_LESSONS"}
    assert client.send(f"{DRAFT}/library", sent).location == f"{HOME}#Q4_LESSONS.indicators"
    assert part_in(stored(app).document, "Q4_LESSONS.indicators")["options"] == "indicators"


def test_what_the_library_does_not_have_is_not_copied(client, app):
    changes = {
        404: [{"from": "nothing:1"}],
        409: [{"element": "Q99"}, {"into": "NOWHERE"}, {"element": "\0.x"}],
    }
    for status, own in changes.items():
        for change in own:
            sent = {"from": "shipped:2", "element": "Q8_DATA", "into": "ADDED"} | change
            assert client.send(f"{DRAFT}/library", sent).status_code == status
    assert stored(app).revision == 1
