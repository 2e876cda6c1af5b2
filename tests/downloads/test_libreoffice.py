"""LibreOffice opens the files as they are: accents are right, texts are texts, and nothing is a formula."""

import shutil
import subprocess

import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from survey.downloads.files import FILES
from survey.downloads.order import Order
from survey.downloads.products import PRODUCTS
from survey.web.cells import written
from tests.downloads.records import INJECTIONS, NAUGHTY, answer, content, project, report

ACCENTS = ("«Señora»", "été à Genève", "Ñandú, œuvre, Łódź", "العربية", "田中さん")
SECONDS = 240
#: commas, quotes, UTF-8 and every column as it is, as its dialogue proposes for these files
USUAL = "CSV:44,34,76,1"
#: the same, and numbers are looked for and formulas evaluated: the most trusting way to open a file
TRUSTING = f"{USUAL},,0,false,true,false,false,false,0,true"


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    """`opened(folder, *options)` has LibreOffice open all files in it and returns them as workbooks by name."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    profile = tmp_path_factory.mktemp("profile")

    def opened(folder, *options):
        made = folder / "opened"
        command = [
            program,
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--norestore",
            *options,
        ]
        command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", made]
        files = sorted(path for path in folder.iterdir() if path.is_file())
        subprocess.run([*command, *files], check=True, timeout=SECONDS, capture_output=True)
        return {path.stem: openpyxl.load_workbook(made / f"{path.stem}.xlsx") for path in files}

    return opened


def texts_of_a_round():
    """Texts as reports, projects and missions have them: what XML cannot hold is never stored."""
    texts = [text for text in (*ACCENTS, *INJECTIONS, *NAUGHTY) if text and "\0" not in text]
    return [text for text in texts if "\r" not in text]


def trial_round(texts):
    reports = [report(id, project=text, mission="Été") for id, text in enumerate(texts, 1)]
    answers = [answer("X_TRIAL.first", text, report_id=id) for id, text in enumerate(texts, 1)]
    return content(
        reports, answers=answers, projects=[project(results=text, mission="Été") for text in texts]
    )


def formulas(book):
    return [
        cell.coordinate
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]


def column(sheet, name):
    header, *rows = sheet.iter_rows(values_only=True)
    values = [row[header.index(name)] or "" for row in rows]
    return [unescape(value) if isinstance(value, str) else value for value in values]


@pytest.mark.long
@pytest.mark.parametrize("way", [USUAL, TRUSTING], ids=["as usual", "trusting"])
def test_csv_files_open_with_accents_and_without_formulas(opened, tmp_path, way):
    texts = texts_of_a_round()
    made = trial_round(texts)
    for name, file in FILES.items():
        (tmp_path / f"{name}.csv").write_bytes(b"".join(file.pieces(made)))
    books = opened(tmp_path, f"--infilter={way}")
    assert {name: formulas(book) for name, book in books.items()} == {name: [] for name in FILES}
    titles = column(books["answers_wide"].active, "project")
    assert titles[: len(ACCENTS)] == list(ACCENTS)
    assert set(column(books["projects"].active, "mission")) == {"Été"}
    # all texts, but for those that look like numbers or dates, which a spreadsheet reads as such
    looks = {"NULL", "TRUE", "NaN", "0", "007", "1e10", "1/2", "2001-10-12", "1,000.5", "-5"}
    shown = {text: title for text, title in zip(texts, titles, strict=True) if text not in looks}
    assert shown == {text: written(text) for text in shown}


@pytest.mark.long
def test_the_workbook_opens_with_every_text_and_without_formulas(opened, tmp_path):
    texts = texts_of_a_round()
    made = trial_round(texts)
    (tmp_path / "workbook.xlsx").write_bytes(b"".join(PRODUCTS["workbook.xlsx"].pieces(made, Order())))
    book = opened(tmp_path)["workbook"]
    assert formulas(book) == []
    assert book.sheetnames == ["about", *FILES, "verdicts_in_words", "codes"]
    assert column(book["answers_long"], "value") == texts
    assert column(book["answers_wide"], "project") == texts
    assert column(book["projects"], "results") == texts
