"""The wide file for Stata (.dta, format 118, of Stata 14 and newer), with labels of variables and values."""

from datetime import datetime
from pathlib import Path

from survey.downloads.content import Content
from survey.downloads.order import Order
from survey.downloads.variable_frame import framed
from survey.downloads.variable_shapes import DAY, MOMENT, TEXT, WORD, cut
from survey.downloads.variables import WideVariables
from survey.downloads.whole_files import sent_whole
from survey.web.csv_files import Pieces
from survey.web.wording import sentence

MIMETYPE = "application/x-stata-dta"
ABOUT = sentence(
    "All answers for Stata, one report a line, with labels: coded answers as numbers, and a status beside each part."
)
LONGEST_LABEL = 80
#: in bytes; what is longer is stored as Stata's strL, which holds any text
LONGEST_WORD = 2_045
DATES = {DAY: "td", MOMENT: "tc"}
MADE = datetime(2001, 1, 1)  # noqa: DTZ001 - always the same, so that the same content gives the same bytes


def stata_pieces(content: Content, order: Order) -> Pieces:
    """The file as bytes: the same for the same content and edition."""
    return sent_whole(lambda path: write_stata(path, content))


def write_stata(path: Path, content: Content) -> None:
    """Writes it to `path`. Answers in words are strL whatever their length: files of two rounds fit together."""
    from pandas.io.stata import StataWriterUTF8

    wide = WideVariables(content)
    variables, frame = wide.variables, framed(wide)
    with path.open("wb") as file:
        StataWriterUTF8(
            file,
            frame,
            convert_dates={
                variable.name: DATES[variable.shape] for variable in variables if variable.shape in DATES
            },
            write_index=False,
            byteorder="little",
            time_stamp=MADE,
            data_label=cut(f"Gender Mainstreaming Survey, round {content.round_code}", LONGEST_LABEL),
            variable_labels={variable.name: cut(variable.label, LONGEST_LABEL) for variable in variables},
            convert_strl=[
                variable.name for variable in variables if _is_long(variable.shape, frame[variable.name])
            ],
            value_labels={variable.name: dict(variable.labels) for variable in variables if variable.labels},
        ).write_file()


def _is_long(shape: str, values) -> bool:
    return shape == TEXT or (shape == WORD and any(len(value.encode()) > LONGEST_WORD for value in values))
