"""Rounds against rounds: pages and files."""

import csv
import io
import re

import pytest
from sqlalchemy import update

from survey.answering.models.reports import Report
from survey.answering.services.derived import rebuild
from survey.audit.queries import entries
from survey.rounds.models import Round
from tests.comparison.charts.reading import all_of, charts_in, read_out, texts
from tests.comparison.pages import add_round, links_of, main_of, rows_of, statements, text_of
from tests.comparison.repeated import NOTE, SUCCESS, ask_again, publish_new_meaning
from tests.support.app import writing
from tests.support.drafts import ADDED, add_question, declare, make_draft, part_in, publish_draft_in
from tests.support.factories import words
from tests.support.rounds import fill_round

ROUND, BOTH = "/rounds/2001", "/rounds/2001/against/2002"
PART, TREND = f"{BOTH}/{SUCCESS}", f"/rounds/2001/trend/{SUCCESS}"
INVENTED = "This page shows fictitious answers"
SAYS = {1: {SUCCESS: "yes"}, 2: {SUCCESS: "no"}, 3: {SUCCESS: "yes"}, 5: {SUCCESS: "declined"}, 6: None}
LINES = {"stroke-width": "2"}


@pytest.fixture
def group(client_for):
    return client_for("working_group")


@pytest.fixture
def again(sqlite_app):
    with writing(sqlite_app) as session:
        ask_again(session, "2002", SAYS)
        rebuild(session)
        session.commit()


def make(app, *steps):
    with writing(app) as session:
        for step in steps:
            step(session)
        rebuild(session)
        session.commit()


def table(response):
    return list(csv.DictReader(io.StringIO(response.get_data(as_text=True).removeprefix("\ufeff"))))


def test_only_round_of_a_questionnaire_has_none_to_stand_beside(sqlite_app, group):
    assert "There is only one round that asks this questionnaire." in text_of(
        main_of(group.get(f"{ROUND}/against"))
    )
    page = main_of(group.get(TREND))
    assert "There is only one round so far: no line can be drawn yet." in text_of(page)
    assert all_of(charts_in(page)[0], "line", **LINES) == []


def test_chooser_leads_to_other_rounds_and_verdicts_with_the_filters(sqlite_app, group, again):
    links = [
        link
        for link in links_of(main_of(group.get(f"{ROUND}/against?region=Asia")))
        if "region=Asia" in link[0]
    ]
    assert (f"{BOTH}?region=Asia", "Round 2002") in links
    trends = [address for address, _words in links if "/trend/" in address]
    assert len(trends) == 14
    assert group.get(trends[0]).status_code == 200


def test_both_rounds_stand_side_by_side_the_older_one_first(sqlite_app, group, again):
    for path in (BOTH, "/rounds/2002/against/2001"):
        page = main_of(group.get(path))
        assert "Rounds 2001 and 2002" in text_of(page)
        bars = [bar for bar in charts_in(page) if read_out(bar)[0] == "Success"]
        assert [read_out(bar)[1] for bar in bars] == [
            "Yes 4, Partly 1, No 0 of 5 valid; 8 due, of these open 3, not counted 0.",
            "Yes 2, Partly 0, No 1 of 3 valid; 5 due, of these open 2, not counted 0.",
        ]
        rows = rows_of(page)
        place = next(n for n, row in enumerate(rows) if row[0] == "Success")
        assert rows[place : place + 2] == [
            ["Success", "2001", "4", "1", "0", "5", "3", "0", "8"],
            ["2002", "2", "0", "1", "3", "2", "0", "5"],
        ]


def test_level_of_a_verdict_draws_a_line_and_its_table_links_to_the_reports(sqlite_app, group, again):
    page = main_of(group.get(PART))
    [chart] = charts_in(page)
    assert len(all_of(chart, "line", **LINES)) == 3
    assert texts(chart)[-4:] == ["2001", "of 5", "2002", "of 3"]
    rows = rows_of(page)
    assert rows[0][1:] == ["4", "1", "0", "5", "3 not received", "8", "0.5 to 0.875"]
    assert rows[1][1:] == ["2", "0", "1", "3", "1 declined, 1 not received", "5", "0.4 to 0.8"]
    assert (f"/rounds/2002/summary/{SUCCESS}/yes", "2") in links_of(page)
    assert "per cent" not in text_of(page)


