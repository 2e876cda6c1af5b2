"""Reads an uploaded file of any of the formats that questionnaires come in."""

from collections.abc import Callable, Mapping, Sequence

from survey.questionnaire.exchange.building import content
from survey.questionnaire.exchange.content import Content
from survey.questionnaire.exchange.data_file import from_json, from_toml
from survey.questionnaire.exchange.findings import Finding
from survey.questionnaire.exchange.limesurvey import read_limesurvey
from survey.questionnaire.exchange.sheets import MOST_ROWS, SURVEY, Sheet, from_csv, from_markdown
from survey.questionnaire.exchange.workbooks import from_workbook
from survey.questionnaire.exchange.xlsform_in import read_xlsform
from survey.questionnaire.structure import Choice
from survey.web.uploads import packages
from survey.web.uploads.packages import LARGEST_FILE, unpacked
from survey.web.uploads.xml_reading import Package, content_types, refuse_connections
from survey.web.wording import BadInput, Sentence, sentence

SUFFIXES = (".xlsx", ".csv", ".md", ".lss", ".toml", ".json")
EMPTY = sentence("Choose a file on your computer first.")
NOTHING_IN_IT = sentence("The file is empty.")
TOO_LARGE = sentence("The file is larger than 5 MB, which is far more than a questionnaire needs.")
OTHER_TYPE = sentence(
    "Files of this type cannot be read. Take an XLSForm (.xlsx, .csv or .md), a LimeSurvey structure (.lss), or a data "
    "file of this service (.toml or .json)."
)
OLD_EXCEL = sentence(
    "The file is an old Excel file or locked with a password. Save it without a password as .xlsx."
)
NO_WORKBOOK = sentence("The content of this file is not what its name says: it is no Excel workbook.")
DAMAGED = sentence("The file is damaged and cannot be read. Save it again and upload that.")
TOO_MUCH_INSIDE = sentence(
    "The file holds far more than a questionnaire can hold. It was not opened any further."
)
ODD = sentence(
    "The file is not built as its program builds such files, or names others outside of it. It was not opened any "
    "further."
)
#: what is said of forms that come back filled, in words that fit a questionnaire
OWN_WORDS: Mapping[str, Sentence] = {
    packages.EMPTY.text: NOTHING_IN_IT,
    packages.TOO_LARGE.text: TOO_LARGE,
    packages.OLD.text: OLD_EXCEL,
    packages.NO_FORM.text: NO_WORKBOOK,
    packages.IS_PDF.text: NO_WORKBOOK,
    packages.DAMAGED.text: DAMAGED,
    packages.BOMB.text: TOO_MUCH_INSIDE,
    packages.ODD.text: ODD,
}


def read_upload(data: bytes, filename: str, verdict: Sequence[Choice]) -> Content:
    """What the file would bring; `verdict` is the questionnaire's list of verdicts.

    Raises BadInput with one sentence where the file cannot be taken; nothing of it is taken then.
    """
    if len(data) > LARGEST_FILE:
        raise BadInput(TOO_LARGE)
    suffix = filename[filename.rfind(".") :].lower() if "." in filename else ""
    if suffix in (".xlsm", ".xltm", ".xlsb", ".xlam"):
        raise BadInput(packages.MACROS)
    if suffix == ".xls":
        raise BadInput(OLD_EXCEL)
    if suffix not in READERS:
        raise BadInput(OTHER_TYPE)
    if not data.strip():
        raise BadInput(NOTHING_IN_IT)
    try:
        return READERS[suffix](data, verdict)
    except BadInput as refusal:
        own = OWN_WORDS.get(refusal.sentence.text)
        if own is None:
            raise
        raise BadInput(own) from None


def _workbook(data: bytes, verdict: Sequence[Choice]) -> Content:
    package = Package(unpacked(data, ""))
    content_types(package)
    refuse_connections(package)
    if "xl/workbook.xml" not in package.files:
        raise BadInput(NO_WORKBOOK)
    sheets, findings = from_workbook(package)
    return _form(sheets, verdict, findings)


def _form(
    sheets: Mapping[str, Sheet], verdict: Sequence[Choice], findings: Sequence[Finding] = ()
) -> Content:
    """An XLSForm's content, its findings in the order of the file."""
    made = content(read_xlsform(sheets), verdict)
    made.findings = sorted([*findings, *made.findings], key=_place)
    return made


def _place(finding: Finding) -> tuple[bool, int]:
    values = finding.place.values if isinstance(finding.place, Sentence) else {}
    return values.get("sheet", SURVEY) != SURVEY, int(str(values.get("row", MOST_ROWS + 1)))


READERS: Mapping[str, Callable[[bytes, Sequence[Choice]], Content]] = {
    ".xlsx": _workbook,
    ".csv": lambda data, verdict: _form(from_csv(data), verdict),
    ".md": lambda data, verdict: _form(from_markdown(data), verdict),
    ".lss": lambda data, verdict: content(read_limesurvey(data), verdict),
    ".toml": lambda data, _verdict: from_toml(data),
    ".json": lambda data, _verdict: from_json(data),
}
