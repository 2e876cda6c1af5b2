"""The pages of patterns and the lists behind their figures, on the sample."""

import json
import re

import pytest
from sqlalchemy import select, update

from survey.answering.models.reports import Answer, Report
from survey.answering.services.derived import rebuild
from survey.audit.queries import entries
from survey.questionnaire.models import RegisteredPart
from tests.comparison.pages import add_round, links_of, main_of, rows_of, said, statements, text_of
from tests.support.app import writing

PATTERNS = "/rounds/2001/patterns"
PAGES = [
    "", "/indicators", "/indicators?lines=projects", "/constraints", "/awareness/any/any",
    "/indicators/basic/some", "/constraints/on-record/none",
]  # fmt: skip
NUMBER = re.compile(r"\d+")


@pytest.fixture
def group(sqlite_app, client_for):
    return client_for("working_group")


def answer_all(app, code, value):
    """Gives every answer to this part this value."""
    with writing(app) as session:
        part = select(RegisteredPart.id).where(RegisteredPart.code == code).scalar_subquery()
        session.execute(
            update(Answer)
            .where(Answer.part_id == part)
            .values(value=value, status="answered")
            .execution_options(synchronize_session=False)
        )
        rebuild(session)
        session.commit()


def test_two_halves_are_crossed_with_all_that_is_not_valid_on_both(group):
    page = main_of(group.get(PATTERNS))
    text = said(page)
    assert "3 of 8 reports due are valid on both: yes or no to both (the four framed cells) 1, " in text
    assert rows_of(page)[:3] == [
        ["Partners: Yes", "0 of 3 0 to 0.5", "0 of 3 0 to 0.375", "2 of 3 0.25 to 0.625", "2 of 3"],
        ["Partners: No", "0 of 3 0 to 0.5", "1 of 3 0.125 to 0.5", "0 of 3 0 to 0.375", "1 of 3"],
        ["Partners: Partly", "0 of 3 0 to 0.625", "0 of 3 0 to 0.5", "0 of 3 0 to 0.5", "0 of 3"],
    ]
    assert rows_of(page)[3:] == [
        ["Partly", "Do not know", "1"], ["Too early to say", "Yes", "1"], ["Not received", "Not received", "3"],
    ]  # fmt: skip
    assert page.count('class="number core"') == 4
    assert "of the valid" not in text


def test_percentages_appear_from_20_reports_valid_on_both(sqlite_app, group):
    add_round(sqlite_app, "2003", projects=20, submitted=20)
    answer_all(sqlite_app, "Q1_AWARENESS.partners", "yes")
    answer_all(sqlite_app, "Q1_AWARENESS.staff", "no")
    page = main_of(group.get("/rounds/2003/patterns"))
    assert rows_of(page)[0][2] == "20 of 20 100% of the valid 1 to 1"
    assert "Every report due is valid on both." in text_of(page)


def test_indicators_say_how_many_reports_name_all_of_the_basic_four(group):
    page = main_of(group.get(f"{PATTERNS}/indicators"))
    rows = rows_of(page)
    assert rows[:2] == [
        ["Basic four", "1 of 3", "2 of 3", "0 of 3", "0.125 to 0.75"],
        ["Additional four", "0 of 3", "3 of 3", "0 of 3", "0 to 0.625"],
    ]
    assert rows[2][:4] == ["Brussels 1 of 1 due answered", "● 1 of 1", "○ 0 of 1", "● 1 of 1"]
    assert rows[3] == ["Headquarters 0 of 1 due answered", "(no report answered)"]
    assert len(rows) == 9
    foot = text_of(re.search(r"<tfoot>(.*?)</tfoot>", page, re.DOTALL)[1])
    assert foot.startswith("All reports 3 of 3 2 of 3 2 of 3 1 of 3 1 of 3 2 of 3")
    assert "Worst-case bounds 0.375 to 1 0.25 to 0.875" in foot


def test_indicators_by_project_say_why_there_is_no_answer(group):
    page = main_of(group.get(f"{PATTERNS}/indicators?lines=projects"))
    rows = rows_of(page)[2:]
    assert len(rows) == 8
    assert rows[0] == ["Headquarters Guidelines for research on trafficking Fictitious", "(no answer)"]
    assert rows[1][1:6] == ["● Named", "● Named", "○ Not named", "○ Not named", "○ No"]
    assert rows[4][1] == "(not received)"
    assert '<input type="hidden" name="lines" value="projects">' in page