def test_change_is_of_the_projects_that_reported_in_both(sqlite_app, group, again):
    page = main_of(group.get(PART))
    assert "Asked in both rounds: 5. Reported in both: 3." in text_of(page)
    assert "Yes, partly or no in both: 3. The same in both: 1 of 3." in text_of(page)
    rows = rows_of(page)[2:]
    assert rows[:3] == [
        ["Yes", "1", "0", "1", "0", "0", "0", "2"],
        ["Partly", "1", "0", "0", "0", "0", "0", "1"],
        ["No", "0", "0", "0", "0", "0", "0", "0"],
    ]


def test_new_meaning_breaks_the_line_says_why_and_compares_no_project(sqlite_app, group, again):
    make(sqlite_app, publish_new_meaning, lambda s: ask_again(s, "2003", {1: {SUCCESS: "no"}}, version=3))
    page = main_of(group.get(f"/rounds/2002/against/2003/{SUCCESS}"))
    [chart] = charts_in(page)
    assert all_of(chart, "line", **LINES) == []
    assert "New meaning since version 3" in texts(chart)
    assert "New meaning since version 3" in read_out(chart)[1]
    assert f"“ {NOTE} ”" in text_of(page)
    assert "<b>targets" not in page
    assert "answered different meanings of this verdict: 1. They are not compared." in text_of(page)
    [over_all] = charts_in(main_of(group.get(TREND)))
    assert len(all_of(over_all, "line", **LINES)) == 3
    assert "New meaning in version 3" in text_of(main_of(group.get("/rounds/2002/against/2003")))
    # rounds before the new meaning are compared as they were worded
    assert "Was the project successful" in text_of(main_of(group.get(PART)))


def test_other_declarations_break_no_line(sqlite_app, group, again):
    def publish(session):
        publish_new_meaning(session, declared="clarification")

    make(sqlite_app, publish, lambda s: ask_again(s, "2003", {1: {SUCCESS: "no"}}, version=3))
    [chart] = charts_in(main_of(group.get(TREND)))
    assert len(all_of(chart, "line", **LINES)) == 6


def test_verdict_that_one_round_did_not_ask_says_so(sqlite_app, group, again):
    def publish(session):
        publish_draft_in(session, make_draft(session, add_question))

    noticed = f"{ADDED}.noticed"
    make(sqlite_app, publish, lambda s: ask_again(s, "2003", {1: {noticed: "yes"}}, version=3))
    page = main_of(group.get("/rounds/2002/against/2003"))
    assert ["Noticed", "2002", "Not asked in this round"] in rows_of(page)
    page = main_of(group.get(f"/rounds/2002/against/2003/{noticed}"))
    assert "not asked" in texts(charts_in(page)[0])
    assert rows_of(page)[0][1] == "Not asked in this round"
    assert rows_of(page)[2][-1] == "0"
    assert group.get(f"{BOTH}/{noticed}").status_code == 404


def test_rounds_without_a_common_project(sqlite_app, group):
    add_round(sqlite_app, "2002", projects=2, submitted=1)
    assert "No project is asked in both rounds, so no change can be shown." in text_of(
        main_of(group.get(PART))
    )


def test_common_projects_that_have_not_reported_in_both(sqlite_app, group):
    make(sqlite_app, lambda s: ask_again(s, "2002", {1: None, 2: None}))
    said = "2 projects are asked in both rounds, but none has reported in both yet."
    assert said in text_of(main_of(group.get(PART)))


def test_empty_round_says_so(sqlite_app, group):
    add_round(sqlite_app, "2002")
    page = text_of(main_of(group.get(BOTH)))
    assert "The round 2002 does not ask any project yet." in page
    assert "No project is asked in both rounds" in text_of(main_of(group.get(PART)))
    add_round(sqlite_app, "2003")
    assert "Neither of the two rounds asks any project yet." in text_of(
        main_of(group.get("/rounds/2002/against/2003"))
    )


