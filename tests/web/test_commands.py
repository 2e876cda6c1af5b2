import pytest

from survey.web.commands import stop


def test_stop_says_one_sentence_and_ends_with_2(capsys):
    with pytest.raises(SystemExit) as ended:
        stop("Nothing was changed.")
    assert (ended.value.code, *capsys.readouterr()) == (2, "", "Nothing was changed.\n")
