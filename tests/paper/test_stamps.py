import pytest

from survey.paper.stamps import MARK, NOT_OURS, Stamp, read_stamp, stamped
from survey.web.wording import BadInput

STAMP = Stamp("0123456789abcdef", 2, "fr", (0, 3, 12))


def test_stamp_comes_back_as_it_was_made():
    assert read_stamp(f" {stamped(STAMP, 'key')}\n", "key") == STAMP


def test_stamp_is_one_word_without_the_secret():
    word = stamped(STAMP, "very secret")
    assert MARK.fullmatch(word)
    assert word.startswith("survey-form_0123456789abcdef_2_fr_0.3.12_")
    assert "secret" not in word


def test_seen_names_the_version_of_each_part():
    assert STAMP.seen(["a", "b", "c"]) == {"a": 0, "b": 3, "c": 12}


@pytest.mark.parametrize(
    "changed",
    [
        lambda word: word.replace("0123", "0124"),
        lambda word: word.replace("_fr_", "_en_"),
        lambda word: word.replace("0.3.12", "0.3.13"),
        lambda word: word[:-1] + ("0" if word[-1] != "0" else "1"),
        lambda word: "",
        lambda word: "survey-form_",
        lambda word: f"{word}é",
    ],
)
def test_stamp_that_was_changed_is_refused(changed):
    with pytest.raises(BadInput) as refused:
        read_stamp(changed(stamped(STAMP, "key")), "key")
    assert refused.value.sentence == NOT_OURS


def test_stamp_of_another_installation_is_refused():
    with pytest.raises(BadInput):
        read_stamp(stamped(STAMP, "their key"), "our key")
