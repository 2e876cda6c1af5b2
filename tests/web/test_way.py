import pytest

from survey.web import way as way_module
from survey.web.roles import allow_everybody
from survey.web.way import Way, way

PIECES = [b"one", b"two", b"three"]


@pytest.fixture
def naps(monkeypatch):
    """How often somebody has slept; the clock goes on by that alone."""
    naps = []
    monkeypatch.setattr(way_module.time, "sleep", naps.append)
    monkeypatch.setattr(way_module.time, "monotonic", lambda: sum(naps))
    return naps


def test_nobody_waits_where_nobody_else_is_served(naps):
    assert list(Way(None).given(PIECES)) == PIECES
    assert naps == []


def test_a_download_waits_while_others_are_served_but_not_for_ever(naps):
    made = Way(lambda _environ, _start: list(made.given(PIECES)))
    assert made({}, None) == PIECES
    assert sum(naps) >= len(PIECES) * way_module.LONGEST
    before = len(naps)
    assert list(made.given(PIECES)) == PIECES
    assert len(naps) == before


def test_a_request_that_failed_is_not_waited_for(naps):
    def fail(_environ, _start):
        raise RuntimeError

    made = Way(fail)
    with pytest.raises(RuntimeError):
        made({}, None)
    assert list(made.given(PIECES)) == PIECES
    assert naps == []


def test_every_request_of_the_application_counts(sqlite_app, naps):
    @allow_everybody
    def page():
        return b"".join(way().given(PIECES))

    sqlite_app.add_url_rule("/while-served", view_func=page)
    assert sqlite_app.test_client().get("/while-served").data == b"".join(PIECES)
    assert naps
