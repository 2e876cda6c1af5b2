import unicodedata

import pytest

from survey.answering.texts import indexed, mission_mark, round_mark
from survey.answering.words import LONGEST_WORD, folded_words, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Women, MEN and girls.", ["women", "men", "and", "girls"]),
        ("L’égalité à l'œuvre", ["l", "egalite", "a", "l", "oeuvre"]),
        ("Año ¿Más? Ñandú", ["ano", "mas", "nandu"]),
        ("Straße ﬁnale İstanbul ıldız Łódź Ærø", ["strasse", "finale", "istanbul", "ildiz", "lodz", "aero"]),
        ("mi\u00adgra\u200bción", ["migracion"]),
        ("snake_case 2001-10 1½", ["snake", "case", "2001", "10", "11", "2"]),
        ("المُهاجِرات نساء", ["المهاجرات", "نساء"]),
        ("Γυναίκες ΓΥΝΑΙΚΕΣ", ["γυναικεσ", "γυναικεσ"]),
        ("女性 😀 §r1 ‰", ["女性", "r1"]),
        ("... – !", []),
        ("x" * 300, ["x" * LONGEST_WORD]),
    ],
)
def test_words_are_folded(text, words):
    assert folded_words(text) == words


def test_composed_and_taken_apart_are_the_same():
    text = "Éducation de l’été à São Tomé, Đà Nẵng, Αθήνα, 한국"
    forms = [unicodedata.normalize(form, text) for form in ("NFC", "NFD", "NFKC", "NFKD")]
    assert len({tuple(folded_words(form)) for form in forms}) == 1


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_place_of_a_word_is_the_word_as_it_was_written(form):
    text = unicodedata.normalize(form, "«Œuvre» née à l’École: ﬁn, المُهاجِراتِ!")
    written = [text[word.start : word.end] for word in words_of(text)]
    wanted = [unicodedata.normalize(form, w) for w in ("Œuvre", "née", "à", "l", "École", "ﬁn", "المُهاجِراتِ")]
    assert written == wanted


def test_text_stands_in_the_index_behind_its_marks_between_single_spaces():
    assert indexed("Née  à\n\nParis.", round_mark(7), mission_mark(12)) == " §r7 §m12 nee a paris "
    assert indexed("…") == " "
