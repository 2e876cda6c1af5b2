"""How a text of an answer stands in the index of words: folded, behind the marks of its round and its mission.

A mark begins with a sign that no folded word can have. It lets the index itself leave out other rounds and missions.
"""

from survey.answering.words import folded_words


def round_mark(round_id: int) -> str:
    return f"§r{round_id}"


def mission_mark(mission_id: int) -> str:
    return f"§m{mission_id}"


def indexed(text: str, *marks: str) -> str:
    """Marks and words between single spaces, with a space at both ends, so that ` word ` finds whole words."""
    return " ".join(["", *marks, *folded_words(text), ""])
