"""The PDF files: what stands in them, and that a screen reader finds its way."""

import io

import pypdf
import pytest

from survey.paper import printed
from survey.paper.pdf import BLANK, REPORT, pdf
from tests.answering.examples import NEWEST, saved
from tests.paper.examples import ENGLISH, NAUGHTY, NOW, head

SUBMITTED = head(state="submitted", submitted_at=NOW, signed_name="María #1", signed_function="*Chief*")


def report(answers=None, found=None, checksum=""):
    return printed.report(NEWEST, found or head(), answers or saved(), checksum, ENGLISH, NOW)


def opened(template, content):
    return pypdf.PdfReader(io.BytesIO(pdf(template, content, NOW)))


def text_of(reader):
    return "\n".join(page.extract_text() for page in reader.pages)


def squeezed(text):
    return "".join(text.split())


def tags(reader):
    """The kinds of all elements in the tree that a screen reader follows, in its order."""
    found, waiting = [], [reader.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        element = waiting.pop().get_object()
        if isinstance(element, pypdf.generic.DictionaryObject):
            if "/S" in element:
                found.append(element["/S"])
            below = element.get("/K", [])
            below = below.get_object() if hasattr(below, "get_object") else below
            waiting += list(below)[::-1] if isinstance(below, list) else [below]
    return found


@pytest.mark.parametrize("template", [BLANK, REPORT])
def test_pdf_is_tagged_titled_and_says_its_language(template):
    table = saved(Q10_ACCESS__reach='{"eligible":{"women":1084}}')
    content = printed.blank(NEWEST, head(), ENGLISH) if template == BLANK else report(table)
    reader = opened(template, content)
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value is True
    assert str(root["/Lang"]).startswith("en")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert "pdfuaid" in root["/Metadata"].get_data().decode()
    found = tags(reader)
    assert (found.count("/H1"), found.count("/H2")) == (len(NEWEST.sections), len(NEWEST.questions))
    assert {"/Table", "/TH", "/TD"} <= set(found)
    assert reader.metadata.title == content["title"]


def test_report_says_its_statuses_its_answers_and_that_it_is_a_draft():
    answers = saved(
        Q1_AWARENESS__partners="partly",
        Q10_ACCESS__reach="not_recorded",
        S_STATUS__expected="2002-03-31",
        S_STATUS__state="delayed",
        Q2_SPINOFF__which="kept aside",
    )
    text = text_of(opened(REPORT, report(answers)))
    for words in ("Partly", "These figures were not recorded", "2002-03-31", "No answer", "kept aside"):
        assert words in text
    assert "Draft of 2001-11-05 12:00+00:00. Not signed and not submitted." in text
    assert "Kept, but not part of the report, because another answer hides this part:" in text
    assert "Fictitious" in text


def test_submitted_report_says_who_signed_and_the_checksum_of_what_was_signed():
    text = text_of(opened(REPORT, report(found=SUBMITTED, checksum="ab12" * 16)))
    assert "Signed by María #1, *Chief*, on 2001-11-05 12:00+00:00." in text
    assert "ab12" * 16 in squeezed(text)
    assert "Draft" not in text


def test_report_with_real_answers_bears_no_mark_of_fiction():
    assert "Fictitious" not in text_of(opened(REPORT, report(found=head(fictitious=False))))


def test_texts_are_never_markup():
    # what is extracted of other scripts and of ligatures differs from what is seen
    texts = [text for text in NAUGHTY if text.isascii()]
    codes = [part.code.replace(".", "__") for part in NEWEST.parts if part.kind == "text"]
    found = squeezed(text_of(opened(REPORT, report(saved(**dict(zip(codes, texts, strict=False)))))))
    assert [text for text in texts if squeezed(text) not in found] == []


def test_title_is_never_markup():
    text = text_of(opened(BLANK, printed.blank(NEWEST, head(project_title="#import $x$ *a*"), ENGLISH)))
    assert "#import $x$ *a*" in text


@pytest.mark.parametrize(
    "text", ["漢字", "\U000e0001", "\uffff", "\u202edraw", "a\u0301" * 500, "x" * 20_000]
)
def test_text_that_no_font_has_still_gives_a_tagged_file(text):
    reader = opened(REPORT, report(saved(Q4_LESSONS__lessons=text)))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"].value is True


def test_character_without_a_font_is_named_in_a_note():
    note = "Some characters have no font"
    assert note in text_of(opened(REPORT, report(saved(Q4_LESSONS__lessons="\U0002a6d6"))))
    assert note not in text_of(opened(REPORT, report(saved(Q4_LESSONS__lessons="all well"))))


def test_blank_questionnaire_asks_everything_and_holds_no_answer():
    content = printed.blank(NEWEST, head(), ENGLISH)
    text = squeezed(text_of(opened(BLANK, content)))
    for part in NEWEST.parts:
        assert squeezed(part.label["en"]) in text
    assert squeezed("Only if “Constraints” is: Yes, Partly.") in text
    assert text.count(squeezed("Prefer not to answer")) == len(NEWEST.parts)
    assert "Fictitious" not in text
