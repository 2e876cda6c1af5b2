import pytest

from survey.questionnaire.exchange.texts import decoded, without_markup


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("a<br />b<BR>c", "a\nb\nc"),
        ("<p class='x'>a</p><p>b &amp; c</p>", "a\nb & c"),
        ("a<!-- not this -->b<script>alert(1)</script >c<style>d</style>e", "abce"),
        ("a <!-- never closed", "a <!-- never closed"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("&lt;b&gt;", "<b>"),
    ],
)
def test_words_are_what_is_left_without_markup(text, expected):
    assert without_markup(text) == expected


@pytest.mark.parametrize("piece", ["<!--", "<br ", "<script>", "<", "<a", "&", "<p" + " " * 50])
def test_endless_markup_is_looked_through_once(piece):
    assert isinstance(without_markup(piece * 200_000), str)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_is_decoded_with_and_without_a_mark(encoding):
    assert decoded("é\r\nb\rc".encode(encoding)) == "é\nb\nc"
