import pytest

from survey.web.uploads.csv_text import Row, decoded, rows
from survey.web.wording import BadInput

TEXT = "email,name\r\nana@example.org,Ana Núñez – “ok”\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_file_is_read_in_every_encoding_that_spreadsheets_write(encoding):
    assert decoded(TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty, or no file was chosen."),
        (b" \r\n", "The file is empty, or no file was chosen."),
        (b"PK\x03\x04rest", "This is a workbook, not a CSV file."),
        (b"\xef\xbb\xbf\xff", "Line 1: the file cannot be read as text from here on."),
        (b"\xff\xfec\0\n\0\0\xd8\0", "Line 2: the file cannot be read as text from here on."),
        (b"A\n\x81\x8d", "Line 2: the file cannot be read as text from here on."),
        (b"A\nB\nC\0", "Line 3: the file cannot be read as text from here on."),
        ("A\nJosé ".encode() + b"\xe9\n", "Line 2: the file cannot be read as text from here on."),
    ],
)
def test_what_is_no_text_is_refused_with_a_sentence(content, sentence):
    with pytest.raises(BadInput, match=sentence):
        decoded(content)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_cells_stand_between_commas_semicolons_or_tabs(delimiter):
    text = f'email{delimiter}missions\n\na@b.c{delimiter}"Manila; San José, x"\n'
    assert rows(text) == [Row(1, ("email", "missions")), Row(3, ("a@b.c", "Manila; San José, x"))]


def test_rows_know_the_line_on_which_they_begin():
    assert [row.line for row in rows('a,b\r\n"two\r\nlines",x\r\n\r\n,\r\nlast,y\r')] == [1, 2, 6]


def test_quotation_mark_that_is_never_closed_is_refused_with_its_line():
    with pytest.raises(BadInput, match="Line 2 cannot be read: a cell that begins with a quotation mark"):
        rows('a,b\n"x,y\nz,z\n')
