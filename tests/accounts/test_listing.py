import pytest

from survey.accounts.listing import Wanted, state_of, wanted

OFFERED = {"roles": {"administrator": "A"}, "missions": {"0123456789abcdef": "Manila"}}


def test_what_is_offered_is_looked_for():
    arguments = {
        "words": " an\u0303a ",
        "role": "administrator",
        "mission": "0123456789abcdef",
        "state": "closed",
    }
    found = wanted(arguments | {"page": "3"}, **OFFERED)
    assert found == Wanted("aña", "administrator", "0123456789abcdef", "closed", 3)
    assert not found.is_everybody


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"role": "boss", "mission": "Manila", "state": "away"},
        {"words": "a\0b"},
        {"words": "x" * 201},
        {"page": "0"},
        {"page": "-1"},
        {"page": "9" * 30},
        {"page": "²"},
    ],
)
def test_what_no_list_offers_does_not_matter(arguments):
    assert wanted(arguments, **OFFERED) == Wanted()
    assert wanted(arguments, **OFFERED).is_everybody


def test_state_follows_from_account_and_password():
    states = [
        state_of(active=active, has_password=known) for active in (True, False) for known in (True, False)
    ]
    assert states == ["active", "invited", "closed", "closed"]
