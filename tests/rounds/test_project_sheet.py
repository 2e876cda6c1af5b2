import pytest

from survey.rounds.project_sheet import LARGEST_FILE, MOST_LINES, read_sheet, text_of
from survey.web.csv_files import csv_pieces
from survey.web.wording import BadInput

HEAD = "code,title,mission,country,region\n"
LINE = "2026-01,Evening classes,San José,CRI,Americas\n"


def refusal(call, given):
    with pytest.raises(BadInput) as caught:
        call(given)
    return str(caught.value.sentence)


@pytest.mark.parametrize(
    "encoded",
    [
        (HEAD + LINE).encode(),
        (HEAD + LINE).encode("utf-8-sig"),
        (HEAD + LINE).encode("utf-16"),
        (HEAD + LINE).encode("utf-16-le"),
        (HEAD + LINE).encode("utf-16-le").join([b"\xff\xfe", b""]),
        b"\xfe\xff" + (HEAD + LINE).encode("utf-16-be"),
        (HEAD + LINE).encode("cp1252"),
        (HEAD + LINE).replace(",", ";").encode("cp1252"),
        (HEAD + LINE).replace(",", "\t").encode("utf-16"),
        (HEAD + LINE).replace("\n", "\r\n").encode(),
        (HEAD + LINE).replace("\n", "\r").encode(),
        (HEAD.upper() + "\n,,,,\n" + LINE).encode(),
    ],
)
def test_file_is_read_from_any_spreadsheet(encoded):
    sheet = read_sheet(text_of(encoded))
    assert [(line.cells["code"], line.cells["mission"], line.faults) for line in sheet.lines] == [
        ("2026-01", "San José", [])
    ]
    assert sheet.unread == []


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "The file is empty, or no file was chosen."),
        (b"x" * (LARGEST_FILE + 1), "The file is larger than 2 MB."),
        (b"code\nA\n\x81\x8d\n", "Line 3: the file cannot be read"),
    ],
)
def test_file_that_cannot_be_read_is_refused(data, says):
    assert refusal(text_of, data).startswith(says)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("title,mission\nA,B", "Line 1: the first line must name the columns"),
        ("\n" + HEAD + LINE, "Line 1: the first line must name the columns"),
        ("code,title,code\nA,B,C", "Line 1: the column “code” is there twice."),
        (HEAD, "The file names the columns, but below them there is no line."),
        (
            HEAD + LINE + '2026-02,"Open\n' + LINE,
            "Line 3 cannot be read: a cell that begins with a quotation mark",
        ),
        (
            HEAD + '2026-02,"Work" and rest,A,B,C',
            "Line 2 cannot be read: a cell that begins with a quotation mark",
        ),
        (
            HEAD + '2026-02,"' + "x" * 200_000,
            "Line 2 cannot be read: a cell that begins with a quotation mark",
        ),
        (HEAD + "2026,T,M,KEN,Africa\n" * (MOST_LINES + 1), "The file has more than 5000 lines."),
    ],
)
def test_file_that_cannot_be_taken_as_a_whole_is_refused(text, says):
    assert refusal(read_sheet, text).startswith(says)


def test_lines_go_by_where_they_begin_in_the_file():
    sheet = read_sheet(HEAD + '1,"Two\nlines",M,KEN,Africa\n\n2,T,M,KEN,Africa\n')
    assert [(line.number, line.cells["title"]) for line in sheet.lines] == [(2, "Two lines"), (5, "T")]


def test_columns_that_are_none_of_ours_are_named():
    sheet = read_sheet("number,code,Target Group,results\n1,A,women,x\n")
    assert (sheet.unread, sheet.lines[0].cells["target_group"]) == (["number", "results"], "women")


def test_cell_that_cannot_be_stored_is_said_with_its_column():
    [line] = read_sheet(f"code,title,mission\nA,{'x' * 501},a\x07b\n").lines
    assert [str(fault).split(":")[0] for fault in line.faults] == ["title", "mission"]


def test_cells_beyond_the_columns_are_noticed():
    [line] = read_sheet("code,title\nA,Work, and rest\n").lines
    assert str(line.faults[0]).startswith("There are more cells than columns")
    [short] = read_sheet("code,title\nA\n").lines
    assert (short.cells["title"], short.faults) == ("", [])


@pytest.mark.parametrize("title", ["=1+1", "+49", "-", "@SUM(A1)", "'=1", "'t Hart", "'", "''", "plain"])
def test_text_comes_back_as_it_was_from_a_file_of_our_own(title):
    file = b"".join(csv_pieces(("code", "title"), [("A", title)]))
    assert read_sheet(text_of(file)).lines[0].cells["title"] == title


def test_apostrophe_that_guards_nothing_stays():
    assert read_sheet("code,title\nA,'t Hart\n").lines[0].cells["title"] == "'t Hart"
