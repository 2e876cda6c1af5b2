import pytest

from survey.questionnaire.editing.rows import MOST_ROWS, count, rearranged

OPTIONS = {
    "extra.code": ["a", "b", "c"],
    "extra.en": ["A", "B", "C"],
    "extra.fr": ["", "Bf"],
    "extra.es": ["", "", "Ce"],
    "label.en": ["kept"],
}
TESTS = {
    "when.part": ["X.a", "X.b"],
    "when.how": ["in", "not_in"],
    "when.codes": ["0:yes", "1:no", "1:partly", "9:odd"],
}


@pytest.mark.parametrize(
    ("wanted", "codes", "french"),
    [
        ("up:extra:1", ["b", "a", "c"], ["Bf", "", ""]),
        ("down:extra:1", ["a", "c", "b"], ["", "", "Bf"]),
        ("up:extra:0", ["a", "b", "c"], ["", "Bf", ""]),
        ("down:extra:2", ["a", "b", "c"], ["", "Bf", ""]),
        ("remove:extra:0", ["b", "c"], ["Bf", ""]),
        ("more:extra", ["a", "b", "c", "", "", ""], ["", "Bf", "", "", "", ""]),
    ],
)
def test_rows_move_with_all_their_fields(wanted, codes, french):
    found = rearranged(OPTIONS, wanted)
    assert (found["extra.code"], found["extra.fr"], found["label.en"]) == (codes, french, ["kept"])


@pytest.mark.parametrize(
    "wanted",
    [
        "refresh",
        "",
        "up",
        "up:extra",
        "up:extra:-1",
        "up:extra:9",
        "up:extra:²",
        "more:label",
        ":::",
        "x" * 9_999,
    ],
)
def test_anything_else_changes_no_text(wanted):
    found = rearranged(OPTIONS, wanted)
    assert [text for texts in found.values() for text in texts if text] == [
        text for texts in OPTIONS.values() for text in texts if text
    ]


def test_ticks_follow_their_test():
    found = rearranged(TESTS, "remove:when:0")
    assert (found["when.part"], found["when.how"], found["when.codes"]) == (
        ["X.b"],
        ["not_in"],
        ["0:no", "0:partly"],
    )
    assert rearranged(TESTS, "more:when")["when.part"] == ["X.a", "X.b", ""]


def test_rows_are_not_counted_beyond_what_a_page_shows():
    many = {"extra.code": ["a"] * 5_000}
    assert count(many, "extra") == MOST_ROWS
    assert len(rearranged(many, "more:extra")["extra.code"]) == MOST_ROWS
