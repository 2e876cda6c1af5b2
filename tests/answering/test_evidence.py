import pytest

from survey.answering.evidence import (
    LARGEST_FILE,
    LARGEST_REPORT,
    LONGEST_NAME,
    MOST_OF_A_PART,
    extension,
    file_name,
    link_address,
    room_fault,
    size_fault,
)
from survey.web.wording import BadInput


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("report.pdf", "report.pdf"),
        ("Informe «final» é.PDF", "Informe «final» é.PDF"),
        ("e\u0301te\u0301.txt", "été.txt"),
        ("/etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\me\\list.csv", "list.csv"),
        ("../../list.csv", "list.csv"),
        ("..\\..", "file"),
        ("", "file"),
        (".pdf", "file.pdf"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("a\u2066b\u200b.pdf", "ab.pdf"),
        ("a\0b\x1fc\x7f\ud800.pdf", "abc.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie_ x=1.pdf"),
        ('a"b<c>d|e?.pdf', "a_b_c_d_e_.pdf"),
        ("  spaces \t in   it . pdf ", "spaces in it. pdf"),
        ("日本語.pdf", "日本語.pdf"),
    ],
)
def test_file_name_is_safe_to_keep_and_to_show(raw, name):
    assert file_name(raw) == name


@pytest.mark.parametrize("raw", ["x" * 500 + ".docx", "é" * 500 + ".docx", "😀" * 200 + ".docx"])
def test_file_name_that_is_too_long_keeps_its_extension(raw):
    name = file_name(raw)
    assert len(name) == LONGEST_NAME
    assert name.endswith(".docx")


def test_file_name_with_an_endless_extension_is_cut():
    assert len(file_name("a." + "x" * 5_000)) <= LONGEST_NAME


@pytest.mark.parametrize(("name", "end"), [("a.PDF", "pdf"), ("a.tar.gz", "gz"), ("none", ""), ("a.", "")])
def test_extension_is_what_follows_the_last_point(name, end):
    assert extension(name) == end


def test_size_is_limited_to_5_megabytes_and_not_nothing():
    assert str(size_fault(0)) == "This file is empty. Choose another."
    assert size_fault(1) is size_fault(LARGEST_FILE) is None
    assert str(size_fault(LARGEST_FILE + 1)).startswith("This file is larger than 5 MB.")


def test_room_of_part_and_report_is_limited():
    assert room_fault(1, of_part=MOST_OF_A_PART - 1, of_report=LARGEST_REPORT - 1) is None
    assert str(room_fault(0, of_part=MOST_OF_A_PART, of_report=0)).startswith(
        "There are 10 files and links here"
    )
    assert "more than 50 MB" in str(room_fault(2, of_part=0, of_report=LARGEST_REPORT - 1))


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org",
        "http://example.org:8080/a?b=c#d",
        "HTTPS://EXAMPLE.ORG/",
        "https://münchen.example/é",
        "https://192.0.2.7/x",
    ],
)
def test_link_address_is_kept_as_it_is_written(address):
    assert link_address(f" {address}\n") == address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "example.org",
        "//example.org",
        "https://",
        "https:///path",
        "https://localhost",
        "https://example.org@evil.example/",
        "https://user:word@example.org/",
        "https://example.org:0/",
        "https://example.org:99999/",
        "https://example.org:x/",
        "https://[::1",
        "https://exa mple.org/",
        "https://example.org/a b",
        "https://example.org\\@evil.example",
        "https://example.org/\u202egro.elpmaxe",
        "https://example.org/\0",
        "javascript:alert(1)//example.org",
        "data:text/html,x",
        "ftp://example.org/",
        "file:///etc/passwd",
        "mailto:a@example.org",
    ],
)
def test_link_address_that_is_not_plainly_a_web_page_is_refused(address):
    with pytest.raises(BadInput, match="Write the whole address of a web page"):
        link_address(address)


def test_link_address_that_is_too_long_is_refused():
    with pytest.raises(BadInput, match="longer than 2000 characters"):
        link_address("https://example.org/" + "x" * 2_000)
