"""Whose access tokens open something, for how long, and how often."""

from datetime import timedelta

from survey.web.roles import WORKING_GROUP

#: the roles that may download, by hand and by token
MAY_DOWNLOAD = frozenset((WORKING_GROUP,))
#: for how many days a token can be made
DAYS = (30, 90, 365)
#: how many tokens somebody can have at a time: one for each of their programs, and some
MOST_ALIVE = 20
LONGEST_NAME = 80
#: for how long an ended token is still listed, so that its owner sees why a program no longer gets its file
LISTED_AFTER_END = timedelta(days=30)
USED_EVERY = timedelta(hours=1)


def tries_from(address: str) -> str:
    """The name under which wrong tokens from an address are counted.

    Apart from sign-ins: a program that was forgotten makes no colleague behind the same address wait to sign in.
    """
    return f"access tokens from {address}"
