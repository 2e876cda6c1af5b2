from datetime import timedelta

import pyotp
import pytest

from survey.accounts.second_factor import codes
from tests.support.factories import NOON

SECRET = codes.secret_of("the installation's key", "0123456789abcdef", "a seed")


def code_at(moment):
    return pyotp.TOTP(SECRET).at(moment)


def step(moment):
    return int(moment.timestamp()) // 30


def test_secret_hangs_on_key_person_and_seed():
    given = ("the installation's key", "0123456789abcdef", "a seed")
    others = {
        codes.secret_of(*(text + "x" if place == other else text for place, text in enumerate(given)))
        for other in range(3)
    }
    assert codes.secret_of(*given) == SECRET
    assert (len(others | {SECRET}), len(SECRET)) == (4, 32)


@pytest.mark.parametrize(("seconds", "fits"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_code_of_the_half_minute_before_and_after_fits_too(seconds, fits):
    there = NOON + timedelta(seconds=seconds)
    assert codes.fitting_step(SECRET, code_at(there), now=NOON) == (step(there) if fits else None)


def test_code_that_is_no_newer_than_the_last_one_does_not_fit():
    def taken(after):
        return codes.fitting_step(SECRET, code_at(NOON), now=NOON, after=after)

    assert [taken(step(NOON) + more) for more in (-1, 0, 1)] == [step(NOON), None, None]


@pytest.mark.parametrize(
    "text", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "12 456", "\ud80012345", "-12345"]
)
def test_anything_but_six_digits_fits_nothing(text):
    assert codes.fitting_step(SECRET, text, now=NOON) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (" 123 456 ", "123456"),
        ("１２３４５６", "123456"),
        ("K7F3M-Q2XWZ", "k7f3mq2xwz"),
        ("k7f3m–q2xwz", "k7f3mq2xwz"),
        ("k7f3m q2xwz", "k7f3mq2xwz"),
    ],
)
def test_spaces_hyphens_and_capitals_do_not_matter(typed, meant):
    assert codes.as_meant(typed) == meant


def test_recovery_codes_are_ten_and_look_like_none_of_the_app():
    made = codes.new_recovery_codes()
    assert (len(set(made)), {len(code) for code in made}) == (10, {11})
    assert all(codes.is_like_recovery_code(codes.as_meant(code)) for code in made)
    assert not codes.is_like_recovery_code("123456")


@pytest.mark.parametrize(("seed", "fits"), [("aZ0-_", True), ("", False), ("a b", False), ("é", False)])
def test_seed_is_letters_that_a_field_may_carry(seed, fits):
    assert codes.is_seed(seed) == fits
    assert codes.is_seed(codes.new_seed())
    assert not codes.is_seed("x" * 65)


def test_apps_are_told_the_account_and_the_service():
    address = codes.address_for_apps(SECRET, "anna@example.org")
    assert pyotp.parse_uri(address).secret == SECRET
    assert address.startswith("otpauth://totp/Gender%20Mainstreaming%20Survey:anna%40example.org?")
    assert codes.spelled(SECRET).replace(" ", "") == SECRET
