import pytest

from survey.web.requests import page_for_too_large, takes_at_most
from survey.web.roles import allow_everybody


@pytest.fixture
def limited(sqlite_app):
    """Views that take 100 bytes, with and without a page of their own for more."""

    def own_page(name):
        return f"{name} is too large", 413

    for path, page in (("/plain/<name>", None), ("/own/<name>", own_page)):

        @allow_everybody
        @takes_at_most(100, page)
        def view(name):
            return "taken"

        sqlite_app.add_url_rule(path, path, view, methods=["POST"])
    return sqlite_app


def test_request_up_to_the_limit_is_taken(limited, visitor):
    assert visitor.send("/own/x", {"a": ""}).text == "taken"


def test_request_beyond_the_limit_gets_the_page_of_its_view(limited, visitor):
    answer = visitor.send("/own/film", {"a": "x" * 200})
    assert (answer.status_code, answer.text) == (413, "film is too large")


def test_request_beyond_the_limit_gets_the_common_page_without_one(limited, visitor):
    answer = visitor.send("/plain/film", {"a": "x" * 200})
    assert answer.status_code == 413
    assert "This is too much for one page" in answer.text


def test_page_for_too_large_is_none_where_no_view_was_found(sqlite_app):
    with sqlite_app.test_request_context("/nowhere"):
        assert page_for_too_large() is None
