"""One page of a long list at a time."""

from dataclasses import dataclass

#: so many reports a page
SIZE = 50


@dataclass(frozen=True)
class Paging:
    """Which page of a list of `total` lines is shown; pages are numbered from 1, an empty list has one."""

    total: int
    number: int = 1
    size: int = SIZE

    @property
    def last(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def start(self) -> int:
        """The place of the first line that is shown, from 0."""
        return (self.number - 1) * self.size

    @property
    def stop(self) -> int:
        """The place behind the last line that is shown."""
        return min(self.start + self.size, self.total)

    @property
    def before(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        return self.number + 1 if self.number < self.last else None

    @property
    def shown(self) -> list[int | None]:
        """The pages that are offered: the first, the last and those around this one; None stands for those between."""
        near = {1, self.last, *range(self.number - 1, self.number + 2)}
        found: list[int | None] = []
        for number in sorted(near & set(range(1, self.last + 1))):
            if found and found[-1] != number - 1:
                found.append(None)
            found.append(number)
        return found


def paging(total: int, asked: str, size: int = SIZE) -> Paging:
    """The page that an address asks for; the nearest one there is where it asks for none of them."""
    last = Paging(total, size=size).last
    digits = asked.strip()
    if not (digits.isascii() and digits.isdigit()):
        return Paging(total, 1, size)
    # a number of many digits is beyond any list, and reading it would take long
    number = int(digits) if len(digits) < 10 else last
    return Paging(total, min(max(number, 1), last), size)
