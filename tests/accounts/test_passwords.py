import pytest

from survey.accounts.passwords import objection

SHORT = "Choose a longer password: at least 12 characters."
LONG = "Choose a shorter password: at most 128 characters."
COMMON = "This password is one of the first that somebody would try. Choose another, such as a few words."
OWN = "The password contains your own name or e-mail address. Choose another."


def said(password, **person):
    reason = objection(password, **person)
    return reason and str(reason)


@pytest.mark.parametrize(
    ("password", "expected"),
    [
        ("", SHORT),
        ("kestrel-mud", SHORT),
        ("kestrel-muds", None),
        ("kestrel muds " * 9 + "kestrel-mud", None),
        ("kestrel muds " * 9 + "kestrel-muds", LONG),
    ],
    ids=["empty", "11", "12", "128", "129"],
)
def test_length_is_counted_in_characters(password, expected):
    assert said(password) == expected


def test_password_of_128_is_the_border():
    assert [len("kestrel muds " * 9 + "kestrel-mud"), len("kestrel muds " * 9 + "kestrel-muds")] == [128, 129]


@pytest.mark.parametrize(
    "password",
    [
        "Ñandú größer Übermut",
        "пароль из слов мира",
        "四个普通的词汇连在一起成密码",
        "🐟🐢🐍🐊🦖🦕🐳🐬🐡🐠🦈🐙",
    ],
)
def test_any_script_is_welcome(password):
    assert said(password) is None


@pytest.mark.parametrize(
    "password", ["   spaces  count ", "tab\tand\nline break", "no composition rules at all"]
)
def test_pasted_characters_are_taken_as_they_are(password):
    assert said(password) is None


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword",
        "PasswordPassword",
        "password1234",
        "qwertyuiop12345",
        "iloveyou2001!!.",
        "aaaaaaaaaaaa",
        "abababababab",
        "121212121212121212",
        "monkeymonkeymonkey",
    ],
)
def test_what_somebody_would_try_first_is_refused(password):
    assert said(password) == COMMON


@pytest.mark.parametrize("password", ["xx anna.perez xx", "ANNA.PEREZ12345", "my name is PÉREZ"])
def test_own_name_or_address_is_refused(password):
    assert said(password, email="Anna.Perez@example.org", name="Anna Pérez") == OWN


def test_own_words_of_up_to_three_letters_do_not_count():
    assert said("li and the kestrel", email="li@example.org", name="Li Wu") is None
