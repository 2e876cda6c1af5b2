"""The page on equal access and different impact, and the sentence that a finding takes from it."""

import re

import pytest

from survey.answering.persons import OUTCOMES, REACH
from survey.audit.queries import entries
from tests.comparison.pages import links_of, main_of, rows_of, statements, text_of
from tests.comparison.persons import DIFFERENT, EQUAL, add_counted_round, outcomes, reach
from tests.support.app import writing

PAGE = "/rounds/2001/access"


def text(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return text_of(main_of(response))


def access_row(app, client, answers):
    """The cells of the only project of a round, whose report gives these answers."""
    path = add_counted_round(app, [answers])
    return rows_of(main_of(client.get(f"{path}/access?show=")))[0]


def test_sample_reads_women_under_represented_where_the_mission_says_equal(sqlite_app, client_for):
    found = text(client_for("working_group"), PAGE)
    assert "0.50 (0.35 to 0.69) 0.31 (0.20 to 0.46) -30.2 (-39.5 to -20.4) women under-represented" in found
    assert "Disagrees The mission says that access was equal; its counts differ clearly." in found
    assert (
        "women were under-represented among those reached in Access to health care for migrants in the European Union, "
        "Brussels (index 0.50, interval 0.35 to 0.69; women 24 of 180 eligible, men 61 of 140)"
    ) in found
    assert "not computed: no eligible figures" in found
    assert "fictitious answers" in found


def test_projects_for_one_sex_are_listed_apart(sqlite_app, client_for):
    client = client_for("working_group")
    assert "Sudanese" not in text(client, PAGE)
    apart = text(client, f"{PAGE}?show=single_sex")
    assert "Sudanese" in apart
    assert "Brussels Access" not in apart
    assert "not computed, because the project is for one sex" in apart


def test_lists_lead_to_what_they_count(sqlite_app, client_for):
    client = client_for("working_group")
    lists = {words: path for path, words in links_of(main_of(client.get(PAGE))) if "#projects" in path}
    assert list(lists) == [
        "All but projects for one sex: 2",
        "Women under-represented: 1",
        "Projects for one sex: 1",
        "Not computed: 1",
        "Verdict and counts of access disagree: 1",
    ]
    for words, path in lists.items():
        rows = [
            row for row in rows_of(main_of(client.get(path))) if len(row) == 7 and row[0] != "Girls and boys"
        ]
        assert len(rows) == int(words.rpartition(": ")[2])


def test_several_projects_are_stratified_with_the_crude_figure_beside(sqlite_app, client_for):
    strata = [reach(9, 12, 4, 11), reach(20, 40, 30, 60)]
    path = add_counted_round(sqlite_app, [{REACH: one} for one in strata])
    found = text(client_for("working_group"), f"{path}/access")
    assert "Access: no clear difference Projects 2 Ratio, women to men 1.16 (" in found
    assert "Stratified by project. Women 29 of 52, men 34 of 71." in found
    assert "Crude ratio, all persons thrown together: 1.16" in found
    assert (
        "there was no clear difference between women and men among those reached in the round 2002" in found
    )


def test_pages_together_show_every_project_once(sqlite_app, client_for):
    path = add_counted_round(sqlite_app, [{REACH: reach(9, 12, 4, 11)} for _ in range(53)])
    client, seen = client_for("working_group"), []
    for page in (1, 2):
        html = main_of(client.get(f"{path}/access?page={page}"))
        assert f'<strong aria-current="page">{page}</strong>' in html
        seen += re.findall(r"Project \d+(?=</a>)", html.split("Outcomes by project")[0])
    assert sorted(seen, key=lambda name: int(name.split()[1])) == [f"Project {n}" for n in range(1, 54)]


def test_paging_keeps_filters_and_list(sqlite_app, client_for):
    path = add_counted_round(sqlite_app, [{REACH: reach(9, 12, 4, 11)} for _ in range(60)], missions=1)
    html = main_of(client_for("working_group").get(f"{path}/access?show=no_clear&mission=Mission+1"))
    assert (f"{path}/access?page=2&mission=Mission+1&show=no_clear", "Next page") in links_of(html)


def test_list_that_there_is_not_is_404(sqlite_app, client_for):
    assert client_for("working_group").get(f"{PAGE}?show=best").status_code == 404


def test_reading_is_recorded(app, client_for):
    client_for("working_group").get(f"{PAGE}?region=Asia")
    with writing(app) as session:
        entry = entries(session)[-1]
    assert entry.action == "read answers"


def test_number_of_statements_does_not_grow_with_the_projects(sqlite_app, client_for):
    small = add_counted_round(sqlite_app, [{REACH: reach(9, 12, 4, 11)}] * 2, code="2002")
    large = add_counted_round(sqlite_app, [{REACH: reach(9, 12, 4, 11)}] * 30, code="2003", title="Other")
    client, sent = client_for("working_group"), {}
    # the second time, when what the whole round adds up to is known
    for path in (small, small, large, large):
        with statements(sqlite_app) as found:
            client.get(f"{path}/access")
        sent[path] = len(found)
    assert sent[large] == sent[small]


EDGES = [
    ({REACH: reach(0, 0, 9, 20)}, "single_sex", "the project is for one sex"),
    ({REACH: reach(9, 20, 0, 0)}, "single_sex", "the project is for one sex"),
    ({REACH: reach(0, 0, 0, 0)}, "", "nobody of one sex was eligible"),
    ({REACH: reach(0, 20, 0, 20)}, "", "nobody was reached"),
    ({REACH: reach(21, 20, 9, 20)}, "", "more persons were reached than were eligible"),
    ({REACH: reach(women=9, men=20)}, "", "not computed: no eligible figures"),
    ({REACH: reach(women_all=9, men_all=20)}, "", "the persons reached were not counted by sex"),
    ({REACH: "not_recorded"}, "", "not computed: no eligible figures"),
    ({EQUAL: "yes"}, "", "the table of persons was left without an answer"),
    ({REACH: reach(20, 20, 20, 20), EQUAL: "yes"}, "", "no clear difference"),
    (
        {EQUAL: "not_applicable", DIFFERENT: "not_applicable"},
        "",
        "the table of persons was left without an answer",
    ),
    ({OUTCOMES: outcomes(0, 0, 0, 0)}, "", "nobody of one sex was assessed"),
    ({OUTCOMES: outcomes(9, 8, 3, 8)}, "", "more persons had a good outcome than were assessed"),
    ({OUTCOMES: outcomes(0, 9, 3, 8)}, "", "not shown, because a cell is 0"),
]


@pytest.mark.parametrize(("answers", "shown", "words"), EDGES)
def test_edge_says_why_nothing_is_computed(sqlite_app, client_for, answers, shown, words):
    path = add_counted_round(sqlite_app, [answers])
    found = text(client_for("working_group"), f"{path}/access?show={shown}")
    assert words in found
    assert "nan" not in found.lower().split()


PAGES = ("access", "before-after", "persons")


@pytest.mark.parametrize("page", PAGES)
def test_empty_round_says_so(sqlite_app, client_for, page):
    path = add_counted_round(sqlite_app, [])
    assert any(
        words in text(client_for("working_group"), f"{path}/{page}")
        for words in ("This round does not ask any project yet.", "Figures appear here with the first one.")
    )


@pytest.mark.parametrize("page", PAGES)
def test_round_without_a_received_report_says_so(sqlite_app, client_for, page):
    path = add_counted_round(sqlite_app, [None, None])
    assert "received" in text(client_for("working_group"), f"{path}/{page}")


@pytest.mark.parametrize("page", PAGES)
def test_filter_that_fits_nothing_says_so(sqlite_app, client_for, page):
    path = add_counted_round(sqlite_app, [{REACH: reach(9, 12, 4, 11)}])
    found = text(client_for("working_group"), f"{path}/{page}?region=Atlantis")
    assert "This round has no region of this name." in found


@pytest.mark.parametrize("page", PAGES)
def test_names_in_a_script_from_right_to_left_stay_whole(sqlite_app, client_for, page):
    path = add_counted_round(sqlite_app, [{REACH: reach(9, 12, 4, 11)}], title="الوصول <b>")
    response = client_for("working_group").get(f"{path}/{page}")
    assert "الوصول &lt;b&gt; 1" in response.get_data(as_text=True)
