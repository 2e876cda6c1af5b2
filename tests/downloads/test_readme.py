from survey.comparison.records import Filters
from survey.downloads.files import FILES
from survey.downloads.order import Order
from survey.downloads.readme import readme
from tests.downloads.archives import awkward, nobody


def text_of(content, order=Order()):  # noqa: B008, an order never changes
    return readme(content, order).decode("utf-8-sig").replace("\r\n", "\n")


def test_it_says_where_the_files_come_from():
    order = Order(Filters(region="Asie du Sud-Est", report_kind="final"), for_others=True)
    assert text_of(nobody(), order).split("\n\n")[1] == (
        "Round: 2001 (First round)\n"
        "Questionnaire: trial, version 1; a report can answer an earlier one (question_version)\n"
        "Filters: Region: Asie du Sud-Est; Kind of report: Final report\n"
        "Counts of persons: small ones suppressed; the texts are as missions wrote them: read\n"
        "    them before you pass this on\n"
        "Made: 2001-11-05T08:15:00Z (UTC)\n"
        "By: Grace"
    )


def test_a_whole_round_of_a_command_is_said_as_such():
    text = text_of(nobody(person="command", round_title="2001"))
    assert "Round: 2001\n" in text
    assert "Filters: none, the whole round\n" in text
    assert "By: the command survey export\n" in text


def test_it_names_every_file_with_its_rows():
    text = text_of(awkward())
    for name, file in FILES.items():
        assert f"\n{name}.csv: " in text
        assert f"Rows: {file.count(awkward())}." in " ".join(text.split())


def test_it_tells_of_tags_only_where_there_are_some():
    assert "hxlstandard.org" in text_of(nobody(), Order(hxl=True))
    assert "skiprows=[1]" in text_of(nobody(), Order(hxl=True))
    assert "hxlstandard.org" not in text_of(nobody())


def test_a_name_with_line_breaks_and_lone_surrogates_harms_nothing():
    text = text_of(nobody(person="A\r\nFilters: none\ud800", round_title="\n\n"))
    assert "By: A Filters: none?" in text


def test_lines_end_as_every_editor_shows_them():
    assert readme(nobody(), Order()).startswith(b"\xef\xbb\xbf")
    assert not readme(nobody(), Order(bom=False)).startswith(b"\xef\xbb\xbf")
    assert b"\n" not in readme(nobody(), Order()).replace(b"\r\n", b"")
