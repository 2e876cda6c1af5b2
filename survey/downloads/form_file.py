"""The version of the questionnaire that a round asks, as an XLSForm for programs that collect answers."""

import json

from survey.downloads.content import Content
from survey.downloads.order import Order
from survey.questionnaire.exchange.workbooks import to_workbook
from survey.questionnaire.exchange.xlsform_out import xlsform
from survey.web.csv_files import Pieces


def form_pieces(content: Content, order: Order) -> Pieces:
    """The workbook: the same for the same version, whose day of publication it carries."""
    origin = content.origin
    if origin is None:
        raise ValueError("content without the version that its round asks")
    sheets, _not_carried = xlsform(json.loads(origin.document), origin.version)
    yield to_workbook(sheets, origin.published_at)
