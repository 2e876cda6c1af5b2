"""Every page and file of a round has something sensible to say of odd rounds: each address of the comparison is in the
table below, and a new one is missed here until it is.
"""

import re
from html.parser import HTMLParser

import pytest
from sqlalchemy import select

from survey.answering.models.reports import Report
from survey.answering.persons import OUTCOMES, REACH
from survey.comparison.models import Quote
from survey.rounds.models import AskedProject, Round
from tests.answering.examples import NEWEST
from tests.comparison.pages import main_of, said
from tests.comparison.persons import add_counted_round, outcomes, reach

ARABIC = "لم تُشارك النساء إلا قليلاً (12 من 40)."
NAMED = "الوصول"
OF_KIND = {kind: [part.code for part in NEWEST.parts if part.kind == kind] for kind in ("verdict", "text")}
YES = dict.fromkeys(OF_KIND["verdict"], "yes")
FULL = (
    YES
    | dict.fromkeys(OF_KIND["text"], ARABIC)
    | {REACH: reach(9, 20, 12, 20), OUTCOMES: outcomes(9, 12, 8, 11), "Q8_DATA.indicators": ["sex"]}
)
NOT_APPLICABLE = dict.fromkeys(OF_KIND["verdict"], "not_applicable")
ROUNDS = {
    "empty": [],
    "begun by nobody": [None],
    "one report, from right to left": [FULL],
    "all not applicable": [NOT_APPLICABLE] * 2,
    "no women": [YES | {REACH: reach(0, 0, 9, 20), OUTCOMES: outcomes(0, 0, 6, 9)}],
    "no men": [YES | {REACH: reach(9, 20, 0, 0), OUTCOMES: outcomes(6, 9, 0, 0)}],
    "more reached than eligible": [YES | {REACH: reach(21, 20, 9, 20), OUTCOMES: outcomes(9, 8, 6, 8)}],
}
EMPTY, BEGUN, ONE, NONE_APPLIES, NO_WOMEN, NO_MEN, ABOVE = ROUNDS
NOBODY = "This round does not ask any project yet."
NO_REPORT = "No report has been submitted yet."
NO_COUNTS = "No report with the questions on persons eligible and reached has been received."
NO_GROUP = "No report is in this group."
SUCCESS, REASONS = "Q7_SUCCESS.success", "Q7_SUCCESS.why"
ONE_SEX = "not computed, because the project is for one sex"
ONE_SEX_ASSESSED = "not computed, because persons of one sex only were assessed"
EVERYWHERE = {"code": "2010"}
#: what each page says of which round, by endpoint; "" is any round
SAID = {
    "comparison.rounds": ({}, {"": "2010"}),
    "comparison.overview": ({}, {EMPTY: NOBODY, BEGUN: "Not started1", ONE: "Submitted1"}),
    "comparison.matrix": ({}, {EMPTY: NOBODY, BEGUN: NO_REPORT, NONE_APPLIES: "Not applicable"}),
    "comparison.questions": ({}, {"": "Each question leads to the answers of all reports to it."}),
    "comparison.question": (
        {"question_code": "Q7_SUCCESS"},
        {EMPTY: NOBODY, BEGUN: NO_REPORT, ONE: ARABIC, NONE_APPLIES: "Not applicable"},
    ),
    "comparison.summary": (
        {},
        {
            EMPTY: NOBODY,
            BEGUN: NO_REPORT,
            ONE: "All: yes 1 of 1 valid (1 due)",
            NONE_APPLIES: "yes 0 of 0 valid (2 due: 2 not applicable)",
        },
    ),
    "comparison.behind": (
        {"part_code": SUCCESS, "bucket": "due"},
        {EMPTY: NO_GROUP, BEGUN: "Not received", NONE_APPLIES: "Reports behind this number: 2"},
    ),
    "comparison.projects": ({}, {EMPTY: NOBODY, BEGUN: "Projects of the round: 1 shown"}),
    "charts.charts": ({}, {EMPTY: NOBODY, BEGUN: NO_REPORT, NONE_APPLIES: "of 0 valid; 2 due"}),
    "patterns.awareness": ({}, {EMPTY: NOBODY, BEGUN: NO_REPORT, NONE_APPLIES: "0 of 2 reports due"}),
    "patterns.indicators": ({}, {EMPTY: NOBODY, BEGUN: "no report answered", ONE: "1 of 1"}),
    "patterns.constraints": ({}, {EMPTY: NOBODY, BEGUN: NO_REPORT, ONE: "yes 1 of 1 valid (1 due)"}),
    "groups.verdicts": ({}, {EMPTY: NOBODY, BEGUN: "no valid answer", ONE: "1 of 1"}),
    "groups.part": ({"part_code": SUCCESS}, {EMPTY: NOBODY, NONE_APPLIES: "Not applicable"}),
    "pattern_lists.awareness": (
        {"partners": "any", "staff": "any"},
        {EMPTY: NO_GROUP, BEGUN: "Reports behind this number: 1"},
    ),
    "pattern_lists.indicators": (
        {"group": "basic", "extent": "some"},
        {EMPTY: NO_GROUP, BEGUN: NO_GROUP, ONE: "Reports behind this number: 1"},
    ),
    "pattern_lists.constraints": (
        {"kind": "none"},
        {EMPTY: "No project is in this group.", BEGUN: "Projects behind this number: 1"},
    ),
    "access.access": (
        {},
        {
            EMPTY: NOBODY,
            BEGUN: NO_COUNTS,
            ONE: f"no clear difference between women and men among those reached in {NAMED} 1, Mission 1",
            NONE_APPLIES: "not computed, because the table of persons was left without an answer",
            NO_WOMEN: "No project is in this list.",
            NO_MEN: "Projects for one sex: 1",
            ABOVE: "not computed, because more persons were reached than were eligible",
        },
    ),
    "persons.persons": (
        {},
        {
            EMPTY: NOBODY,
            BEGUN: NO_COUNTS,
            NONE_APPLIES: "left without an answer",
            NO_WOMEN: ONE_SEX_ASSESSED,
            NO_MEN: ONE_SEX,
            ABOVE: "more persons had a good outcome than were assessed",
        },
    ),
    "before_after.before_after": (
        {},
        {
            EMPTY: NOBODY,
            BEGUN: "No report has been received that was asked for a survey before and after.",
            ONE: "received reports that were asked for a survey before and after: 1",
        },
    ),
    "texts.listing": ({}, {"": "Verdict and text of every received report, one below the other."}),
    "texts.reading": (
        {"question_code": "Q7_SUCCESS"},
        {"": "No received report says something in words here yet.", ONE: ARABIC},
    ),
    "texts.search": (
        {"q": "النساء"},
        {"": "No text of a received report holds all that you look for.", ONE: "texts found"},
    ),
    "quotes.listing": ({}, {"": "Nothing is collected yet.", ONE: "1 quote, collected by the working group"}),
    "quotes.new": ({"part_code": REASONS}, {ONE: ARABIC}),
    "quotes.quote": ({}, {ONE: ARABIC}),
    "against.choose": ({}, {"": "This round and another one"}),
    "against.both": (
        {"other": "2001"},
        {"": "All reports of each round.", EMPTY: "The round 2010 does not ask any project yet."},
    ),
    "against.part": (
        {"other": "2001", "part_code": SUCCESS},
        {"": "No project is asked in both rounds, so no change can be shown."},
    ),
    "against_lists.changed": (
        {"other": "2001", "part_code": SUCCESS, "before": "yes", "after": "no"},
        {"": "No project is in this group."},
    ),
    "against.trend": ({"part_code": SUCCESS}, {"": "All reports of each round", NONE_APPLIES: "no valid answer"}),
    # files: their header
    "quotes.file": ({}, {"": "question_code"}),
    "against_files.levels": ({"other": "2001"}, {"": "part_code"}),
    "against_files.part_levels": ({"other": "2001", "part_code": SUCCESS}, {"": "part_code"}),
    "against_files.changes": ({"other": "2001", "part_code": SUCCESS}, {"": "part_code"}),
    "against_files.trend": ({"part_code": SUCCESS}, {"": "part_code"}),
}  # fmt: skip
# pages of one text are there where a text is
OF_TEXTS = ("quotes.new", "quotes.quote")
NOT_A_NUMBER = re.compile(r"(?<![\w-])(nan|inf|Undefined)(?![\w-])")
EMPTY_LIST = re.compile(r"<(tbody|ul|dl|ol)>\s*</")


