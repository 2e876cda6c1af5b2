"""The pages of a round; what several of them share is in test_shared_pages."""

import re

import pytest
from sqlalchemy import delete

from survey.answering.models.reports import Answer
from survey.answering.services.tallies import rebuild
from survey.audit.queries import entries
from tests.answering.examples import returned
from tests.comparison.pages import add_round, links_of, main_of, rows_of, said, text_of
from tests.support.app import writing

ROUND = "/rounds/2001"


@pytest.fixture
def group(client_for):
    return client_for("working_group")


def test_one_round_leads_to_its_overview(group):
    assert group.get("/rounds").headers["Location"] == ROUND


def test_several_rounds_are_listed_newest_first(app, group):
    add_round(app, "2002", projects=3, submitted=1)
    page = main_of(group.get("/rounds"))
    assert links_of(page) == [
        ("/rounds/2002", "Round 2002"), ("/rounds/2002/against", "Against other rounds – Round 2002"),
        (ROUND, "Round 2001"), (f"{ROUND}/against", "Against other rounds – Round 2001"),
    ]  # fmt: skip
    assert "1 of 3 reports received." in text_of(page)
    assert "5 of 8 reports received." in text_of(page)


def test_overview_counts_every_due_report(group):
    page = main_of(group.get(ROUND))
    figures = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page)
    assert figures == [
        ("Reports due", "8"), ("Not started", "1"), ("In progress", "1"), ("With the mission lead", "1"),
        ("Submitted", "5"),
    ]  # fmt: skip
    rows = rows_of(page)
    assert len(rows) == 8
    assert rows[6] == [
        "Video on the return of Afghan female doctors Fictitious", "Islamabad", "Asia", "Progress report",
        "With the mission lead", "5 Nov 2001, 12:00 UTC",
    ]  # fmt: skip
    assert rows[7][4:] == ["Not started", "–"]


def test_overview_leads_the_working_group_to_submitted_reports_only(group):
    page = main_of(group.get(ROUND))
    answers = [address for address, _words in links_of(page) if address.startswith("/reports/")]
    assert len(answers) == 5
    assert {group.get(address).status_code for address in answers} == {200}


def test_overview_says_of_a_returned_report_when_and_until_when_and_does_not_count_it(app, group):
    own = returned(app, 3, "Q7_SUCCESS.why")
    page = main_of(group.get(ROUND))
    figures = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page))
    assert (figures["Returned"], figures["Submitted"]) == ("1", "4")
    state = rows_of(page)[2][4]
    assert state.startswith("Returned returned on ")
    assert state.endswith(" UTC for clarification, due on 1 January 2100")
    assert f"/reports/{own}/answers" in page
    behind = main_of(group.get(f"{ROUND}/summary/Q7_SUCCESS.why/not_reached"))
    assert len(rows_of(behind)) == 4


def test_overview_leads_an_administrator_to_no_answers(client_for):
    page = main_of(client_for("administrator").get(ROUND))
    assert len(rows_of(page)) == 8
    found = [address for address, _words in links_of(page)]
    assert found == [ROUND, f"{ROUND}/board", f"{ROUND}/projects", f"{ROUND}/reminders", f"{ROUND}/edit"]


def test_matrix_says_each_verdict_in_words_with_a_mark(group):
    rows = rows_of(main_of(group.get(f"{ROUND}/matrix")))
    assert len(rows) == 8
    assert rows[0] == [
        "Headquarters Guidelines for research on trafficking Fictitious",
        "◌ Too early to say", "● Yes", "○ No", "● Yes", "○ No", "– Not applicable", "● Yes", "◐ Partly",
        "● Yes",
        "– Not applicable", "(not shown)", "(not asked)", "(not asked)", "(not asked)",
    ]  # fmt: skip
    assert rows[1][3] == "◐ Planned, not started"
    assert rows[4][1:] == ["(not received)"] * 14


def test_matrix_heads_lead_to_the_question_and_mark_polarity(group):
    page = main_of(group.get(f"{ROUND}/matrix"))
    heads = [text_of(head) for head in re.findall(r'<th scope="col">(.*?)</th>', page, re.DOTALL)]
    assert [head for head in heads if "Adverse" in head or "Open" in head] == [
        "3. Constraints Adverse", "9. Different impact Open",
    ]  # fmt: skip
    assert (f"{ROUND}/questions/Q3_ENCOURAGE", "3. Constraints") in links_of(page)


def test_marks_of_the_matrix_are_hidden_from_screen_readers(group):
    page = main_of(group.get(f"{ROUND}/matrix"))
    unmarked = re.sub(r'<span class="mark" aria-hidden="true">.</span>', "", page)
    assert set("●◐○◌").isdisjoint(text_of(unmarked))


def test_question_shows_every_answer_in_full_in_its_language(group):
    page = main_of(group.get(f"{ROUND}/questions/Q10_ACCESS"))
    text = text_of(page)
    assert "Did both migrant women and men have equal access to the benefits of the project?" in text
    assert text.count("Not asked: this version of the questionnaire does not have the question.") == 2
    french = re.search(
        r'<dd class="answer" lang="fr" dir="auto">(La même invitation.*?)</dd>', page, re.DOTALL
    )
    assert said(french[1]).endswith("Les réunions avaient lieu en début de soirée.")
    assert "Women 180 24" in text
    assert "These figures were not recorded" in text
    assert "San José: Pre-production of a film on migrant children Not started Fictitious" in text


