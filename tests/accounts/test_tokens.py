from hashlib import sha256

from survey.accounts.tokens import hashed, new_token


def test_tokens_differ_and_fit_into_an_address():
    tokens = {new_token() for _ in range(500)}
    assert len(tokens) == 500
    assert {len(token) for token in tokens} == {43}
    assert all(token.replace("-", "").replace("_", "").isalnum() for token in tokens)


def test_hashed_is_the_sha256_of_the_token():
    assert hashed("token") == sha256(b"token").hexdigest()


def test_hashed_takes_any_text_that_a_cookie_can_hold():
    assert len({hashed(text) for text in ("", "é", "\ud800", "\0", "x" * 10_000)}) == 5
