import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.downloads.reader import read_rows
from survey.web.csv_files import PIECE, csv_pieces, plain_pieces
from tests.downloads.records import INJECTIONS, NAUGHTY


def whole(header, rows, **options):
    return b"".join(csv_pieces(header, rows, **options))


def restored(content):
    return list(read_rows(StringIO(content.decode("utf-8-sig"), newline="")))


def test_exact_bytes():
    rows = [["é", -5, 'says "no"'], ["a,b", 2.5, "one\r\ntwo"], ["=1+1", None, "'"]]
    assert whole(["text", "=number", "other"], rows) == (
        b"\xef\xbb\xbftext,'=number,other\r\n"
        b'\xc3\xa9,-5,"says ""no"""\r\n'
        b'"a,b",2.5,"one\r\ntwo"\r\n'
        b"'=1+1,,''\r\n"
    )


def test_without_rows_the_header_stays():
    assert whole(["a", "b"], []) == b"\xef\xbb\xbfa,b\r\n"
    assert whole(["a", "b"], [], bom=False) == b"a,b\r\n"


def test_a_row_of_one_empty_cell_is_not_an_empty_line():
    assert restored(whole(["a"], [[""], ["x"]])) == [["a"], [""], ["x"]]


@pytest.mark.parametrize("bom", [True, False])
def test_naughty_texts_come_back(bom):
    rows = [[text, "next"] for text in (*INJECTIONS, *NAUGHTY)]
    assert restored(whole(["text", "other"], rows, bom=bom)) == [["text", "other"], *rows]


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=5))
def test_every_text_comes_back(rows):
    assert restored(whole(["text", "other"], rows)) == [["text", "other"], *rows]


@given(st.text(), st.text())
def test_every_header_comes_back(one, other):
    assert restored(whole([one, other], [], bom=False)) == [[one, other]] or one.startswith("\ufeff")


def test_files_are_made_in_pieces_of_64_kb():
    made = []

    def rows():
        for number in range(30):
            made.append(number)
            yield ["x" * 10_000]

    pieces = csv_pieces(["text"], rows())
    first = next(pieces)
    assert PIECE <= len(first) < PIECE + 10_010
    assert len(made) == 7
    assert len(first) + sum(len(piece) for piece in pieces) == 3 + 6 + 30 * 10_002


def test_plain_pieces_guard_nothing():
    assert b"".join(plain_pieces([["=a"], ["'b"]])) == b"=a\r\n'b\r\n"


def test_every_row_ends_with_crlf_also_for_other_readers():
    text = whole(["a", "b"], [["1\n2", "3"], ["4", "5"]], bom=False).decode()
    assert list(csv.reader(StringIO(text, newline=""))) == [["a", "b"], ["1\n2", "3"], ["4", "5"]]
    assert text.count("\r\n") == 3
