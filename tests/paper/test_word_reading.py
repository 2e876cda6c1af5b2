"""Word forms as Word, LibreOffice and people leave them."""

import re

from survey.paper.boxes import CHOICE, TEXT, TICK, boxes_of, filled
from tests.answering.examples import NEWEST, saved
from tests.paper.examples import BOXES, NAUGHTY, made, read
from tests.paper.forms import DOCUMENT, fill_word, member, repack_files, tags_of_word

HOW = "Q1_AWARENESS.how"


def read_changed(change, answers=None):
    """What is read of a form whose document was changed as text."""
    data = made("docx", answers)
    document = member(data, DOCUMENT).decode()
    changed = change(document)
    assert changed != document
    return read(repack_files(data, {DOCUMENT: changed}))


def control_of(document, tag):
    """The whole control with this tag, as text."""
    tag = document.index(f'w:val="{tag}"')
    start, end = document.rindex("<w:sdt>", 0, tag), document.index("</w:sdt>", tag) + len("</w:sdt>")
    return document[start:end]


def test_word_form_has_one_control_for_each_box_and_one_for_its_mark():
    tags = tags_of_word(made("docx"))
    assert tags == [*(box.name for box in BOXES), "survey-form"]
    assert max(map(len, tags)) <= 64


def test_tags_of_long_codes_are_shortened_and_stay_different():
    from survey.paper.word_xml import tag_of

    names = [f"Q_{'LONG' * 20}.part:option_{number}" for number in range(50)]
    tags = {tag_of(name) for name in names}
    assert (len(tags), max(map(len, tags))) == (50, 64)


def test_untouched_word_form_gives_back_what_it_was_filled_with():
    answers = saved(
        Q1_AWARENESS__partners="partly",
        Q1_AWARENESS__how="one\ntwo",
        S_STATUS__expected="2002-03-31",
        Q8_DATA__indicators="sex;age",
        Q10_ACCESS__reach='{"eligible":{"women":0,"men":84}}',
    )
    found = read(made("docx", answers)).texts
    for part in NEWEST.parts:
        stands = filled(part, answers[part.code])
        for box in boxes_of(part):
            text = stands.get(box.name, "")
            words = part.option_labels[text]["en"] if box.kind == CHOICE and text else text
            assert found[box.name] == words


def test_texts_are_read_as_they_were_typed_and_as_they_were_saved():
    places = [box.name for box in BOXES if box.kind == TEXT]
    for texts in (NAUGHTY[: len(places)], NAUGHTY[-len(places) :]):
        typed = dict(zip(places, texts, strict=True))
        assert texts_of(read(fill_word(made("docx"), typed))) == typed
        data = made("docx", saved(**{name.replace(".", "__"): text for name, text in typed.items()}))
        assert texts_of(read(data)) == typed


def texts_of(filled):
    return {name: text for name, text in filled.texts.items() if text}


def test_longest_text_is_read_whole():
    text = "é" * 20_000
    assert read(fill_word(made("docx"), {HOW: text})).texts[HOW] == text


def test_ticks_are_read_from_the_state_of_their_box():
    data = fill_word(made("docx"), {"Q8_DATA.indicators:sex": True, f"declined:{HOW}": True})
    texts = read(data).texts
    ticked = [box.name for box in BOXES if box.kind == TICK and texts[box.name]]
    assert ticked == [f"declined:{HOW}", "Q8_DATA.indicators:sex"]


def test_prompt_of_an_empty_field_is_no_answer():
    data = made("docx")
    assert "Write your answer here" in member(data, DOCUMENT).decode()
    assert set(read(data).texts.values()) == {""}


def test_form_without_tags_is_read_by_its_bookmarks():
    """LibreOffice up to 7.4 drops the tags, and moves the bookmarks into the controls."""
    without = lambda document: re.sub(r'<w:tag w:val="[^"]*"/>|<w:alias w:val="[^"]*"/>', "", document)  # noqa: E731
    found = read_changed(without, saved(Q1_AWARENESS__how="kept", Q8_DATA__tools="no"))
    assert (found.texts[HOW], found.texts["Q8_DATA.tools"]) == ("kept", "No")

    def moved(document):
        inside = r"(<w:bookmarkStart[^>]*/>)(<w:sdt>.*?<w:sdtContent>)"
        return re.sub(inside, r"\2\1", without(document))

    assert read_changed(moved, saved(Q1_AWARENESS__how="kept")).texts == found.texts | {"Q8_DATA.tools": ""}


def test_paragraphs_pasted_into_a_field_are_its_lines():
    """Pasting several paragraphs turns a control inside a paragraph into one around paragraphs."""

    def pasted(document):
        old = control_of(document, HOW)
        runs = "".join(
            f"<w:p><w:pPr/><w:r><w:t>{text}</w:t></w:r></w:p>" for text in ("one", "two", "", "four")
        )
        new = re.sub("<w:showingPlcHdr/>|<w:sdtContent>.*</w:sdtContent>", "", old)
        return document.replace(old, new.replace("</w:sdt>", f"<w:sdtContent>{runs}</w:sdtContent></w:sdt>"))

    assert read_changed(pasted).texts[HOW] == "one\ntwo\n\nfour"


def test_tracked_changes_count_as_they_stand():
    runs = (
        "<w:ins><w:r><w:t>new </w:t></w:r></w:ins><w:del><w:r><w:delText>old </w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>moved </w:t></w:r></w:moveFrom><w:r><w:t>text</w:t><w:noBreakHyphen/></w:r>"
    )

    def tracked(document):
        old = control_of(document, HOW)
        return document.replace(old, re.sub("(<w:sdtContent>).*(</w:sdtContent>)", rf"\1{runs}\2", old))

    assert read_changed(tracked, saved(Q1_AWARENESS__how="x")).texts[HOW] == "new text-"


def test_field_that_was_copied_keeps_both_texts():
    def copied(document):
        old = control_of(document, HOW)
        return document.replace(old, old + old.replace(">one<", ">two<"))

    assert read_changed(copied, saved(Q1_AWARENESS__how="one")).texts[HOW] == "one\ntwo"


def test_field_that_was_deleted_is_missing():
    assert HOW not in read_changed(lambda document: document.replace(control_of(document, HOW), "")).texts


def test_text_beside_the_fields_is_kept():
    added = "<w:p><w:r><w:t>A thought between </w:t></w:r><w:r><w:t>the questions</w:t></w:r></w:p><w:sectPr>"
    found = read_changed(lambda document: document.replace("<w:sectPr>", added))
    known = read(made("docx")).beside
    assert [text for text in found.beside if text not in known] == ["A thought between the questions"]


def test_frame_around_a_field_is_not_the_field():
    def framed(document):
        old = control_of(document, HOW)
        return document.replace(
            old, f"<w:sdt><w:sdtPr><w:group/></w:sdtPr><w:sdtContent>{old}</w:sdtContent></w:sdt>"
        )

    assert read_changed(framed, saved(Q1_AWARENESS__how="one")).texts[HOW] == "one"
