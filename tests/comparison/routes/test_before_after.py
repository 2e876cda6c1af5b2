"""The page on surveys before and after: one plain sentence for each project."""

from survey.comparison.before_after import COUNTS, DESIGN
from tests.comparison.pages import main_of, text_of
from tests.comparison.persons import add_counted_round

TABLE = {"surveyed": {"before": 300, "after": 310}, "aware": {"before": 132, "after": 150}}


def sentences(client, path):
    response = client.get(path)
    assert response.status_code == 200
    articles = main_of(response).split("<article")[1:]
    return [text_of("<article" + article) for article in articles]


def test_campaign_of_manila_cannot_be_checked(sqlite_app, client_for):
    found = sentences(client_for("working_group"), "/rounds/2001/before-after")
    (manila,) = [one for one in found if one.startswith("Manila")]
    assert "Cannot be checked: the report gives no counts of persons" in manila


def test_each_design_gets_its_sentence_and_counts_come_first(sqlite_app, client_for):
    answers = [
        {COUNTS: "not_recorded"},
        {COUNTS: TABLE, DESIGN: "independent"},
        {COUNTS: TABLE, DESIGN: "paired"},
        {COUNTS: TABLE},
        None,
    ]
    path = add_counted_round(sqlite_app, answers, missions=1)
    found = sentences(client_for("working_group"), f"{path}/before-after")
    assert [one.split()[3] for one in found] == ["2", "3", "4", "1"]
    assert (
        "Other persons were surveyed after than before: 132 of 300 were aware before and 150 of 310 after: a "
        "difference of 4.4 percentage points (interval -3.5 to 12.2), no clear difference; z = 1.09, p = 0.277."
    ) in found[0]
    assert (
        "a difference of 4.4 percentage points; whether that is more than chance cannot be checked"
        in found[1]
    )
    assert "does not say whether the same persons were surveyed" in found[2]
    assert "Cannot be checked" in found[3]
    for one in found[1:]:
        assert "p =" not in one


def test_page_says_how_many_reports_it_speaks_of(sqlite_app, client_for):
    path = add_counted_round(sqlite_app, [{COUNTS: TABLE}, None])
    page = text_of(main_of(client_for("working_group").get(f"{path}/before-after")))
    assert "Projects asked: 2; received reports that were asked for a survey before and after: 1." in page
