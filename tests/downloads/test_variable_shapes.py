from survey.downloads.variable_shapes import LONGEST_LABEL, LONGEST_OF_MANY, cut, distinct


def test_a_label_that_fits_stays_but_for_its_breaks():
    assert cut("é" * 40, 80) == "é" * 40
    assert cut("a\nb  c", 80) == "a b c"


def test_a_longer_label_is_cut_between_characters():
    made = cut("é" * 41, 80)
    assert made == "é" * 38 + "…"
    assert len(made.encode()) <= 80


def test_labels_of_one_list_are_distinct():
    long = "x" * 200
    found = distinct([(2, "Yes"), (1, "Yes"), (3, long), (4, long)])
    assert found == {
        1: "Yes",
        2: "Yes (2)",
        3: "x" * (LONGEST_LABEL - 3) + "…",
        4: "x" * (LONGEST_LABEL - 7) + "… (4)",
    }


def test_labels_of_a_very_long_list_fit_into_what_stata_holds_of_it():
    found = distinct((number, "x" * 200) for number in range(1, 501))
    assert max(len(label.encode()) for label in found.values()) == LONGEST_OF_MANY
    assert sum(len(label) + 1 for label in found.values()) < 32_000
    assert len(set(found.values())) == 500
