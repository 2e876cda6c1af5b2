"""Which passwords are good enough. Length counts, composition does not."""

from functools import cache

from survey.web.wording import Sentence, sentence

SHORTEST, LONGEST = 12, 128


@cache
def _common() -> frozenset[str]:
    # a list of some ten thousand words: read when somebody chooses a password, not at every start
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    return frozenset(FREQUENCY_LISTS["passwords"])


def objection(password: str, *, email: str = "", name: str = "") -> Sentence | None:
    """Why this password is not good enough, or None. Length is counted in characters."""
    if len(password) < SHORTEST:
        return sentence("Choose a longer password: at least %(least)s characters.", least=SHORTEST)
    if len(password) > LONGEST:
        return sentence("Choose a shorter password: at most %(most)s characters.", most=LONGEST)
    if len(set(password)) < 5 or _is_common(password):
        return sentence(
            "This password is one of the first that somebody would try. Choose another, such as a few words."
        )
    if _contains_own(password, email, name):
        return sentence("The password contains your own name or e-mail address. Choose another.")
    return None


def _is_common(password: str) -> bool:
    plain = password.casefold()
    # passwordpassword and password1234 are as easy as their first part
    return plain in _common() or plain.rstrip("0123456789!.") in _common() or _repeats_common(plain)


def _repeats_common(plain: str) -> bool:
    return any(
        plain == plain[:size] * (len(plain) // size)
        for size in range(1, len(plain) // 2 + 1)
        if len(plain) % size == 0
    )


def _contains_own(password: str, email: str, name: str) -> bool:
    plain = password.casefold()
    own = [email.casefold().split("@")[0], *name.casefold().split()]
    return any(len(word) >= 4 and word in plain for word in own)
