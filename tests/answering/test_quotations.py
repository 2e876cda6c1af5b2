import pytest

from survey.answering.quotations import without_quotations


def kept(text):
    """The text with a dash for each character that is quoted."""
    return without_quotations(text).replace("\0", "-")


@pytest.mark.parametrize(
    ("text", "own_words"),
    [
        ("plain", "plain"),
        ("say “it” now", "say ---- now"),
        ("say „it“ now", "say ---- now"),
        ("say „it” now", "say ---- now"),
        ("say ”it” now", "say ---- now"),
        ("say «it» now", "say ---- now"),
        ("say « it » now", "say ------ now"),
        ("say »it« now", "say ---- now"),
        ("say ‹it› now", "say ---- now"),
        ('say "it" now', "say ---- now"),
        ("say ‘it’ now", "say ---- now"),
        ("say ‚it‘ now", "say ---- now"),
        ("say 'it' now", "say ---- now"),
        ("say 「it」 now", "say ---- now"),
        ('"a" b "c"', "--- b ---"),
        ("“a ‘b’ c” d", "--------- d"),
    ],
)
def test_quotations_are_blanked_with_their_marks(text, own_words):
    assert kept(text) == own_words


@pytest.mark.parametrize(
    "text",
    [
        "It's the team’s work, isn't it",
        "the migrants’ rights and the workers' rights",
        "l’homme d'affaires",
        "in the ’90s and the '90s",
        'a 5" pipe and a 6" pipe',
        "rock 'n roll",
        "’tis the season",
    ],
)
def test_apostrophes_and_inches_open_no_quotation(text):
    assert kept(text) == text


def test_apostrophe_inside_a_quotation_in_single_marks_does_not_end_it():
    assert kept("‘the team’s word’ mine") == "----------------- mine"
    assert kept("‘the migrants’ word’ mine") == "-------------------- mine"
    assert kept("'the migrants' word' mine") == "-------------------- mine"


@pytest.mark.parametrize("mark", ["“", '"', "«", "„"])
def test_quotation_that_is_still_open_ends_with_its_paragraph(mark):
    assert kept(f"say {mark}it\nand on\n\nmine") == "say ----------\n\nmine"


def test_quotation_goes_on_over_line_breaks():
    assert kept("“one\ntwo” mine") == "--------- mine"