def endpoints(app):
    """Every address of the comparison that can be opened."""
    return {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in rule.methods
        and app.view_functions[rule.endpoint].__module__.startswith("survey.comparison.")
    }


def addresses(app, code):
    """Endpoint and address of every page and file of this round."""
    with app.extensions["database"].reading() as session:
        own = select(Report.public_id).join(AskedProject).join(Round).where(Round.code == code)
        report = session.scalar(own)
        quote = session.scalar(
            select(Quote.public_id).join(Round, Quote.round_id == Round.id).where(Round.code == code)
        )
    with app.test_request_context():
        for endpoint, (values, _said) in SAID.items():
            if endpoint in OF_TEXTS and not quote:
                continue
            own = {"code": code, "report_id": report, "quote_id": quote} | values
            rule = next(app.url_map.iter_rules(endpoint))
            known = {name: own[name] for name in (*rule.arguments, *values)}
            yield endpoint, app.url_for(endpoint, **known)


def test_every_page_and_file_of_the_comparison_is_in_the_table(sqlite_app):
    assert endpoints(sqlite_app) == set(SAID)


class Directions(HTMLParser):
    """Collects the direction that is set nearest around every text that holds these words."""

    def __init__(self, words):
        super().__init__()
        self.words, self.open, self.found = words, [], []

    def handle_starttag(self, tag, attrs):
        if tag not in ("input", "br", "link", "meta", "img", "hr", "wbr"):
            self.open.append((tag, dict(attrs).get("dir")))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if self.words in data:
            self.found.append(next((dir for _tag, dir in reversed(self.open) if dir), None))


