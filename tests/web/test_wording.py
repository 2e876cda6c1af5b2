import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.web.wording import BadInput, Sentence, clean_text, sentence

UNSTORABLE = (
    "The text contains a character that cannot be stored, often from copying out of another program. "
    "Paste it as plain text, or type that place again."
)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("e\u0301", "é"),
        ("\u212b", "Å"),
        ("한", "한"),
        ("one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour"),
        ("\r\n\r\n text \r\n", "text"),
        ("a\tb", "a\tb"),
        ("  \u00a0\u2003 ", ""),
        ("inner   spaces stay", "inner   spaces stay"),
        ("\u200fעברית \u202eabc\u202c", "\u200fעברית \u202eabc\u202c"),
        ("👩‍⚕️", "👩‍⚕️"),
        ("=HYPERLINK('x')", "=HYPERLINK('x')"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("ﬁ ½ ①", "ﬁ ½ ①"),
    ],
)
def test_text_is_stored_in_nfc_with_plain_line_breaks(raw, expected):
    assert clean_text(raw) == expected


@pytest.mark.parametrize(
    "code", [0x0, 0x1, 0x8, 0xB, 0xC, 0x1B, 0x7F, 0x80, 0x9F, 0xD800, 0xDFFF, 0xFFFD], ids=hex
)
def test_unstorable_character_is_refused_with_a_sentence(code):
    with pytest.raises(BadInput) as refusal:
        clean_text(f"before {chr(code)} after")
    assert str(refusal.value) == str(refusal.value.sentence) == UNSTORABLE


@pytest.mark.parametrize("character", ["x", "é", "\U0001f98e"])
def test_text_of_20_000_characters_is_the_longest(character):
    assert len(clean_text(character * 20_000)) == 20_000
    with pytest.raises(BadInput) as refusal:
        clean_text(character * 20_001)
    assert str(refusal.value) == "The text has 20001 characters; at most 20000 fit. Shorten it by 1."


def test_length_is_counted_as_stored():
    assert len(clean_text("e\u0301" * 20_000)) == 20_000
    assert len(clean_text("\r\n" * 10 + "x" * 20_000 + " " * 10)) == 20_000


def test_another_limit_can_be_given():
    with pytest.raises(BadInput, match="has 5 characters; at most 4 fit"):
        clean_text("abcde", 4)


@given(st.text())
def test_any_text_is_either_refused_or_stored_in_its_final_form(raw):
    try:
        stored = clean_text(raw)
    except BadInput:
        return
    assert clean_text(stored) == stored
    assert unicodedata.is_normalized("NFC", stored)
    assert stored.encode("utf-8").decode("utf-8") == stored
    assert "\r" not in stored


def test_sentence_says_its_values():
    assert str(sentence("%(one)s of %(all)s", one=1, all=2)) == "1 of 2"


def test_sentence_without_values_may_hold_a_percent_sign():
    assert str(sentence("100 % sure")) == "100 % sure"


def test_sentences_are_compared_by_words_and_values():
    assert sentence("%(n)s", n=1) == Sentence("%(n)s", {"n": 1})
    assert sentence("%(n)s", n=1) != sentence("%(n)s", n=2)
