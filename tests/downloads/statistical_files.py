"""A round that holds what files for SPSS and Stata must carry: every kind, accents, long texts, what is missing."""

from survey.downloads.content import Content
from tests.downloads.records import answer, content, report, verdict, version
from tests.support.factories import words

TABLE = {
    "code": "table",
    "kind": "table",
    "rows": [{"code": "met", "label": words("Met")}],
    "columns": [{"code": "women", "label": words("Women")}],
}
PARTS = (
    verdict("verdict", label=words("Été à Genève ?")),
    {"code": "many", "kind": "many_choices", "options": "colours"},
    {"code": "number", "kind": "number"},
    {"code": "day", "kind": "date"},
    {"code": "text"},
    TABLE,
)
LONG = "é" * 16_000
GIVEN = (
    {
        "verdict": "partly",
        "many": "blue",
        "number": "-5.25",
        "day": "1900-01-01",
        "text": "=1+1\n«Señora»",
        "table": '{"met":{"women":1000000000}}',
    },
    {
        "verdict": "no",
        "many": "red;blue",
        "number": "0",
        "day": "2200-12-31",
        "text": LONG,
        "table": "not_recorded",
    },
)
#: the values of both reports, and of a third one that is not received
VALUES = {
    "X_TRIAL_verdict": [2, 3, None],
    "X_TRIAL_many_1": [0, 1, None],
    "X_TRIAL_many_2": [1, 1, None],
    "X_TRIAL_number": [-5.25, 0, None],
    "X_TRIAL_text": ["=1+1\n«Señora»", LONG, ""],
    "X_TRIAL_table": [1, 2, None],
    "X_TRIAL_table_r1c1": [1_000_000_000, None, None],
    "fictitious": [0, 0, 0],
    "funding_usd": [5000, 5000, 5000],
    "project": ["Été", "Project 2", "Project 3"],
}
STATUSES = [1, 1, 6]


def trial_round() -> Content:
    reports = [report(1, project="Été"), report(2), report(3, "draft")]
    answers = [
        answer(f"X_TRIAL.{code}", value, report_id=id)
        for id, given in enumerate(GIVEN, 1)
        for code, value in given.items()
    ]
    return content(reports, {11: version(*PARTS)}, answers)
