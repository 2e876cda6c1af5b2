"""The wide file for SPSS (.sav), with labels of variables and values. Needs pyreadstat."""

from importlib.util import find_spec
from pathlib import Path

from survey.downloads.content import Content
from survey.downloads.order import Order
from survey.downloads.variable_frame import framed
from survey.downloads.variable_shapes import CODE, COUNT, DAY, FLAG, MOMENT, NUMBER, TEXT, WORD, cut
from survey.downloads.variables import WideVariables
from survey.downloads.whole_files import kept, sent_whole
from survey.web.csv_files import Pieces
from survey.web.wording import Sentence, sentence

MIMETYPE = "application/x-spss-sav"
ABOUT = sentence(
    "All answers for SPSS, one report a line, with labels: coded answers as numbers, and a status beside each part."
)
NOT_INSTALLED = sentence(
    "This service cannot make files for SPSS yet: the library pyreadstat is not installed. Whoever runs it can install "
    "it with: pip install 'gender-mainstreaming-survey[formats]'."
)
#: in bytes; the longest text of SPSS, and of a variable's label
LONGEST, LONGEST_LABEL = 32_767, 250
FORMATS = {DAY: "SDATE10", MOMENT: "YMDHMS20", CODE: "F5.0", FLAG: "F1.0", COUNT: "F10.0"}
#: how wide a column is shown, in characters
WIDTHS = {DAY: 11, MOMENT: 20, COUNT: 11, NUMBER: 12, WORD: 20, TEXT: 40}
MEASURES = {CODE: "nominal", FLAG: "nominal", COUNT: "scale", NUMBER: "scale"}
# where the header tells date and time of the file's making, and what stands there instead: always the same
MADE_AT, MADE = 92, b"01 Jan 0100:00:00"


def lacks() -> Sentence | None:
    return None if find_spec("pyreadstat") else NOT_INSTALLED


def spss_pieces(content: Content, order: Order) -> Pieces:
    """The file as bytes: the same for the same content and edition."""
    return sent_whole(lambda path: write_spss(path, content))


def write_spss(path: Path, content: Content) -> None:
    """Writes it to `path`. A text beyond 32,767 bytes is cut and ends with a note that says so."""
    import pyreadstat

    wide = WideVariables(content)
    variables = wide.variables
    pyreadstat.write_sav(
        framed(wide, fitting),
        path,
        file_label=cut(f"Gender Mainstreaming Survey, round {content.round_code}", 64),
        column_labels={variable.name: cut(variable.label, LONGEST_LABEL) for variable in variables},
        variable_value_labels={
            variable.name: dict(variable.labels.items()) for variable in variables if variable.labels
        },
        variable_display_width={variable.name: WIDTHS.get(variable.shape, 8) for variable in variables},
        variable_measure={
            variable.name: MEASURES.get(variable.shape, "nominal" if variable.is_text else "scale")
            for variable in variables
        },
        variable_format={
            variable.name: FORMATS[variable.shape] for variable in variables if variable.shape in FORMATS
        },
        # texts are as wide as the longest one of their column, and this leaves the spaces out
        row_compress=True,
    )
    with path.open("r+b") as file:
        file.seek(MADE_AT)
        file.write(MADE)


def fitting(text: str) -> str:
    return kept(text, LONGEST, lambda one: len(one.encode()), "a text in SPSS holds 32,767 bytes")