@pytest.mark.parametrize("path", [BOTH, PART, TREND])
def test_filters_cut_both_rounds_down(sqlite_app, group, again, path):
    page = main_of(group.get(f"{path}?region=Asia"))
    assert "Filtered: Region: Asia" in text_of(page)
    own = next(row for row in rows_of(page) if row[0].startswith(("2001", "Success")))
    assert own[-2 if path != BOTH else -1] == "2"
    unknown = main_of(group.get(f"{path}?region=Atlantis"))
    assert "No report fits these filters." in text_of(unknown)
    assert charts_in(unknown) == rows_of(unknown) == []


def test_filter_that_leaves_one_of_the_rounds_empty(sqlite_app, group, again):
    page = main_of(group.get(f"{BOTH}?mission=Islamabad"))
    assert "In the round 2002 no report fits these filters." in text_of(page)
    assert ["2002", "No report"] in rows_of(page)


def test_invented_answers_are_marked_and_others_are_not(sqlite_app, group, again):
    assert all(INVENTED in text_of(main_of(group.get(path))) for path in (BOTH, PART, TREND))
    make(sqlite_app, lambda s: s.execute(update(Report).values(fictitious=False)))
    assert not any(INVENTED in text_of(main_of(group.get(path))) for path in (BOTH, PART, TREND))


def test_round_beside_itself_leads_on(sqlite_app, group):
    assert group.get(f"{ROUND}/against/2001").headers["Location"] == f"{ROUND}/against"
    assert group.get(f"{ROUND}/against/2001/{SUCCESS}").headers["Location"] == TREND


@pytest.mark.parametrize(
    "path",
    [f"{ROUND}/against/1999", f"{BOTH}/Q99.x", f"{BOTH}/Q4_LESSONS.lessons", f"{BOTH}/%00", f"{ROUND}/trend/%00",
     f"{ROUND}/against/%00", f"{ROUND}/trend/Q4_LESSONS.lessons", f"{BOTH}/Q99.x/changes.csv", "/rounds/1999/against"],
)  # fmt: skip
def test_unknown_rounds_and_parts_are_not_found(sqlite_app, group, again, path):
    assert group.get(path).status_code == 404


def test_files_hold_the_figures_of_their_pages_and_are_put_on_record(sqlite_app, group, again):
    changes = table(group.get(f"{PART}/changes.csv?bom=no"))
    cells = {(row["before"], row["after"]): int(row["projects"]) for row in changes}
    assert {cell: n for cell, n in cells.items() if n} == {
        ("yes", "yes"): 1, ("yes", "no"): 1, ("partly", "yes"): 1, ("not_reached", "not_reached"): 2,
    }  # fmt: skip
    levels = [row for row in table(group.get(f"{PART}/levels.csv")) if row["option"] == "yes"]
    assert [(row["round"], row["k"], row["n_valid"], row["n_due"], row["line_broken"]) for row in levels] == [
        ("2001", "4", "5", "8", "no"), ("2002", "2", "3", "5", "no"),
    ]  # fmt: skip
    assert [row for row in table(group.get(f"{TREND}/trend.csv")) if row["option"] == "yes"] == levels
    every = table(group.get(f"{BOTH}/levels.csv?region=Asia"))
    own = [row for row in every if row["part_code"] == SUCCESS and row["option"] == "yes"]
    assert [(row["round"], row["k"], row["n_due"]) for row in own] == [("2001", "0", "2"), ("2002", "1", "1")]
    with writing(sqlite_app) as session:
        found = [entry.details for entry in entries(session) if entry.action == "download"]
    assert found[0] == f'{{"against": "2002", "file": "changes-{SUCCESS}"}}'
    assert len(found) == 4


def test_percentages_appear_from_20_valid_answers_on(sqlite_app, group):
    make(sqlite_app, lambda s: fill_round(s, 48, code="2003"))
    page = main_of(group.get("/rounds/2003/trend/Q1_AWARENESS.partners"))
    assert rows_of(page)[-1][1:5] == ["8 33.3 per cent", "8 33.3 per cent", "8 33.3 per cent", "24"]
    assert rows_of(page)[0][1:5] == ["2", "1", "1", "4"]


