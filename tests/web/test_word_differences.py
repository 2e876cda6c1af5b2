import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.web.word_differences import Stretch, differences, excerpt


def marked(old, new):
    """The differences in one line: [-removed-] and {+added+}."""
    signs = {"same": "%s", "added": "{+%s+}", "removed": "[-%s-]"}
    return "".join(signs[stretch.mark] % stretch.text for stretch in differences(old, new))


def assert_whole(old, new):
    found = differences(old, new)
    assert "".join(stretch.text for stretch in found if stretch.mark != "added") == old
    assert "".join(stretch.text for stretch in found if stretch.mark != "removed") == new
    return found


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("", "", ""),
        ("the same", "the same", "the same"),
        ("", "all new", "{+all new+}"),
        ("all gone", "", "[-all gone-]"),
        ("We met twice.", "We met often.", "We met [-twice-]{+often+}."),
        ("We met twice.", "We met twice, in March.", "We met twice{+, in March+}."),
        ("cost 2.5 million", "cost 2.6 million", "cost [-2.5-]{+2.6+} million"),
        ("(women) came", "women came", "[-(-]women[-)-] came"),
        ("one line", "one line\n\nand another", "one line{+\n\nand another+}"),
        ("One. Two. Three.", "Zero. One. Three.", "{+Zero. +}One. [-Two. -]Three."),
        ("l’étude a montré", "l’étude montre", "l’étude [-a montré-]{+montre+}"),
        ("التقينا بالنساء مرتين.", "التقينا بالنساء ثلاثا.", "التقينا بالنساء [-مرتين-]{+ثلاثا+}."),
    ],
)
def test_differences_mark_whole_words(old, new, line):
    assert marked(old, new) == line


def test_differences_join_what_only_a_short_word_keeps_apart():
    assert marked("one of two came", "three of nine came") == "[-one of two-]{+three of nine+} came"


def test_differences_find_no_scraps_of_one_sentence_in_another():
    old = "The women came to the meeting. It was late."
    new = "It was late. Nobody knows why the men stayed."
    assert marked(old, new).count("It was late.") == 1


@given(st.text(st.sampled_from("ab .\n’("), max_size=60), st.text(st.sampled_from("ab .\n’("), max_size=60))
def test_differences_hold_both_texts_to_the_letter(old, new):
    assert_whole(old, new)


LONGEST = 20_000
CHANCE = random.Random(2001)


def random_text(words, end):
    made = "".join(CHANCE.choice(words) + end for _ in range(LONGEST // 2))
    return made[:LONGEST]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a " * 10_000, "b a " * 5_000),
        ("a. " * 6_666, "a. b. " * 3_333),
        (random_text("ab", " "), random_text("ab", " ")),
        (random_text("ab", ". "), random_text("ab", ". ")),
        (random_text("abcdefghij", " "), random_text("abcdefghij", " ")),
        ("." * LONGEST, "!" * LONGEST),
        ("\n" * LONGEST, " \n" * (LONGEST // 2)),
        ("x" * LONGEST, "y" * LONGEST),
        ("(" * 9_999 + "a", "a" + ")" * 9_999),
    ],
    ids=range(9),
)
def test_differences_of_the_longest_texts_end(old, new):
    """Compared word by word without a bound, some of these take minutes, and the run would stand still here."""
    assert_whole(old, new)


def test_differences_find_a_few_changes_in_a_long_text_without_sentences():
    old = [f"word{CHANCE.randint(1, 1_500)}" for _ in range(2_500)]
    new = ["changed" if place % 100 == 50 else word for place, word in enumerate(old)]
    found = assert_whole(" ".join(old), " ".join(new))
    assert [stretch.text for stretch in found if stretch.mark == "added"] == ["changed"] * 25


def test_excerpt_leaves_out_what_is_far_from_a_change():
    text = " ".join(f"word{number}" for number in range(300))
    found = excerpt([Stretch("same", text), Stretch("added", "new"), Stretch("same", text)])
    assert [stretch.mark for stretch in found] == ["left_out", "same", "added", "same", "left_out"]
    assert text.endswith(found[1].text)
    assert text.startswith(found[3].text)
    assert {len(found[1].text) <= 160, len(found[3].text) <= 160} == {True}


def test_excerpt_keeps_a_short_text_whole():
    found = differences("A short text.", "A very short text.")
    assert excerpt(found) == found


def test_excerpt_of_what_is_between_two_changes_keeps_both_ends():
    between = Stretch("same", "begin " + "middle " * 200 + "end")
    found = excerpt([Stretch("added", "a"), between, Stretch("added", "b")])
    assert [stretch.mark for stretch in found] == ["added", "same", "left_out", "same", "added"]
    assert (found[1].text[:6], found[3].text[-4:]) == ("begin ", " end")
