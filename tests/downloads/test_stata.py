import io

from survey.downloads.order import AS_USUAL
from survey.downloads.stata import stata_pieces
from survey.downloads.variable_shapes import cut
from survey.downloads.variables import WideVariables
from tests.downloads.records import INJECTIONS, NAUGHTY, answer, content, report
from tests.downloads.statistical_files import STATUSES, VALUES, trial_round


def bytes_of(made):
    return b"".join(stata_pieces(made, AS_USUAL))


def read(made):
    """The frame with numbers as they are, the labels of variables and of values."""
    from pandas.io.stata import StataReader

    with StataReader(io.BytesIO(bytes_of(made)), convert_categoricals=False) as reader:
        return reader.read(), reader.variable_labels(), reader.value_labels()


def listed(frame, name):
    return [None if value is None or value != value else value for value in frame[name].tolist()]


def test_values_and_labels_come_back():
    made = trial_round()
    frame, labels, value_labels = read(made)
    variables = WideVariables(made).variables
    assert labels == {one.name: cut(one.label, 80) for one in variables}
    assert value_labels == {one.name: one.labels for one in variables if one.labels}
    assert labels["X_TRIAL_verdict"] == "Été à Genève ? (Title)"
    assert {name: listed(frame, name) for name in VALUES} == VALUES
    assert [str(value) for value in frame["X_TRIAL_day"]] == [
        "1900-01-01 00:00:00",
        "2200-12-31 00:00:00",
        "NaT",
    ]
    assert [str(value) for value in frame["submitted_at"]] == ["2001-10-12 09:30:00"] * 2 + ["NaT"]
    statuses = [name for name in frame if name.endswith("_s")]
    assert {name: listed(frame, name) for name in statuses} == dict.fromkeys(statuses, STATUSES)


def test_pandas_shows_coded_answers_in_words():
    import pandas

    frame = pandas.read_stata(io.BytesIO(bytes_of(trial_round())))
    assert frame["X_TRIAL_verdict"].tolist()[:2] == ["partly", "no"]
    assert frame["X_TRIAL_verdict_s"].tolist() == ["Answered", "Answered", "Not received"]


def test_another_reader_finds_the_same(tmp_path):
    import pyreadstat

    path = tmp_path / "answers.dta"
    path.write_bytes(bytes_of(trial_round()))
    frame, about = pyreadstat.read_dta(path)
    variables = WideVariables(trial_round()).variables
    assert {name: listed(frame, name) for name in VALUES} == VALUES
    assert about.column_names_to_labels == {one.name: cut(one.label, 80) for one in variables}
    assert about.variable_value_labels == {one.name: one.labels for one in variables if one.labels}


def test_every_text_comes_back():
    # no NUL is ever stored
    texts = [text for text in (*INJECTIONS, *NAUGHTY, "é" * 20_000) if "\0" not in text]
    reports = [report(id, project=text[:2_000]) for id, text in enumerate(texts, 1)]
    answers = [answer("X_TRIAL.first", text, report_id=id) for id, text in enumerate(texts, 1)]
    frame, _, _ = read(content(reports, answers=answers))
    assert listed(frame, "X_TRIAL_first") == texts
    assert listed(frame, "project") == [text[:2_000] for text in texts]


def test_the_same_bytes_each_time():
    made = trial_round()
    assert bytes_of(made) == bytes_of(made)
    assert b"<release>118</release>" in bytes_of(made)
    assert b"01 Jan 2001 00:00" in bytes_of(made)


def test_a_round_without_reports_has_its_variables():
    frame, _, _ = read(content([]))
    assert (len(frame), list(frame.columns)[-2:]) == (0, ["X_TRIAL_first", "X_TRIAL_first_s"])