@pytest.mark.parametrize(
    "path", ["/against/2001", f"/against/2001/{SUCCESS}", f"/against/2001/{SUCCESS}/changes.csv"]
)
def test_number_of_statements_does_not_grow_with_the_reports(sqlite_app, group, path):
    add_round(sqlite_app, "2002", projects=1, submitted=1)
    add_round(sqlite_app, "2003", projects=9, submitted=8)
    counts = []
    for code in ("2002", "2003", "2002", "2003"):
        with statements(sqlite_app) as sent:
            assert group.get(f"/rounds/{code}{path}").status_code == 200
        counts.append(len(sent))
    assert counts[2] == counts[3]
    assert counts[3] <= 30


PAYLOAD = '"><script>window.ran=1</script>'


def test_texts_of_others_are_escaped_in_charts_and_tables(sqlite_app, group, again):
    def poison(session):
        session.execute(update(Round).where(Round.code == "2002").values(title=PAYLOAD))

    def poisoned(document):
        part_in(document, SUCCESS)["short"] = words(PAYLOAD)

    def publish(session):
        revision = make_draft(session, poisoned, declare(SUCCESS))
        publish_draft_in(session, revision, "2001", "2002")

    make(sqlite_app, poison, publish)
    for path in (f"{ROUND}/charts", f"{ROUND}/against", BOTH, PART, TREND):
        page = main_of(group.get(path))
        assert "<script" not in page
        assert PAYLOAD in text_of(page)
        titles = [read_out(chart)[0] for chart in charts_in(page)]
        assert titles.count(PAYLOAD) == {f"{ROUND}/against": 0, BOTH: 2}.get(path, 1)


def test_numbers_of_the_change_lead_to_their_projects(sqlite_app, group, again):
    page = main_of(group.get(f"{PART}?report_kind=final"))
    links = {address: words for address, words in links_of(page) if re.search(r"success/\w+/\w+\?", address)}
    assert links == {
        f"{PART}/yes/yes?report_kind=final": "1",
        f"{PART}/yes/no?report_kind=final": "1",
        f"{PART}/partly/yes?report_kind=final": "1",
    }
    for address, number in links.items():
        listed = main_of(group.get(address))
        assert len(rows_of(listed)) == int(number)
        assert "Filtered: Kind of report: Final report ." in text_of(listed)
    listed = main_of(group.get(f"{PART}/yes/no"))
    assert "Success: Yes in the round 2001, No in the round 2002" in text_of(listed)
    [row] = rows_of(listed)
    project = "Training for Sudanese young adults before resettlement in the United States"
    assert row == [f"{project} Fictitious", "Nairobi", f"Yes – {project}", f"No – {project}"]
    assert INVENTED in text_of(listed)
    [answers] = [address for address, said in links_of(listed) if said == f"Yes – {project}"]
    assert group.get(answers).status_code == 200


def test_list_behind_the_change_is_on_record_and_no_other_is_found(app, group):
    everyone = {number: {SUCCESS: "yes"} for number in range(1, 9)}
    make(
        app,
        lambda session: ask_again(session, "2002", everyone),
        lambda session: ask_again(session, "2003", {number: {SUCCESS: "no"} for number in everyone}),
    )
    address = f"/rounds/2003/against/2002/{SUCCESS}/yes/no"
    assert len(rows_of(main_of(group.get(address)))) == 8
    with writing(app) as session:
        assert entries(session)[-1].action == "read answers"
    for end in ("no/yes", "yes/maybe", "%00/no", "yes/not_reached"):
        expected = 200 if end == "no/yes" else 404
        assert group.get(f"/rounds/2003/against/2002/{SUCCESS}/{end}").status_code == expected


def test_projects_that_meant_something_else_are_not_behind_a_number(sqlite_app, group, again):
    make(
        sqlite_app,
        publish_new_meaning,
        lambda session: ask_again(session, "2003", {1: {SUCCESS: "no"}}, version=3),
    )
    listed = main_of(group.get(f"/rounds/2001/against/2003/{SUCCESS}/yes/no"))
    assert "No project is in this group." in text_of(listed)
