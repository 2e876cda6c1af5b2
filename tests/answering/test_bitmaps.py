from hypothesis import given
from hypothesis import strategies as st

from survey.answering.bitmaps import CHUNK, Bitmap, Marks, packed, place_of, unpacked

NUMBERS = st.frozensets(st.integers(0, 3 * CHUNK), max_size=40)


@given(NUMBERS, NUMBERS)
def test_sets_of_numbers_are_sets(one, other):
    first, second = Bitmap.of(one), Bitmap.of(other)
    assert list(first) == sorted(one)
    assert len(first) == len(one)
    assert set(first & second) == one & other
    assert set(first | second) == one | other
    assert set(first - second) == one - other


@given(NUMBERS, st.integers(-5, 50), st.integers(-5, 50))
def test_numbers_at_places(numbers, start, stop):
    assert Bitmap.of(numbers).between(start, stop) == sorted(numbers)[max(start, 0) : max(stop, 0)]


@given(NUMBERS)
def test_stored_bits_come_back(numbers):
    for bits in Bitmap.of(numbers).chunks.values():
        assert unpacked(packed(bits)) == bits
        assert len(packed(bits)) <= CHUNK // 8


def test_last_number_of_a_chunk_and_the_first_of_the_next():
    assert place_of(CHUNK - 1) == (0, CHUNK - 1)
    assert place_of(CHUNK) == (1, 0)


def test_marks_are_collected_by_key():
    marks = Marks()
    for bit in (3, 0, 3):
        marks.add(("Q7_SUCCESS.success", "=yes"), bit)
    marks.add(("due", ""), CHUNK - 1)
    assert marks.bits() == {("Q7_SUCCESS.success", "=yes"): 0b1001, ("due", ""): 1 << CHUNK - 1}
