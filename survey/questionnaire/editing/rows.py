"""Rows of a form: options, lines and columns of tables, and the tests of a condition; more of them, fewer, in order.

All fields of one name stand in the order of the rows. What is ticked in a row of tests carries the row's number.
"""

from collections.abc import Mapping, Sequence

from survey.questionnaire.editing.typed import LANGUAGES

CHOICES, TESTS = ("own", "extra", "rows", "columns", "options"), ("when", "alternative")
MORE, UP, DOWN, REMOVE = "more", "up", "down", "remove"
MOST_ROWS, AT_ONCE = 100, 3

Fields = dict[str, list[str]]


def columns_of(prefix: str) -> tuple[str, ...]:
    """The names of the fields in each row."""
    if prefix in TESTS:
        return f"{prefix}.part", f"{prefix}.how"
    return f"{prefix}.code", *(f"{prefix}.{language}" for language in LANGUAGES)


def count(fields: Mapping[str, Sequence[str]], prefix: str) -> int:
    """The number of rows, of which a page shows no more than anybody needs."""
    return min(MOST_ROWS, max((len(fields.get(name, ())) for name in columns_of(prefix)), default=0))


def rearranged(fields: Mapping[str, Sequence[str]], wanted: str) -> Fields:
    """The fields after a button between them was pressed, such as more:extra, up:extra:2 or remove:when:0.

    Anything else leaves them as they are.
    """
    kept = {name: list(texts) for name, texts in fields.items()}
    verb, prefix, place = (*wanted.split(":"), "", "")[:3]
    if prefix not in (*CHOICES, *TESTS):
        return kept
    order: list[int | None] = list(range(count(fields, prefix)))
    if verb == MORE:
        order += [None] * (1 if prefix in TESTS else AT_ONCE)
    elif place.isascii() and place.isdigit() and len(place) < 4 and int(place) < len(order):
        order = _moved(order, verb, int(place))
    return kept | _ordered(fields, prefix, order[:MOST_ROWS])


def _moved(order: list[int | None], verb: str, place: int) -> list[int | None]:
    moved = order.pop(place)
    if verb == REMOVE:
        return order
    target = place + {UP: -1, DOWN: 1}.get(verb, 0)
    order.insert(max(0, target), moved)
    return order


def _ordered(fields: Mapping[str, Sequence[str]], prefix: str, order: Sequence[int | None]) -> Fields:
    made: Fields = {}
    for name in columns_of(prefix):
        texts = fields.get(name, ())
        made[name] = [texts[n] if n is not None and n < len(texts) else "" for n in order]
    if prefix in TESTS:
        new_place = {str(old): str(new) for new, old in enumerate(order) if old is not None}
        ticked = (tick.partition(":") for tick in fields.get(f"{prefix}.codes", ()))
        made[f"{prefix}.codes"] = [
            f"{new_place[row]}:{code}" for row, _colon, code in ticked if row in new_place
        ]
    return made