def test_question_says_why_a_part_has_no_answer(group):
    text = text_of(main_of(group.get(f"{ROUND}/questions/Q6_CAPACITY?mission=Santo Domingo")))
    assert "Has your network of contacts on gender issues grown as a result of the project? No answer" in text


def test_question_leads_to_the_ones_before_and_after(group):
    def around(code):
        links = links_of(main_of(group.get(f"{ROUND}/questions/{code}")))
        return [link for link in links if link[1].startswith(("Previous", "Next"))]

    assert around("Q1_AWARENESS") == [
        (f"{ROUND}/questions/S_PRE_POST", "Previous: Survey before and after"),
        (f"{ROUND}/questions/Q2_SPINOFF", "Next: 2. Resulting activities"),
    ]
    assert len(around("S_STATUS")) == len(around("Q11_NEEDS")) == 1


def test_questions_are_listed_by_section(group):
    page = main_of(group.get(f"{ROUND}/questions"))
    links = [address for address, _words in links_of(page) if "/questions/" in address]
    assert (len(links), links[2]) == (13, f"{ROUND}/questions/Q1_AWARENESS")


def test_summary_says_each_verdict_with_all_that_it_is_counted_from(group):
    text = said(main_of(group.get(f"{ROUND}/summary")))
    assert "partners, including the government? yes 2 of 4 valid (8 due: 1 too early, 3 not received)" in text
    assert "All that answered: yes 5 of 5 valid (8 due: 3 not received)" in text
    none_valid = "1 too early, 1 not applicable, 1 “Not measured”, 2 not asked, 3 not received"
    assert f"yes 0 of 0 valid (8 due: {none_valid})" in text
    assert "Per cent of the valid" not in text


def test_each_number_of_the_summary_is_the_length_of_its_list(sqlite_app, client_for):
    client = client_for("working_group")
    links = {
        link
        for link in links_of(main_of(client.get(f"{ROUND}/summary?region=Asia")))
        if "/summary/" in link[0]
    }
    assert len(links) > 400
    for address, words in sorted(links)[::11]:
        assert len(rows_of_outer(client.get(address))) == int(words.split()[0]), address


def rows_of_outer(response):
    """The lines of the list behind a number; small tables inside a cell are not its lines."""
    return re.findall(r'<tr>\s*<th scope="row">', main_of(response))


def test_list_behind_a_number_shows_the_answers(group):
    page = main_of(group.get(f"{ROUND}/summary/Q1_AWARENESS.partners/too_early"))
    assert rows_of(page) == [
        ["Guidelines for research on trafficking Fictitious", "Headquarters", "Submitted", "Too early to say"]
    ]
    assert (f"{ROUND}/summary#Q1_AWARENESS", "Back to the summary") in links_of(page)


def test_empty_list_behind_a_number_says_so(group):
    assert "No report is in this group." in text_of(
        main_of(group.get(f"{ROUND}/summary/Q4_LESSONS.lessons/declined"))
    )


def test_projects_sum_up_to_the_funding_of_the_round(group):
    page = main_of(group.get(f"{ROUND}/projects"))
    assert "Funding of the projects shown: USD 50,000" in text_of(page)
    assert "filtered" not in text_of(page)
    rows = rows_of(page)
    assert rows[7] == [
        "Pre-production of a film on migrant children 2001-08", "San José CRI · Central America",
        "migrant children; information campaigns", "migrant children; the public",
        "In progress Progress report",
        "Funding Director could not find the whole budget (IOM's share: 6 per cent); filming not begun, "
        "due early 2002", "Sites, actors and a production plan identified", "10,000",
    ]  # fmt: skip


def test_projects_say_that_a_total_is_filtered(client_for):
    text = text_of(main_of(client_for("administrator").get(f"{ROUND}/projects?region=Asia")))
    assert "Funding of the projects shown: USD 10,000 (filtered, not the whole round)" in text


def test_reading_answers_is_put_on_record(app, group):
    for path in (
        "matrix?region=Asia",
        "questions/Q4_LESSONS",
        "summary/Q7_SUCCESS.success/yes",
        "summary",
        "",
    ):
        group.get(f"{ROUND}/{path}")
    with writing(app) as session:
        found = [(e.subject, e.details) for e in entries(session) if e.action == "read answers"]
    assert found == [
        ("2001", '{"page": "matrix", "region": "Asia"}'),
        ("2001", '{"page": "question", "question": "Q4_LESSONS"}'),
        ("2001", '{"group": "yes", "page": "reports behind a number", "part": "Q7_SUCCESS.success"}'),
    ]


def test_received_report_without_any_row_has_no_answers(app, group):
    with writing(app) as session:
        session.execute(delete(Answer))
        rebuild(session, 1)
        session.commit()
    assert "yes 0 of 0 valid (8 due: 5 no answer, 3 not received)" in said(
        main_of(group.get(f"{ROUND}/summary"))
    )
    assert rows_of(main_of(group.get(f"{ROUND}/matrix")))[1][1] == "(no answer)"


def test_administrator_cannot_find_out_by_filtering_what_a_report_says(client_for):
    page = main_of(client_for("administrator").get(f"{ROUND}?completion=completed"))
    assert "No received report of this round says this of its project." in text_of(page)
    assert 'name="completion"' not in page
    assert rows_of(page) == []


def test_projects_are_filtered_by_what_reports_say_and_by_funding(group):
    rows = rows_of(main_of(group.get(f"{ROUND}/projects?completion=completed&funding_band=below_5000")))
    assert [row[1].split(" ")[0] for row in rows] == ["Nairobi"]
