"""A version of the questionnaire as a file, in each format that goes out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from survey.questionnaire.exchange.data_file import to_json, to_toml
from survey.questionnaire.exchange.findings import WHOLE_FILE, Finding
from survey.questionnaire.exchange.sheets import to_csv, to_markdown
from survey.questionnaire.exchange.workbooks import to_workbook
from survey.questionnaire.exchange.xlsform_out import xlsform
from survey.web.wording import BadInput, Sentence, sentence


@dataclass(frozen=True)
class Format:
    """A format: its suffix, what a browser calls it, and its name for people. `is_form`: an XLSForm."""

    suffix: str
    media_type: str
    name: Sentence
    is_form: bool
    make: Callable[[Mapping, int, datetime], bytes]


FORMATS = {
    format.suffix: format
    for format in (
        Format(
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            sentence("XLSForm as an Excel workbook (.xlsx)"),
            True,
            lambda document, number, now: to_workbook(xlsform(document, number)[0], now),
        ),
        Format(
            "csv",
            "text/csv",
            sentence("XLSForm as comma-separated text (.csv)"),
            True,
            lambda document, number, _now: to_csv(xlsform(document, number)[0]),
        ),
        Format(
            "md",
            "text/markdown",
            sentence("XLSForm as Markdown tables (.md)"),
            True,
            lambda document, number, _now: to_markdown(xlsform(document, number)[0]),
        ),
        Format(
            "toml",
            "application/toml",
            sentence("Data file as TOML (.toml)"),
            False,
            lambda document, _number, _now: to_toml(document),
        ),
        Format(
            "json",
            "application/json",
            sentence("Data file as JSON (.json)"),
            False,
            lambda document, _number, _now: to_json(document),
        ),
    )
}


def not_carried(document: Mapping, number: int) -> list[Finding]:
    """What an XLSForm of this version cannot carry, or why there is none."""
    try:
        return xlsform(document, number)[1]
    except BadInput as refusal:
        return [Finding(WHOLE_FILE, refusal.sentence)]
