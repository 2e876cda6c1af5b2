"""Reads the conditions of XLSForm and LimeSurvey, as far as a condition of ours can say the same.

Ours is a list of tests that must all hold; each test names one part and the answers of which it has one, or none.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

LONGEST, DEEPEST = 2_000, 40
TOKEN = re.compile(
    r"""\s*(?:
    \$\{\s*(?P<braced>[\w.:-]+)\s*\}
    |(?P<text>'[^']*'|"[^"]*"|‘[^’]*’|“[^”]*”)
    |(?P<mark>&&|\|\||==|!=|<>|=|!|\(|\)|,)
    |(?P<number>[0-9]+(?![\w.]))
    |(?P<name>[^\W\d][\w.]*)
    )""",
    re.VERBOSE,
)
EQUAL, UNEQUAL = ("=", "=="), ("!=", "<>")
AND, OR = ("and", "&&"), ("or", "||")
#: endings of a name that LimeSurvey adds to say which face of an answer it means
FACES = (".NAOK", ".code", ".value")


class NotSimple(ValueError):
    """The expression says more than a condition of ours can say."""


@dataclass(frozen=True)
class RawTest:
    """A test in the names of the file. An empty code stands for "no answer"."""

    name: str
    codes: tuple[str, ...]
    negated: bool = False


@dataclass(frozen=True)
class _Both:
    """Operands that must all hold (or, with `either`, one of them)."""

    operands: tuple
    either: bool = False


def tests_of(expression: str) -> tuple[RawTest, ...]:
    """The tests that an expression consists of; none where it always holds. Raises NotSimple."""
    text = expression.strip()
    if text.startswith("{") and text.endswith("}"):
        text = text[1:-1].strip()
    if text in ("", "1", "true()"):
        return ()
    if len(text) > LONGEST:
        raise NotSimple
    return _merged(_flat(_Reader(text).whole()))


class _Reader:
    """Reads an expression from left to right."""

    def __init__(self, text: str):
        self.tokens = list(_tokens(text))
        self.place, self.depth = 0, 0

    def whole(self):
        found = self._operands(OR, lambda: self._operands(AND, self._one))
        if self.place < len(self.tokens):
            raise NotSimple
        return found

    def _next(self) -> tuple[str, str]:
        return self.tokens[self.place] if self.place < len(self.tokens) else ("end", "")

    def _take(self, *expected: str) -> str:
        kind, text = self._next()
        if expected and text.lower() not in expected:
            raise NotSimple
        if kind == "end":
            raise NotSimple
        self.place += 1
        return text

    def _is(self, *marks: str) -> bool:
        kind, text = self._next()
        return kind in ("mark", "name") and text.lower() in marks

    def _operands(self, words: tuple[str, ...], operand):
        found = [operand()]
        while self._is(*words):
            self._take()
            found.append(operand())
        return found[0] if len(found) == 1 else _Both(tuple(found), either=words is OR)

    def _one(self):
        self.depth += 1
        if self.depth > DEEPEST:
            raise NotSimple
        try:
            if self._is("("):
                return self._bracketed()
            if self._is("!", "not"):
                self._take()
                return _negated(self._one())
            return self._test()
        finally:
            self.depth -= 1

    def _bracketed(self):
        self._take("(")
        found = self._operands(OR, lambda: self._operands(AND, self._one))
        self._take(")")
        return found

    def _test(self) -> RawTest:
        if self._is("selected"):
            self._take()
            self._take("(")
            name = self._name()
            self._take(",")
            code = self._code()
            self._take(")")
            return RawTest(name, (code,))
        if self._is("is_empty"):
            self._take()
            self._take("(")
            name = self._name()
            self._take(")")
            return RawTest(name, ("",))
        name = self._name()
        mark = self._take(*EQUAL, *UNEQUAL)
        return RawTest(name, (self._code(),), negated=mark in UNEQUAL)

    def _name(self) -> str:
        kind, text = self._next()
        if kind not in ("braced", "name"):
            raise NotSimple
        self.place += 1
        for face in FACES:
            text = text.removesuffix(face)
        return text

    def _code(self) -> str:
        kind, text = self._next()
        if kind not in ("text", "number"):
            raise NotSimple
        self.place += 1
        return text.strip("'\"‘’“”") if kind == "text" else text


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    place = 0
    while place < len(text):
        found = TOKEN.match(text, place)
        if found is None or not found.lastgroup:
            raise NotSimple
        yield found.lastgroup, found[found.lastgroup]
        place = found.end()


def _negated(found):
    """The opposite: of one test, or of one answer out of several."""
    if isinstance(found, RawTest):
        return replace(found, negated=not found.negated)
    return _Both(tuple(_negated(operand) for operand in found.operands), either=not found.either)


def _flat(found) -> list[RawTest]:
    """Tests that must all hold. Raises NotSimple where one of several parts would be enough."""
    if isinstance(found, RawTest):
        return [found]
    if found.either:
        return [_one_of(found.operands)]
    return [test for operand in found.operands for test in _flat(operand)]


def _one_of(operands: Sequence) -> RawTest:
    tests = [_one_of(o.operands) if isinstance(o, _Both) and o.either else o for o in operands]
    if any(not isinstance(test, RawTest) or test.negated for test in tests):
        raise NotSimple
    if len({test.name for test in tests}) > 1:
        raise NotSimple
    return RawTest(tests[0].name, tuple(dict.fromkeys(code for test in tests for code in test.codes)))


def _merged(tests: Sequence[RawTest]) -> tuple[RawTest, ...]:
    """What one part must not have, in one test."""
    merged: dict[object, RawTest] = {}
    for number, test in enumerate(tests):
        if "" in test.codes and len(test.codes) > 1:
            raise NotSimple
        simple = test.negated and test.codes != ("",)
        key: object = (test.name, True) if simple else number
        before = merged.get(key)
        codes = dict.fromkeys([*(before.codes if before else ()), *test.codes])
        merged[key] = replace(test, codes=tuple(codes))
    return tuple(merged.values())
