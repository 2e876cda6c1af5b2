import pytest

from survey.web.signed_in import known_path


@pytest.fixture
def known(sqlite_app):
    def asked(target, method="GET"):
        with sqlite_app.test_request_context():
            return known_path(target, method)

    return asked


def test_known_path_keeps_path_and_query_and_drops_the_fragment(known):
    assert known("/account?a=1&b=%2F#part") == "/account?a=1&b=%2F"


def test_known_path_asks_for_the_method(known):
    assert [known("/sign-out"), known("/sign-out", "POST"), known("/account", "POST")] == [
        None,
        "/sign-out",
        "/account",
    ]


@pytest.mark.parametrize(
    "target",
    [
        None,
        "",
        "account",
        "/nowhere",
        "//evil.example/account",
        "///evil.example/account",
        "https://evil.example/account",
        "https:/account",
        "javascript:alert(1)",
        "/\\evil.example",
        "\\\\evil.example",
        "\t//evil.example",
        "/\t/evil.example",
        "http://[evil",
        "//[evil",
        "/account\\..",
    ],
)
def test_known_path_is_none_for_anything_else(known, target):
    assert known(target) is None