def directions(html, words):
    parser = Directions(words)
    parser.feed(html)
    return parser.found


def collect(app, group, code):
    with app.extensions["database"].reading() as session:
        own = select(Report.public_id).join(AskedProject).join(Round).where(Round.code == code)
        report = session.scalar(own)
    sent = group.send(
        f"/rounds/{code}/quotes/new/{report}/{REASONS}?version=1", {"passage": ARABIC, "note": ARABIC}
    )
    assert sent.status_code == 302


LONG = (NO_WOMEN, NO_MEN, ABOVE)


@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=pytest.mark.long if n in LONG else ()) for n in ROUNDS]
)
def test_every_page_says_something_sensible(sqlite_app, client_for, name):
    add_counted_round(sqlite_app, ROUNDS[name], code="2010", title=NAMED)
    group = client_for("working_group")
    if name == ONE:
        collect(sqlite_app, group, "2010")
    faults = []
    for endpoint, address in addresses(sqlite_app, "2010"):
        response = group.get(address)
        is_page = response.mimetype == "text/html"
        main = main_of(response) if is_page else response.get_data(as_text=True)
        words, sentences = said(main), SAID[endpoint][1]
        wanted = sentences.get(name, sentences.get("", ""))
        if response.status_code != 200 or wanted not in words:
            faults.append((address, response.status_code, wanted, words))
        if NOT_A_NUMBER.search(words) or EMPTY_LIST.search(main):
            faults.append((address, NOT_A_NUMBER.findall(words), EMPTY_LIST.findall(main)))
        if is_page and set(directions(main, ARABIC)) - {"auto"}:
            faults.append((address, directions(main, ARABIC)))
    assert faults == []
