"""Rounds drawn at random, with every text that ever broke a file, come out as they went in."""

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from survey.downloads.report_files import LONG
from survey.web.cells import guard
from survey.web.wording import LONGEST_TEXT, BadInput, clean_text
from tests.downloads.records import INJECTIONS, NAUGHTY
from tests.intake.rounds import empty, exported, load_file
from tests.support.app import build_app, prepare_sample

VALUE, TEXT, STATUS, KIND = (LONG.index(name) for name in ("value", "value_text", "status", "part_code"))
#: the parts of the sample that are answered in words
IN_WORDS = ("S_STATUS.summary", "Q1_AWARENESS.how", "Q4_LESSONS.lessons", "Q7_SUCCESS.why")


def as_stored(text):
    try:
        return clean_text(text)[:LONGEST_TEXT]
    except BadInput:
        return ""


def stored_texts():
    drawn = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=60)
    known = st.sampled_from([*NAUGHTY, *INJECTIONS])
    broken = st.lists(st.sampled_from(["'", '"', "\n", ",", ";", "=1+1", "\n\n", "'=", "é", "x"]), min_size=1)
    return st.one_of(drawn, known, broken.map("".join)).map(as_stored).filter(bool)


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def installation(request, databases, tmp_path_factory):
    """An installation and the rows of its file."""
    folder = tmp_path_factory.mktemp("drawn")
    url = databases.copy(request.param, prepare_sample, folder)
    app = build_app(url, folder)
    yield app, list(csv.reader(io.StringIO(exported(app).decode("utf-8-sig"), newline="")))
    app.extensions["database"].close()
    databases.drop(url)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts=st.lists(stored_texts(), min_size=4, max_size=12))
def test_a_drawn_round_comes_out_as_it_went_in(installation, texts):
    app, rows = installation
    made, number = [], 0
    for row in rows:
        if row[KIND] in IN_WORDS and row[STATUS] == "answered":
            cell = guard(texts[number % len(texts)])
            number += 1
            row = [*row[:VALUE], cell, cell, *row[TEXT + 1 :]]
        made.append(row)
    assert number >= 4
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(made)
    data = out.getvalue().encode()
    empty(app, "2001")
    done = load_file(app, data)
    assert done.faults.shown == []
    assert exported(app, bom=False) == data
