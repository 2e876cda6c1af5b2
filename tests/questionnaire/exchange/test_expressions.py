import pytest

from survey.questionnaire.exchange.expressions import NotSimple, RawTest
from survey.questionnaire.exchange.expressions import tests_of as read


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("", []),
        ("1", []),
        ("true()", []),
        ("${a} = 'x'", [("a", "x", False)]),
        ('${ a }="x"', [("a", "x", False)]),
        ("${a} != 'x' and ${a} != 'y'", [("a", "x y", True)]),
        ("${a} = 'x' or ${a} = 'y' or selected(${a}, 'z')", [("a", "x y z", False)]),
        ("(${a} = 'x' or ${a} = 'y') and not(selected(${b}, 'z'))", [("a", "x y", False), ("b", "z", True)]),
        ("not(${a} = 'x' or ${a} = 'y')", [("a", "x y", True)]),
        ("not(not(${a} = 'x'))", [("a", "x", False)]),
        ("${a} != ''", [("a", "", True)]),
        ("${a} = 1", [("a", "1", False)]),
        ("${a} = ‘x’", [("a", "x", False)]),
        ('Q1.NAOK == "A1"', [("Q1", "A1", False)]),
        ('((Q1.NAOK == "A1")) and !is_empty(Q2.NAOK)', [("Q1", "A1", False), ("Q2", "", True)]),
        ('{Q1_SQ1.NAOK == "Y" && Q1.value <> "b"}', [("Q1_SQ1", "Y", False), ("Q1", "b", True)]),
        ('Q1 == "a" || Q1 == "b"', [("Q1", "a b", False)]),
    ],
)
def test_simple_expression_is_a_list_of_tests(expression, expected):
    assert read(expression) == tuple(
        RawTest(name, tuple(codes.split(" ")), negated) for name, codes, negated in expected
    )


@pytest.mark.parametrize(
    "expression",
    [
        "${a} > 3",
        "${a} = ${b}",
        "${a} = 'x' or ${b} = 'x'",
        "${a} != 'x' or ${a} != 'y'",
        "not(${a} = 'x' and ${b} = 'y')",
        "count-selected(${a}) = 2",
        "regex(., '[a-z]')",
        "${a} = 'x' and",
        "(${a} = 'x'",
        "${a} = 'x')",
        "'x' = ${a}",
        "and",
        "#",
        "${a} = 1.5",
        "(" * 100 + "${a} = 'x'" + ")" * 100,
        "not " * 500,
        "${a} = 'x' and " * 1_000 + "${a} = 'x'",
        "${a} = '' or ${a} = 'x'",
    ],
)
def test_whatever_says_more_is_not_simple(expression):
    with pytest.raises(NotSimple):
        read(expression)
