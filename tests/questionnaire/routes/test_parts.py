"""Adding and changing parts and lists through their forms, with the buttons between the fields."""

import re

import pytest

from survey.questionnaire.editing.places import list_in, part_in
from survey.questionnaire.kinds.registry import KINDS
from tests.questionnaire.editing.drafts import fields, three
from tests.questionnaire.routes.pages import DRAFT, HOME, begin, fields_of, stored
from tests.support.factories import words

PAYLOAD = "</textarea><img src=x onerror=alert(1)>'\""
NEW = f"{DRAFT}/questions/Q4_LESSONS/parts/new"
TEXTS = three("label", "Who?") | three("short", "Who")

# nothing here but the draft's document is asked of the database, by its own code
pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])


@pytest.fixture
def client(client_for, app):
    begin(app)
    return client_for("administrator")


def test_form_shows_the_fields_of_its_kind(client):
    own = {
        "one_choice": {"options"},
        "many_choices": {"options"},
        "number": {"unit"},
        "table": {"rows.code", "columns.code"},
    }
    for kind in KINDS:
        names = set(fields_of(client.get(f"{NEW}?kind={kind}").text))
        assert names & {"options", "unit", "rows.code", "columns.code", "own.code"} == own.get(kind, set())
        assert {"kind", "label.fr", "short.es", "help.en", "code"} <= names


def test_part_is_added_with_a_condition_step_by_step_without_a_script(client, app):
    page = client.send(NEW, TEXTS | fields(kind="text", do="more:when")).text
    sent = fields_of(page) | {"when.part": ["Q2_SPINOFF.resulted"], "do": ["refresh"]}
    page = client.send(NEW, sent).text
    assert "Planned, not started" in page
    sent = fields_of(page) | {"when.codes": ["0:partly"]}
    answer = client.send(NEW, {name: texts for name, texts in sent.items() if name != "do"})
    assert answer.location == f"{HOME}#Q4_LESSONS.who"
    assert part_in(stored(app).document, "Q4_LESSONS.who") == {
        "code": "who",
        "since": 3,
        "kind": "text",
        "label": words("Who?"),
        "short": words("Who"),
        "when": [{"part": "Q2_SPINOFF.resulted", "in": ["partly"]}],
    }


def test_part_with_options_of_its_own_is_added_and_changed(client, app):
    own = {"own.code": [""], "own.en": ["Up"], "own.fr": ["Haut"], "own.es": [""]}
    answer = client.send(NEW, TEXTS | own | fields(kind="one_choice", options="own list", then="another"))
    assert answer.location == NEW
    assert list_in(stored(app).document, "q4_lessons_who")["options"] == [
        {"code": "up", "label": {"en": "Up", "fr": "Haut"}}
    ]
    path = f"{DRAFT}/parts/Q4_LESSONS.who"
    page = client.send(path, fields_of(client.get(path).text) | fields(do="more:own")).text
    sent = fields_of(page)
    sent["own.en"][1] = "Down"
    assert client.send(path, sent).status_code == 302
    options = list_in(stored(app).document, "q4_lessons_who")["options"]
    assert [option["code"] for option in options] == ["up", "down"]


def test_option_of_a_published_version_stays(client, app):
    path = f"{DRAFT}/parts/Q11_NEEDS.phases"
    page = client.get(path).text
    assert ("What was published cannot be removed" in page, "remove:own:0" in page) == (True, False)
    sent = fields_of(client.send(path, fields_of(page) | fields(do="remove:own:0")).text)
    answer = client.send(path, sent)
    assert (answer.status_code, "“needs_analysis” was published" in answer.text) == (422, True)
    path = f"{DRAFT}/lists/barriers"
    sent = fields_of(client.get(path).text)
    sent["options.code"][0] = "another"
    assert client.send(path, sent).status_code == 422
    assert stored(app).revision == 1


def test_kind_and_code_of_a_published_part_stay(client, app):
    path = f"{DRAFT}/parts/Q4_LESSONS.lessons"
    sent = fields_of(client.get(path).text) | fields(kind="number", code="other", label__en="Which lessons?")
    assert client.send(path, sent).status_code == 302
    part = part_in(stored(app).document, "Q4_LESSONS.lessons")
    assert (part["kind"], part["label"]["en"]) == ("text", "Which lessons?")