def test_marks_of_the_heat_map_are_hidden_from_screen_readers(group):
    for lines in ("missions", "projects"):
        page = main_of(group.get(f"{PATTERNS}/indicators?lines={lines}"))
        cells = "".join(re.findall(r"<td class=\"share.*?</td>", page, re.DOTALL))
        unmarked = re.sub(r'<span class="mark" aria-hidden="true">.</span>', "", cells)
        assert cells != unmarked
        assert set("○◔◑◕●").isdisjoint(unmarked)


def test_long_heat_maps_come_in_pages(sqlite_app, group):
    add_round(sqlite_app, "2002", projects=60, submitted=2)
    path = "/rounds/2002/patterns/indicators?lines=projects"
    first = main_of(group.get(path))
    assert (len(rows_of(first)), "page 1 of 2" in text_of(first)) == (52, True)
    [(address, _words)] = [link for link in links_of(first) if link[1] == "Next page"]
    assert address == "/rounds/2002/patterns/indicators?page=2&lines=projects"
    assert len(rows_of(main_of(group.get(address)))) == 12
    for odd in ("99", "-1", "x", "%00", "9" * 30, "²"):
        assert group.get(f"{path}&page={odd}").status_code == 200


def test_constraints_answered_and_on_record_are_kept_apart(sqlite_app, group):
    answer_all(sqlite_app, "Q3_ENCOURAGE.constraints", "yes")
    answer_all(sqlite_app, "Q3_ENCOURAGE.constraint_kinds", "funding;data")
    page = main_of(group.get(f"{PATTERNS}/constraints"))
    assert "(adverse: a yes is a difficulty) yes 5 of 5 valid ( 8 due : 3 not received )" in text_of(page)
    answered, on_record, both = (rows_of(table) for table in page.split("<table")[1:])
    funding = [row for row in answered if row[0] == "Funding"]
    assert funding == [
        ["Funding", "5 of 5", "0.625 to 1", "1 of 1", "1 of 1", "1 of 1", "0 of 0", "1 of 1", "1 of 1"]
    ]
    assert [row for row in on_record if row[0] == "Funding"] == [
        ["Funding", "1 of 8", "0 of 1", "0 of 2", "0 of 1", "1 of 2", "0 of 1", "0 of 1"]
    ]
    assert on_record[-1][:2] == ["None on record", "6 of 8"]
    assert ["Funding", "5 of 5", "1 of 8"] in both
    assert ["Data", "5 of 5", "0 of 8"] in both


def test_facts_on_record_stand_although_no_report_was_submitted(sqlite_app, group):
    with writing(sqlite_app) as session:
        session.execute(update(Report).values(state="draft"))
        rebuild(session)
        session.commit()
    text = text_of(main_of(group.get(f"{PATTERNS}/constraints")))
    assert "No report has been submitted yet. Until then every count is 0." in text
    assert "Funding 1 of 8" in text


