import csv
from io import StringIO

import pytest

from survey.downloads.reader import read_rows
from survey.web.csv_files import csv_pieces
from tests.downloads.records import INJECTIONS, NAUGHTY


@pytest.mark.parametrize("bom", [True, False])
def test_a_file_on_disk_gives_back_its_texts_and_numbers(tmp_path, bom):
    rows = [[text, -5] for text in (*INJECTIONS, *NAUGHTY)]
    path = tmp_path / "file.csv"
    path.write_bytes(b"".join(csv_pieces(["=text", "number"], rows, bom=bom)))
    expected = [["=text", "number"], *([text, "-5"] for text, _ in rows)]
    assert list(read_rows(path)) == expected
    assert list(read_rows(str(path))) == expected


def test_an_open_file_is_read_too():
    assert list(read_rows(StringIO("'=a,-5\r\n''b,c\r\n", newline=""))) == [["=a", "-5"], ["'b", "c"]]


def test_what_is_no_csv_is_refused():
    with pytest.raises(csv.Error):
        list(read_rows(StringIO('a,"b\r\n', newline="")))


def test_what_is_no_utf_8_is_refused(tmp_path):
    (tmp_path / "file.csv").write_bytes(b"a,\xe9\r\n")
    with pytest.raises(UnicodeDecodeError):
        list(read_rows(tmp_path / "file.csv"))