def test_code_that_is_taken_or_no_code_is_refused(client, app):
    for code in ("lessons", "Who", "a.b", "x" * 61):
        answer = client.send(NEW, TEXTS | fields(kind="text", code=code))
        assert (answer.status_code, fields_of(answer.text)["code"]) == (422, [code])


def test_code_of_a_part_that_another_draft_has_is_refused(client, app):
    client.send(NEW, TEXTS | fields(kind="text"))
    client.send(f"{DRAFT}/retire", {"element": "Q4_LESSONS.lessons"})
    for code in ("who", "lessons"):
        answer = client.send(NEW, TEXTS | fields(kind="text", code=code))
        assert (answer.status_code, "is or was used already" in answer.text) == (422, True)


def test_list_is_added_shared_and_removed_when_nobody_uses_it(client, app):
    rows = {
        "options.code": ["a", "b"],
        "options.en": ["A", "B"],
        "options.fr": ["", ""],
        "options.es": ["", ""],
    }
    assert client.send(f"{DRAFT}/lists/new", rows | fields(code="sizes")).location == f"{HOME}#lists"
    client.send(NEW, TEXTS | fields(kind="one_choice", options="sizes"))
    client.send(f"{DRAFT}/lists/sizes/remove")
    assert "sizes" in [entry["code"] for entry in stored(app).document["lists"]]
    client.send(f"{DRAFT}/parts/Q4_LESSONS.who", fields(kind="text"))
    client.send(f"{DRAFT}/remove", {"element": "Q4_LESSONS.who"})
    assert stored(app).document["lists"][-1]["code"] != "sizes"
    client.send(f"{DRAFT}/lists/new", rows | fields(code="sizes"))
    client.send(f"{DRAFT}/lists/sizes/remove")
    assert stored(app).document["lists"][-1]["code"] != "sizes"


def test_two_people_change_the_options_of_the_same_part(client, app):
    path = f"{DRAFT}/parts/Q11_NEEDS.phases"
    opened = fields_of(client.get(path).text)
    theirs, mine = (
        {**opened, "own.en": [f"{who} 1", "Design", "C", "D"]} for who in ("Their", f"My {PAYLOAD}")
    )
    assert client.send(path, theirs).status_code == 302
    answer = client.send(path, mine)
    assert (answer.status_code, "needs_analysis / Their 1" in answer.text, PAYLOAD in answer.text) == (
        409,
        True,
        False,
    )


def test_scripts_in_every_text_are_only_words(client, app):
    made = {name: [PAYLOAD] for name in TEXTS} | fields(kind="one_choice", options="own list", code="evil")
    made |= {f"{name}.{language}": [PAYLOAD] for name in ("help", "other") for language in ("en", "fr", "es")}
    made |= {"own.code": ["a"], "own.en": [PAYLOAD], "own.fr": [PAYLOAD], "own.es": [PAYLOAD]}
    made |= {
        "alternative.part": ["Q2_SPINOFF.resulted"],
        "alternative.how": ["in"],
        "alternative.codes": ["0:yes"],
    }
    made |= {"short.en": ["<b>'\"&"]}
    assert client.send(NEW, made).status_code == 302
    for path in (
        HOME,
        f"{DRAFT}/parts/Q4_LESSONS.evil",
        f"{DRAFT}/library",
        f"{DRAFT}/lists/q4_lessons_evil",
        NEW,
    ):
        page = client.get(path).text
        assert "<img" not in page
        assert "<b>" not in page


def test_any_button_gives_the_form_back(client):
    odd = {
        "when.codes": ["x", "0:", ":", "9:9"],
        "when.part": ["nothing"],
        "own.en": ["a"] * 300,
        "options": ["own list"],
    }
    for kind in ("table", "one_choice", "scale", "\0"):
        for do in ("up:own:0", "down:rows:999999999999", "more:when", "remove:x:y", "refresh", "\0", "::"):
            answer = client.send(NEW, odd | fields(kind=kind, do=do, seen="x"))
            assert (kind, do, answer.status_code) == (kind, do, 200)


def test_typed_texts_go_by_their_labels_where_the_sign_in_has_ended(client, app):
    sent = fields_of(client.get(NEW).text) | three("label", "Who?")
    names = dict(
        re.findall(
            r"<dt>(.*?)</dt><dd[^>]*>(.*?)</dd>", app.test_client().prepare_token().send(NEW, sent).text
        )
    )
    assert names == {
        "Label (English)": "Who?",
        "Label (Français)": "Who? (fr)",
        "Label (Español)": "Who? (es)",
    }
