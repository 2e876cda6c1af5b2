"""A form goes out, is filled in, and comes back: seen in full first, saved all together or not at all."""

import re
from html import unescape

import pytest

from survey.answering.services.steps import take_step
from survey.paper import stamps
from survey.paper.routes import previews
from survey.paper.stamps import Stamp, stamped
from survey.web.uploads import packages
from tests.answering.examples import answer_of, hidden_fields, history_of, person_of, report_id, report_number
from tests.paper.forms import DOCUMENT, fill_word, fill_workbook, member, repack_files, send, upload
from tests.support.app import KEY, writing

LESSONS, PARTNERS, WHY = "Q4_LESSONS.lessons", "Q1_AWARENESS.partners", "Q7_SUCCESS.why"
REACH, EXPECTED = "Q10_ACCESS.reach", "S_STATUS.expected"
CHOSEN = re.compile(r'<input type="(?:checkbox|radio)"[^>]* name="(use:[^"]+)" value="([^"]+)" checked>')


class Desk:
    """Somebody at a computer with a report's form on it."""

    def __init__(self, app, client, number=8):
        self.client = client
        self.path = f"/reports/{report_id(app, number)}/paper"
        self.report = self.path.removesuffix("/paper")

    def form(self, format="docx"):
        return self.client.get(f"{self.path}/form.{format}").data

    def upload(self, data, name="form.docx"):
        return upload(self.client, self.path, data, name)

    def save(self, code, text, seen):
        question = code.split(".")[0]
        self.client.send(f"{self.report}/questions/{question}", {f"seen:{code}": seen, code: text})

    def take(self, page, **choices):
        """Sends the preview as a browser would, with some choices made otherwise (None: the tick taken away)."""
        fields = hidden_fields(page.text.split("<form", 2)[2]) | dict(CHOSEN.findall(page.text))
        for code, choice in choices.items():
            fields[f"use:{code.replace('__', '.')}"] = choice
        kept = {name: value for name, value in fields.items() if value is not None}
        return send(self.client, f"{self.path}/take", kept)


@pytest.fixture
def desk(app, client_for):
    return Desk(app, client_for("mission_staff"))


@pytest.fixture
def sqlite_desk(sqlite_app, client_for):
    return Desk(sqlite_app, client_for("mission_staff"))


def said(page):
    """The words of a page's main part."""
    words = unescape(re.sub("<[^>]+>", " ", page.text.split("<main")[1]))
    return " ".join(words.replace("\u2068", "").replace("\u2069", "").split())


def test_word_form_is_filled_uploaded_seen_and_saved(app, desk):
    text = "= Une réponse «e\u0301» \nاختبار\n\nlast"
    ticks = {"Q8_DATA.indicators:sex": True, "Q8_DATA.indicators:other": True, f"declined:{WHY}": True}
    counts = {f"{REACH}:eligible:women": "1 084", f"{REACH}:reached:men": "0"}
    data = fill_word(
        desk.form(), {LESSONS: text, PARTNERS: "Partly", EXPECTED: "2002-03-31", **ticks, **counts}
    )
    page = desk.upload(data)
    assert (page.status_code, answer_of(app, 8, LESSONS).version) == (200, 0)
    assert "New answers (6)" in said(page)
    answer = desk.take(page)
    assert (answer.status_code, answer.headers["Location"]) == (302, desk.report)
    assert answer_of(app, 8, LESSONS).value == "= Une réponse «é» \nاختبار\n\nlast"
    assert answer_of(app, 8, PARTNERS).value == "partly"
    assert answer_of(app, 8, EXPECTED).value == "2002-03-31"
    assert answer_of(app, 8, "Q8_DATA.indicators").value == "sex;other"
    assert answer_of(app, 8, REACH).value == '{"eligible":{"women":1084},"reached":{"men":0}}'
    assert answer_of(app, 8, WHY).status == "declined"


