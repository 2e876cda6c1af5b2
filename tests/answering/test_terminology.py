import csv
import unicodedata

import pytest

from survey.answering.terminology import FILE, suggestions


def found(text, *languages):
    return [suggestion.found for suggestion in suggestions(text, languages or ("en",))]


def said(text, *languages):
    return [str(suggestion.words) for suggestion in suggestions(text, languages or ("en",))]


def rows():
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row['language']} {row['term']}")
def test_every_term_of_the_list_is_found_alone_and_in_capitals(row):
    for text in (row["term"], f"({row['term'].upper()}),"):
        [suggestion] = suggestions(text, (row["language"],))
        assert suggestion.term.prefer == row["prefer"]
        assert suggestion.term.note == row["note"]


def test_suggestion_says_what_is_better_with_its_note():
    assert said("No manpower, no landlord.") == [
        "“manpower”: better “workforce”, or staff",
        "“landlord”: better “owner”",
    ]


def test_suggestions_are_in_the_order_of_the_text_each_once():
    assert found("The landlord met a policeman. The Landlord left.") == ["landlord", "policeman"]


@pytest.mark.parametrize(
    "text", ["unmanned", "females2", "chairmanship", "mannedé", "housewifely", "éfemales"]
)
def test_part_of_a_word_is_not_a_term(text):
    assert found(text) == []
    assert found(unicodedata.normalize("NFD", text)) == []


@pytest.mark.parametrize(
    "text", ["policeman’s", "policeman's", "ex-policeman", "policeman.", "policeman/guard"]
)
def test_word_ends_at_apostrophe_hyphen_and_point(text):
    assert found(text) == ["policeman"]


def test_longest_term_wins():
    assert found("women and children; illegal migrants") == ["women and children", "illegal migrants"]


@pytest.mark.parametrize("text", ["women's work", "women’s work", "women’s\nwork", "women’s  work"])
def test_kinds_of_apostrophes_and_spaces_are_alike(text):
    assert [suggestion.term.term for suggestion in suggestions(text, ("en",))] == ["women's work"]


@pytest.mark.parametrize("text", ["man\u2011made", "man\u2010made", "man-made"])
def test_kinds_of_hyphens_are_alike(text):
    assert said(text) == [f"“{text}”: better “artificial”, or caused by people"]


def test_decomposed_text_is_read_as_composed():
    assert found(unicodedata.normalize("NFD", "señorita"), "es") == ["señorita"]


def test_terms_of_several_languages_are_found_together():
    assert found("les migrants illégaux and the manpower", "fr", "en") == ["migrants illégaux", "manpower"]
    assert found("les migrants illégaux and the manpower", "fr") == ["migrants illégaux"]
    assert found("manpower", "xx", "") == []


@pytest.mark.parametrize("text", ["“manpower”", "« manpower »", '"manpower"', "‘manpower’", "„manpower“"])
def test_quoted_words_are_left_alone(text):
    assert found(f"He said {text}.") == []
    assert found(f"He said {text}; manpower.") == ["manpower"]


def test_letters_that_only_look_like_those_of_a_term_are_passed_over():
    assert found("pol\u0131ceman") == []
