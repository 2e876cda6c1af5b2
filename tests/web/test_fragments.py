import pytest

from survey.web.fragments import footer, fragment, header


@pytest.fixture
def request_context(sqlite_app):
    with sqlite_app.test_request_context("/sign-in?next=/projects"):
        yield sqlite_app


def test_fragment_is_rendered_once_for_each_key(request_context):
    made = []

    def render(gap):
        made.append(gap)
        return f"<p>{gap}</p>"

    assert fragment("one", render, "first") == "<p>first</p>"
    assert fragment("one", render, "second") == "<p>second</p>"
    assert fragment("two", render, "third") == "<p>third</p>"
    assert len(made) == 2


def test_fragment_escapes_what_is_put_in(request_context):
    words = "<script>\"'&\ue000\ue001"
    assert fragment("x", lambda gap: f'<input value="{gap}">', words) == (
        '<input value="&lt;script&gt;&#34;&#39;&amp;\ue000\ue001">'
    )


def test_fragment_puts_several_texts_in_their_places(request_context):
    made = fragment("several", lambda one, two: f"{two}-{one}-{two}", "a", "b")
    assert made == "b-a-b"


def test_fragment_without_gaps_stays_as_it_is(request_context):
    assert fragment("plain", lambda: "<hr>") == "<hr>"


def test_frame_is_in_the_language_of_each_visitor(sqlite_app):
    for language, word in (("en", "Skip to the content"), ("fr", "contenu"), ("en", "Skip to the content")):
        with sqlite_app.test_request_context("/", headers={"Accept-Language": language}):
            assert word in header()


def test_footer_comes_back_to_the_page_it_stands_on(request_context):
    assert 'name="next" value="/sign-in?next=/projects"' in footer()
