"""Sets of a round's reports as bits: one for each number of the round's list, in chunks of two kilobytes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

#: so many numbers a chunk
CHUNK = 16_384


def place_of(number: int) -> tuple[int, int]:
    """The chunk in which a number of the list stands, and its bit in there."""
    return divmod(number, CHUNK)


def packed(bits: int) -> bytes:
    """The bits as they are stored: the lowest first, without the zeros behind the last one that is set."""
    return bits.to_bytes((bits.bit_length() + 7) // 8, "little")


def unpacked(stored: bytes | bytearray) -> int:
    return int.from_bytes(stored, "little")


@dataclass(frozen=True)
class Bitmap:
    """A set of reports by their number in the round's list; `chunks` holds the bits of each chunk by its place."""

    chunks: Mapping[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, numbers: Iterable[int]) -> "Bitmap":
        chunks: dict[int, int] = {}
        for number in numbers:
            chunk, bit = place_of(number)
            chunks[chunk] = chunks.get(chunk, 0) | 1 << bit
        return cls(chunks)

    def __and__(self, other: "Bitmap") -> "Bitmap":
        both = self.chunks.keys() & other.chunks.keys()
        return Bitmap({chunk: self.chunks[chunk] & other.chunks[chunk] for chunk in both})

    def __or__(self, other: "Bitmap") -> "Bitmap":
        any_of = self.chunks.keys() | other.chunks.keys()
        return Bitmap({chunk: self.chunks.get(chunk, 0) | other.chunks.get(chunk, 0) for chunk in any_of})

    def __sub__(self, other: "Bitmap") -> "Bitmap":
        return Bitmap({chunk: bits & ~other.chunks.get(chunk, 0) for chunk, bits in self.chunks.items()})

    def __len__(self) -> int:
        return sum(bits.bit_count() for bits in self.chunks.values())

    def __iter__(self) -> Iterator[int]:
        for chunk in sorted(self.chunks):
            yield from _numbers(chunk, self.chunks[chunk])

    def between(self, start: int, stop: int) -> list[int]:
        """Of the numbers in their order those at these places, `stop` not included."""
        found: list[int] = []
        for chunk in sorted(self.chunks):
            bits = self.chunks[chunk]
            size = bits.bit_count()
            if start < size and stop > 0:
                found += _numbers(chunk, bits)[max(start, 0) : stop]
            start, stop = start - size, stop - size
        return found


def _numbers(chunk: int, bits: int) -> list[int]:
    first = chunk * CHUNK
    return [
        first + 8 * place + bit
        for place, byte in enumerate(packed(bits))
        if byte
        for bit in range(8)
        if byte >> bit & 1
    ]


EMPTY = Bitmap()


class Marks:
    """Bits of one chunk that are set one by one, by any key."""

    def __init__(self) -> None:
        self._bytes: dict[tuple[str, str], bytearray] = {}

    def of(self, key: tuple[str, str]) -> bytearray:
        """What `set_bit` takes; made if it is not there yet."""
        if key not in self._bytes:
            self._bytes[key] = bytearray(CHUNK // 8)
        return self._bytes[key]

    def add(self, key: tuple[str, str], bit: int) -> None:
        set_bit(self.of(key), bit)

    def bits(self) -> dict[tuple[str, str], int]:
        return {key: unpacked(made) for key, made in self._bytes.items()}


def set_bit(target: bytearray, bit: int) -> None:
    target[bit >> 3] |= 1 << (bit & 7)
