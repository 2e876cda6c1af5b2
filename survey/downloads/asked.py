"""What is wrong with the arguments of an address that a program asks with.

On a page people see what a filter did. A program would take an empty file, or one with everything, for what it wanted.
"""

from collections.abc import Mapping, Sequence

from survey.comparison.filters import LABELS, Selection
from survey.downloads.order import EDITIONS
from survey.web.wording import Sentence, sentence


def refusals(arguments: Mapping[str, Sequence[str]], chosen: Selection) -> list[Sentence]:
    """A sentence for each fault; `arguments` holds all values of each name, `chosen` the filters read from them."""
    found = []
    known = (*LABELS, *EDITIONS)
    if set(arguments) - set(known):
        found.append(
            sentence(
                "The address has an argument that files do not know; they know %(names)s.",
                names=", ".join(known),
            )
        )
    for name in known:
        values = arguments.get(name, ())
        if len(values) > 1:
            found.append(sentence("The address says %(name)s twice.", name=name))
        elif name in EDITIONS and values and values[0] not in ("", *EDITIONS[name]):
            found.append(
                sentence(
                    "For %(name)s the address can say %(values)s, or leave it out.",
                    name=name,
                    values=", ".join(EDITIONS[name]),
                )
            )
    return found + chosen.refusals
