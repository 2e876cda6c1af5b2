import pytest

from survey.comparison.searching import SHOWN_WHOLE, Phrase, excerpt, holds, search_for
from survey.web.wording import BadInput


def marked(typed, text):
    """The excerpt with what was found between brackets."""
    pieces = excerpt(search_for(typed), text)
    return "".join(f"[{piece.text}]" if piece.is_found else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("typed", "phrases"),
    [
        ("Équité femmes", [Phrase(("equite",), True), Phrase(("femmes",), True)]),
        ('"evening classes" men', [Phrase(("evening", "classes")), Phrase(("men",), True)]),
        ("« à l’heure »", [Phrase(("a", "l", "heure"))]),
        ("l'égalité UN", [Phrase(("l", "egalite"), True), Phrase(("un",), False)]),
        ("women's", [Phrase(("women", "s"), False)]),
        ("“open to the end", [Phrase(("open", "to", "the", "end"))]),
        ('men men "men"', [Phrase(("men",), True), Phrase(("men",))]),
        ("OR AND NOT * -women", [Phrase((w,), len(w) > 2) for w in ("or", "and", "not", "women")]),
    ],
)
def test_what_was_typed_is_read_as_phrases(typed, phrases):
    assert list(search_for(typed).phrases) == phrases


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Type what to look for: one or more words."),
        (" \n ", "Type what to look for: one or more words."),
        ("a", "Type at least one word of two letters or more."),
        ("é * ?", "Type at least one word of two letters or more."),
        ('"" — %_', "Type at least one word of two letters or more."),
        (" ".join(f"w{n}" for n in range(21)), "These are 21 words; at most 20 can be looked for at once."),
        ("x" * 201, "The text has 201 characters; at most 200 fit. Shorten it by 1."),
    ],
)
def test_what_cannot_be_looked_for_gets_a_sentence(typed, sentence):
    with pytest.raises(BadInput) as refused:
        search_for(typed)
    assert str(refused.value.sentence) == sentence


@pytest.mark.parametrize("typed", ["wo\0men", "wo\ud800men", "wo\u0085men", "\x1b[1m women"])
def test_what_cannot_be_stored_gets_a_sentence(typed):
    with pytest.raises(BadInput, match="cannot be stored"):
        search_for(typed)


@pytest.mark.parametrize(
    ("typed", "text", "found"),
    [
        ("train", "Training for women", True),
        ('"train"', "Training for women", False),
        ("rain", "Training for women", False),
        ("women training", "TRAINING, for Women", True),
        ("women boys", "Training for women", False),
        ('"for women"', "Training for women", True),
        ('"women for"', "Training for women", False),
        ("formacion", "La formación de mujeres", True),
        ("formación", "La formacion de mujeres", True),
        ("un", "under the UN flag", True),
        ("un", "under the flag", False),
        ("l'egal", "l’égalité", True),
        ("l'egal", "une égalité", False),
        ("r1", "nothing of the kind", False),
    ],
)
def test_text_holds_what_is_looked_for(typed, text, found):
    assert holds(search_for(typed), text) is found
    assert ("[" in marked(typed, text)) is (found or typed == "women boys")


def test_places_are_marked_in_the_author_s_own_words():
    assert (
        marked("egalite femme", "L’Égalité des FEMMES et l'égalité.")
        == "L’[Égalité] des [FEMMES] et l'[égalité]."
    )
    assert marked('"des femmes" femmes', "Pour des femmes. Femmes!") == "Pour [des femmes]. [Femmes]!"
    assert marked("b<br", "a <b>b</b> & b<br>") == "a <b>b</b> & [b<br]>"


def test_long_text_is_cut_around_the_first_place_of_each_phrase():
    text = f"Start {'one two ' * 60}classes {'three four ' * 60}evening men {'five six ' * 60}classes end"
    shown = marked("classes evening", text)
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert shown.count("[classes]") == 1
    assert "[evening] men five" in shown
    assert " … " in shown[2:-2]
    assert len(shown) < SHOWN_WHOLE * 2
    assert [
        word for word in shown.replace("[", "").replace("]", "").split() if word not in f"{text} …".split()
    ] == []


def test_place_at_either_end_of_a_long_text_is_shown_without_a_gap_there():
    filler = "word " * 200
    assert marked("begin", f"begin {filler}").startswith("[begin] word")
    assert marked("finish", f"{filler}finish").endswith("word [finish]")


def test_text_without_any_space_is_cut_too():
    assert len(marked("xxx", "x" * 10_000)) == 10_002
    assert marked("mid", "я" * 500 + " mid " + "я" * 500).count("[mid]") == 1