def test_workbook_is_filled_uploaded_seen_and_saved(app, desk):
    values = {LESSONS: "=1+1", PARTNERS: "No", f"{REACH}:eligible:women": 84.0, "Q8_DATA.indicators:age": "x"}
    page = desk.upload(fill_workbook(desk.form("xlsx"), values), "form.xlsx")
    assert "New answers (4)" in said(page)
    assert desk.take(page).status_code == 302
    found = {code: answer_of(app, 8, code).value for code in (LESSONS, PARTNERS, REACH, "Q8_DATA.indicators")}
    assert found == {
        LESSONS: "=1+1",
        PARTNERS: "no",
        REACH: '{"eligible":{"women":84}}',
        "Q8_DATA.indicators": "age",
    }


@pytest.mark.parametrize("language", ["fr", "es"])
@pytest.mark.parametrize("format", ["docx", "xlsx"])
def test_untouched_form_changes_nothing_in_any_language(sqlite_app, client_for, language, format):
    """Project 5 of the sample is half answered."""
    desk = Desk(sqlite_app, client_for("mission_staff"), 5)
    desk.client.send("/language", {"language": language})
    data = desk.form(format)
    assert data[:2] == b"PK"
    desk.client.send("/language", {"language": "en"})
    page = desk.upload(data, f"form.{format}")
    assert "The file changes nothing." in said(page)
    assert "Written beside" not in said(page)
    assert 'name="use:' not in page.text


def test_longest_text_is_taken_and_a_longer_one_is_shown_whole(sqlite_app, sqlite_desk):
    longest, longer = "漢" * 20_000, "é" * 20_001
    page = sqlite_desk.upload(fill_word(sqlite_desk.form(), {LESSONS: longest, WHY: longer}))
    assert "The text has 20,001 characters; at most 20,000 fit. Shorten it by 1." in said(page)
    assert longer in page.text
    left = sqlite_desk.take(page)
    assert answer_of(sqlite_app, 8, LESSONS).value == longest
    assert "1 answer was taken over." in said(left)
    assert longer in left.text


def test_what_cannot_be_read_is_shown_cell_by_cell_and_the_rest_is_saved(sqlite_app, sqlite_desk):
    values = {f"{REACH}:eligible:women": "12a", EXPECTED: "soon", PARTNERS: "Perhaps", LESSONS: "kept"}
    page = sqlite_desk.upload(fill_workbook(sqlite_desk.form("xlsx"), values), "form.xlsx")
    words = said(page)
    assert "Could not be read (3)" in words
    assert re.search(
        r"Cell D\d+: Women, Eligible: Write each count as a whole number, .* In the file 12a", words
    )
    assert re.search(r"Cell D\d+: This is not a day of the calendar\. .* In the file soon", words)
    assert re.search(r"Cell D\d+: This is not one of the answers .* In the file Perhaps", words)
    left = sqlite_desk.take(page)
    assert left.status_code == 200
    assert "What is left of the file" in said(left)
    assert "12a" in said(left)
    assert answer_of(sqlite_app, 8, LESSONS).value == "kept"
    assert answer_of(sqlite_app, 8, REACH).version == 0


def test_newer_answer_of_a_colleague_stays_unless_the_person_decides_otherwise(app, client_for, desk):
    data = fill_word(desk.form(), {LESSONS: "from the file", PARTNERS: "Yes"})
    Desk(app, client_for("mission_lead")).save(LESSONS, "theirs", 0)
    page = desk.upload(data)
    words = said(page)
    assert "A colleague saved something newer: please choose (1)" in words
    assert "from the file" in words
    assert re.search("Saved by Sample Lead, San José, .* UTC theirs", words)
    left = desk.take(page)
    assert (answer_of(app, 8, LESSONS).value, answer_of(app, 8, PARTNERS).value) == ("theirs", "yes")
    assert "from the file" in said(left)
    assert desk.take(desk.upload(data), Q4_LESSONS__lessons="file").status_code == 302
    assert history_of(app, 8, LESSONS) == [("saved", "theirs"), ("saved", "from the file")]


def test_part_that_was_not_touched_in_the_file_never_undoes_a_colleagues_work(app, client_for, desk):
    desk.save(LESSONS, "old", 0)
    data = fill_word(desk.form(), {WHY: "new"})
    Desk(app, client_for("mission_lead")).save(LESSONS, "newer", 1)
    assert desk.take(desk.upload(data)).status_code == 302
    assert (answer_of(app, 8, LESSONS).value, answer_of(app, 8, WHY).value) == ("newer", "new")


