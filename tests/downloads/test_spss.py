import sys
from datetime import date

from survey.downloads import spss
from survey.downloads.order import AS_USUAL
from survey.downloads.variables import WideVariables
from tests.downloads.records import INJECTIONS, NAUGHTY, answer, content, report
from tests.downloads.statistical_files import STATUSES, VALUES, trial_round


def read(made, tmp_path):
    import pyreadstat

    path = tmp_path / "answers.sav"
    path.write_bytes(b"".join(spss.spss_pieces(made, AS_USUAL)))
    return pyreadstat.read_sav(path)


def listed(frame, name):
    return [None if value != value or value is None else value for value in frame[name].tolist()]


def test_values_and_labels_come_back(tmp_path):
    made = trial_round()
    frame, about = read(made, tmp_path)
    variables = WideVariables(made).variables
    assert list(frame.columns) == [one.name for one in variables]
    assert about.column_names_to_labels == {one.name: one.label for one in variables}
    assert about.variable_value_labels == {one.name: one.labels for one in variables if one.labels}
    assert about.column_names_to_labels["X_TRIAL_verdict"] == "Été à Genève ? (Title)"
    assert {name: listed(frame, name) for name in VALUES} == VALUES
    assert listed(frame, "X_TRIAL_day") == [date(1900, 1, 1), date(2200, 12, 31), None]
    assert [str(value) for value in frame["submitted_at"]] == ["2001-10-12 09:30:00"] * 2 + ["NaT"]
    statuses = [name for name in frame if name.endswith("_s")]
    assert len(statuses) == 6
    assert {name: listed(frame, name) for name in statuses} == dict.fromkeys(statuses, STATUSES)
    assert (about.variable_measure["X_TRIAL_verdict"], about.missing_ranges) == ("nominal", {})


def test_every_text_comes_back_but_for_spaces_at_its_end(tmp_path):
    # SPSS fills texts up with spaces and knows no NUL; neither is in what is stored
    texts = [text for text in (*INJECTIONS, *NAUGHTY) if "\0" not in text]
    answers = [answer("X_TRIAL.first", text, report_id=id) for id, text in enumerate(texts, 1)]
    frame, _ = read(content([report(id) for id in range(1, len(texts) + 1)], answers=answers), tmp_path)
    assert listed(frame, "X_TRIAL_first") == [text.rstrip(" ") for text in texts]


def test_a_text_that_spss_cannot_hold_says_that_it_was_cut(tmp_path):
    answers = [answer("X_TRIAL.first", "é" * 20_000)]
    frame, _ = read(content([report()], answers=answers), tmp_path)
    [text] = listed(frame, "X_TRIAL_first")
    assert text.startswith("é" * 16_000)
    assert text.endswith(
        "é [… cut here: a text in SPSS holds 32,767 bytes; the whole text is in answers_long.csv]"
    )
    assert len(text.encode()) in (32_766, 32_767)


def test_the_same_bytes_each_time():
    made = trial_round()
    first = b"".join(spss.spss_pieces(made, AS_USUAL))
    assert first == b"".join(spss.spss_pieces(made, AS_USUAL))
    assert first[92:109] == b"01 Jan 0100:00:00"


def test_a_round_without_reports_has_its_variables(tmp_path):
    frame, about = read(content([]), tmp_path)
    assert (len(frame), about.column_names[-2:]) == (0, ["X_TRIAL_first", "X_TRIAL_first_s"])


def test_without_its_library_the_file_says_what_is_missing(monkeypatch):
    assert spss.lacks() is None
    monkeypatch.setitem(sys.modules, "pyreadstat", None)
    assert "[formats]" in str(spss.lacks())
