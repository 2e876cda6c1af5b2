from survey.comparison.recorded import recorded

KINDS = ("funding", "data")


def test_projects_are_counted_under_each_of_their_kinds_in_each_region():
    found = recorded(KINDS, [("Asia", ("funding", "data"), 2), ("Africa", ("funding",), 1), ("Asia", (), 3)])
    assert (found.regions, found.projects, found.total) == (["Africa", "Asia"], {"Africa": 1, "Asia": 5}, 6)
    assert (found.k("funding"), found.k("funding", "Asia"), found.k("data", "Africa")) == (3, 2, 0)
    assert (found.k("none"), found.k("none", "Asia")) == (3, 3)


def test_kinds_that_the_questionnaire_does_not_know_come_last():
    found = recorded(KINDS, [("Asia", ("weather", "data"), 1)])
    assert found.lines == ("funding", "data", "weather", "none")
    assert [kind for kind in ("weather", "none", "elsewhere") if found.has(kind)] == ["weather", "none"]


def test_a_kind_that_stands_twice_on_record_is_counted_once():
    assert recorded(KINDS, [("Asia", ("data", "data"), 1)]).k("data") == 1


def test_without_projects_nothing_is_on_record():
    assert (recorded(KINDS, []).total, recorded(KINDS, []).k("none")) == (0, 0)