def test_emptied_field_empties_nothing_unless_it_is_ticked(app, desk):
    desk.save(LESSONS, "old", 0)
    page = desk.upload(fill_word(desk.form(), {LESSONS: ""}))
    assert "Empty in the file, but saved in the program (1)" in said(page)
    desk.take(page)
    assert answer_of(app, 8, LESSONS).value == "old"
    assert desk.take(page, Q4_LESSONS__lessons="file").status_code == 302
    assert (answer_of(app, 8, LESSONS).value, answer_of(app, 8, LESSONS).status) == ("", "no_answer")


def test_tick_that_is_taken_away_leaves_the_answer_as_it_is(app, desk):
    page = desk.upload(fill_word(desk.form(), {LESSONS: "mine", WHY: "because"}))
    left = desk.take(page, Q4_LESSONS__lessons=None)
    assert answer_of(app, 8, LESSONS).version == 0
    assert answer_of(app, 8, WHY).value == "because"
    assert "mine" in said(left)


def test_nothing_is_saved_when_a_colleague_saved_after_the_preview(app, client_for, desk):
    page = desk.upload(fill_word(desk.form(), {LESSONS: "mine", WHY: "because"}))
    Desk(app, client_for("mission_lead")).save(LESSONS, "theirs", 0)
    again = desk.take(page)
    assert again.status_code == 409
    assert "A colleague saved another answer while you were reading." in said(again)
    assert "theirs" in said(again)
    assert "mine" in said(again)
    assert history_of(app, 8, WHY) == []
    assert history_of(app, 8, LESSONS) == [("saved", "theirs")]
    assert desk.take(again).status_code == 302
    assert (answer_of(app, 8, LESSONS).value, answer_of(app, 8, WHY).value) == ("mine", "because")


def test_preview_sent_twice_has_one_effect(app, desk):
    page = desk.upload(fill_word(desk.form(), {LESSONS: "mine"}))
    answers = [desk.take(page) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert history_of(app, 8, LESSONS) == [("saved", "mine")]


def test_upload_itself_writes_nothing(app, desk):
    data = fill_word(desk.form(), {LESSONS: "mine"})
    before = report_head_of(app)
    desk.upload(data)
    assert report_head_of(app) == before
    assert history_of(app, 8, LESSONS) == []


def report_head_of(app):
    with app.extensions["database"].reading() as session:
        return report_number(session, 8)


def test_hidden_part_is_kept_and_said_to_be_hidden(sqlite_app, sqlite_desk):
    page = sqlite_desk.upload(fill_word(sqlite_desk.form(), {"Q2_SPINOFF.which": "a workshop"}))
    assert "Another answer hides this part." in said(page)
    sqlite_desk.take(page)
    assert answer_of(sqlite_app, 8, "Q2_SPINOFF.which").value == "a workshop"


def test_text_beside_the_fields_is_shown_and_stays_in_sight(sqlite_app, sqlite_desk):
    data = fill_word(sqlite_desk.form(), {LESSONS: "mine"})
    document = member(data, DOCUMENT).decode()
    w = re.search(r"<(\w+):body>", document)[1]
    note = f"<{w}:p><{w}:r><{w}:t>Ask &lt;b&gt;Ana</{w}:t></{w}:r></{w}:p></{w}:body>"
    page = sqlite_desk.upload(repack_files(data, {DOCUMENT: document.replace(f"</{w}:body>", note)}))
    assert "Written beside the fields (1)" in said(page)
    assert "Ask &lt;b&gt;Ana" in page.text
    assert "Ask &lt;b&gt;Ana" in sqlite_desk.take(page).text


def refused(page):
    assert page.status_code == 422
    assert "Nothing was saved." in said(page)
    return said(page)


def with_mark(data, mark):
    document = member(data, DOCUMENT).decode()
    return repack_files(data, {DOCUMENT: stamps.MARK.sub(mark, document)})


def test_form_of_another_report_is_refused_by_name(sqlite_app, client_for, sqlite_desk):
    other = Desk(sqlite_app, sqlite_desk.client, 5)
    with writing(sqlite_app) as session:
        title = report_number(session, 5).project_title
    assert f"This form belongs to another report: “{title}”." in refused(sqlite_desk.upload(other.form()))


def test_form_of_another_missions_report_is_refused_without_its_name(sqlite_app, sqlite_desk):
    mark = stamped(Stamp(report_id(sqlite_app, 3), 2, "en", (0,)), KEY)
    assert str(previews.OTHER_REPORT) in refused(sqlite_desk.upload(with_mark(sqlite_desk.form(), mark)))


def test_form_of_another_version_is_refused(sqlite_app, sqlite_desk):
    mark = stamped(Stamp(report_id(sqlite_app, 8), 1, "en", (0,)), KEY)
    words = refused(sqlite_desk.upload(with_mark(sqlite_desk.form(), mark)))
    assert "This form asks version 1 of the questionnaire, but the report answers version 2 now." in words


def test_form_of_another_installation_is_refused(sqlite_app, sqlite_desk):
    mark = stamped(Stamp(report_id(sqlite_app, 8), 2, "en", (0,)), "another key")
    assert str(stamps.NOT_OURS) in refused(sqlite_desk.upload(with_mark(sqlite_desk.form(), mark)))


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"", "", packages.EMPTY),
        (b"%PDF-1.7", "report.pdf", packages.IS_PDF),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "form.doc", packages.OLD),
        (b"PK", "form.docm", packages.MACROS),
        (b"x" * (5 * 2**20 + 1), "form.docx", packages.TOO_LARGE),
    ],
    ids=["nothing", "pdf", "old", "macros", "large"],
)
def test_wrong_file_is_refused_with_a_sentence(sqlite_desk, data, name, reason):
    assert str(reason) in refused(sqlite_desk.upload(data, name))