@pytest.mark.parametrize("page", ["", "/indicators", "/constraints"])
def test_each_number_is_the_length_of_the_list_that_it_leads_to(sqlite_app, group, page):
    answer_all(sqlite_app, "Q3_ENCOURAGE.constraint_kinds", "funding;data")
    for filters in ("", "region=Asia"):
        main = main_of(group.get(f"{PATTERNS}{page}?{filters}"))
        tables = re.sub(r"<nav.*?</nav>", "", main, flags=re.DOTALL)
        links = {link for link in links_of(tables) if NUMBER.match(link[1])}
        assert len(links) > 10
        for address, words in sorted(links)[:: max(1, len(links) // 6)]:
            rows = re.findall(r'<tr>\s*<th scope="row">', main_of(group.get(address)))
            assert len(rows) == int(NUMBER.match(words)[0]), address


def test_list_behind_a_cell_says_what_the_reports_say(group):
    page = main_of(group.get(f"{PATTERNS}/awareness/yes/partly"))
    assert text_of(re.search("<h1>(.*?)</h1>", page, re.DOTALL)[1]) == "Partners: Yes · Staff: Partly"
    assert [row[2:] for row in rows_of(page)] == [["Submitted", "Yes", "Partly"]] * 2
    empty = main_of(group.get(f"{PATTERNS}/awareness/no/yes"))
    assert "No report is in this group." in text_of(empty)
    assert (PATTERNS, "Back to awareness of partners and staff") in links_of(empty)


def test_list_of_reports_by_extent_names_what_they_name(group):
    [row] = rows_of(main_of(group.get(f"{PATTERNS}/indicators/basic/all")))
    assert row[1:] == [
        "Santo Domingo", "Submitted",
        "Sex; Age; Nationality; Family status; Level of education; Legal status",
    ]  # fmt: skip


def test_list_of_projects_by_constraint_on_record_gives_the_reason(group):
    [row] = rows_of(main_of(group.get(f"{PATTERNS}/constraints/on-record/funding")))
    assert row[1:4] == ["San José", "Central America", "Funding"]
    assert row[4].startswith("Director could not find the whole budget")


def test_unknown_word_group_or_kind_is_not_found(group):
    paths = (
        "awareness/maybe/yes", "awareness/yes/answered", "awareness/%00/yes", "indicators/basic/most",
        "indicators/nothing/all", "constraints/on-record/weather", "constraints/on-record/%00",
        "constraints/on-record/fund%25",
    )  # fmt: skip
    assert {path: group.get(f"{PATTERNS}/{path}").status_code for path in paths} == dict.fromkeys(paths, 404)


def test_unknown_filter_shows_nothing_and_says_why(group):
    for page in PAGES[:4]:
        main = main_of(group.get(f"{PATTERNS}{page}{'&' if '?' in page else '?'}region=Atlantis"))
        assert "This round has no region of this name." in text_of(main)
        assert "No report fits these filters." in text_of(main)
        assert rows_of(main) == []


def test_questionnaire_without_these_parts_says_so(group, monkeypatch):
    missing = "X_NOBODY.asks"
    monkeypatch.setattr("survey.comparison.routes.patterns.AWARENESS", (missing, missing))
    monkeypatch.setattr("survey.comparison.routes.patterns.INDICATORS", missing)
    monkeypatch.setattr("survey.comparison.routes.patterns.CONSTRAINTS", (missing, missing))
    for page in PAGES[:4]:
        text = text_of(main_of(group.get(f"{PATTERNS}{page}")))
        assert "The questionnaire of this round does not ask for this." in text


def test_reading_single_reports_is_put_on_record(sqlite_app, group):
    for path in ("", "/indicators", "/constraints", "/awareness/yes/no", "/indicators/basic/all"):
        group.get(f"{PATTERNS}{path}")
    with writing(sqlite_app) as session:
        found = [json.loads(e.details) for e in entries(session) if e.action == "read answers"]
    assert found == [
        {"page": "indicators"},
        {"page": "patterns", "partners": "yes", "staff": "no"},
        {"page": "indicators", "group": "basic", "extent": "all"},
    ]


def test_number_of_statements_does_not_grow_with_the_reports(app, client_for):
    add_round(app, "2002", projects=1, submitted=1)
    add_round(app, "2003", projects=9, submitted=8)
    client, counts = client_for("working_group"), {"2002": [], "2003": []}
    for page in ("/indicators", *PAGES):
        for code, sent_for in counts.items():
            with statements(app) as sent:
                assert client.get(f"/rounds/{code}/patterns{page}").status_code == 200
            sent_for.append(len(sent))
    # the first page of all reads what is kept afterwards
    assert counts["2002"][1:] == counts["2003"][1:]
    assert max(counts["2003"]) <= 20


def test_polarity_is_marked_wherever_a_part_is_named(group):
    for path in (
        "summary",
        "questions/Q3_ENCOURAGE",
        "summary/Q3_ENCOURAGE.constraints/yes",
        "patterns/constraints",
    ):
        assert "(adverse: a yes is a difficulty)" in text_of(main_of(group.get(f"/rounds/2001/{path}")))
    for path in ("summary", "questions/Q9_IMPACTDIFF", "summary/Q9_IMPACTDIFF.different/yes"):
        assert "(open: a yes is neither good nor bad)" in text_of(main_of(group.get(f"/rounds/2001/{path}")))