def test_file_beyond_all_measure_is_refused_with_a_sentence_too(sqlite_desk):
    page = sqlite_desk.upload(b"x" * (7 * 2**20))
    assert page.status_code == 413
    assert str(packages.TOO_LARGE) in said(page)


def test_file_beyond_all_measure_for_another_missions_report_finds_no_page(sqlite_app, client_for):
    desk = Desk(sqlite_app, client_for("mission_staff"), 3)
    assert desk.upload(b"x" * (7 * 2**20)).status_code == 404


def test_upload_without_a_file_says_so(sqlite_desk):
    page = sqlite_desk.client.send(f"{sqlite_desk.path}/upload")
    assert str(packages.EMPTY) in refused(page)


@pytest.mark.parametrize("filled", ["", "{}", "x" * 100, '{"format":"docx","mark":"m","texts":{}}'])
def test_preview_that_is_not_ours_is_refused(sqlite_desk, filled):
    refused(sqlite_desk.client.send(f"{sqlite_desk.path}/take", {"filled": filled}))


def test_preview_whose_texts_were_changed_passes_the_same_checks(sqlite_app, sqlite_desk):
    page = sqlite_desk.upload(fill_word(sqlite_desk.form(), {PARTNERS: "Yes", LESSONS: "mine"}))
    fields = hidden_fields(page.text.split("<form", 2)[2]) | dict(CHOSEN.findall(page.text))
    fields["filled"] = fields["filled"].replace('"Yes"', '"no such option"')
    answer = sqlite_desk.client.send(f"{sqlite_desk.path}/take", fields)
    assert "no such option" in said(answer)
    assert answer_of(sqlite_app, 8, PARTNERS).version == 0
    assert answer_of(sqlite_app, 8, LESSONS).value == "mine"


def test_staff_cannot_upload_while_the_lead_has_the_report(sqlite_app, client_for, sqlite_desk):
    data = fill_word(sqlite_desk.form(), {LESSONS: "late"})
    page = sqlite_desk.upload(data)
    with writing(sqlite_app) as session:
        staff = person_of(session, "mission_staff")
        take_step(session, name="hand_over", report=report_number(session, 8), person=staff)
        session.commit()
    assert [sqlite_desk.upload(data).status_code, sqlite_desk.take(page).status_code] == [409, 409]
    assert answer_of(sqlite_app, 8, LESSONS).version == 0
    lead = Desk(sqlite_app, client_for("mission_lead"))
    assert lead.take(lead.upload(data)).status_code == 302
    assert answer_of(sqlite_app, 8, LESSONS).value == "late"
