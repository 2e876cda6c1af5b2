import pytest

from survey.paper.filled import Filled, read_file, repacked
from survey.paper.reading import read_answers, texts_beside
from survey.web.uploads.packages import NO_FORM
from survey.web.wording import BadInput
from tests.answering.examples import NEWEST
from tests.paper.examples import BOXES, made
from tests.paper.forms import fill_word, repack_files
from tests.support.factories import part

EMPTY = {box.name: "" for box in BOXES}
CHOOSE = "This is not one of the answers that can be chosen here. Choose one of the list."
COUNT = "Write each count as a whole number, such as 84. Leave the cell empty if it was not recorded."
DAY = "This is not a day of the calendar. Write it as 31 3 2002: day, month, year."
TWICE = "You ticked “Prefer not to answer” and also gave an answer. Keep one of the two."


def answer(code, language="en", **texts):
    """The reading of a part; texts are given by what follows the part's code, or by `own` and `declined`."""
    names = {"own": code, "declined": f"declined:{code}"}
    given = {names.get(name, f"{code}:{name.replace('__', ':')}"): text for name, text in texts.items()}
    return read_answers(NEWEST.parts, Filled("xlsx", "mark", EMPTY | given), language)[code]


def value(code, **texts):
    found = answer(code, **texts)
    assert found.unread == []
    return found.value


def reasons(code, **texts):
    return [(unread.box.name, unread.text, str(unread.reason)) for unread in answer(code, **texts).unread]


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_choice_is_known_by_its_words_in_every_language(language):
    words = NEWEST.part["Q1_AWARENESS.partners"].option_labels["too_early"][language]
    for spelling in (words, f" {words.upper()} ", words.replace(" ", "\u00a0")):
        assert value("Q1_AWARENESS.partners", own=spelling) == "too_early"


def test_words_of_the_options_name_one_option_in_all_languages():
    for found in NEWEST.parts:
        words = {
            (label.casefold(), option.code) for option in found.options for label in option.label.values()
        }
        assert len({label for label, _code in words}) == len(words)


@pytest.mark.parametrize("dash", ["", "—", "–", "-", "  "])
def test_dash_takes_a_choice_back(dash):
    assert value("Q1_AWARENESS.partners", own=dash) == ""


def test_unknown_words_are_shown_with_the_reason():
    assert reasons("Q1_AWARENESS.partners", own="Perhaps") == [("Q1_AWARENESS.partners", "Perhaps", CHOOSE)]


@pytest.mark.parametrize("tick", ["x", "X", " x ", "✓", "☒", "1", "Yes", "oui", "Sí"])
def test_ticks_are_taken_in_many_forms(tick):
    assert value("Q8_DATA.indicators", age=tick, sex="x", other="") == "sex;age"


def test_tick_that_is_none_is_shown_with_the_reason():
    assert reasons("Q8_DATA.indicators", age="perhaps") == [
        ("Q8_DATA.indicators:age", "perhaps", "Write x to tick this, or leave it empty.")
    ]


@pytest.mark.parametrize("text", ["2002-03-31", "31.3.2002", "31/03/2002", "31 3 2002", "2002/3/31"])
def test_days_are_taken_in_many_forms(text):
    assert value("S_STATUS.expected", own=text) == "2002-03-31"


@pytest.mark.parametrize("text", ["31.2.2002", "soon", "3/2002", "2002-13-01", "99999999", "1.1.02"])
def test_what_is_no_day_is_shown_with_the_reason(text):
    assert reasons("S_STATUS.expected", own=text) == [("S_STATUS.expected", text, DAY)]


def test_counts_are_read_cell_by_cell():
    assert value("Q10_ACCESS.reach", eligible__women="0", reached__men="1 084") == (
        '{"eligible":{"women":0},"reached":{"men":1084}}'
    )
    assert reasons("Q10_ACCESS.reach", eligible__women="12a", reached__men="-5", reached__girls="7") == [
        ("Q10_ACCESS.reach:eligible:women", "12a", COUNT),
        ("Q10_ACCESS.reach:reached:men", "-5", COUNT),
    ]


def test_counts_and_not_recorded_at_once_are_one_fault_of_the_table():
    [(_box, text, reason)] = reasons("Q10_ACCESS.reach", eligible__women="5", not_recorded="x")
    assert text == "5 x"
    assert reason == "You gave counts and also ticked that they were not recorded. Keep one of the two."
    assert value("Q10_ACCESS.reach", not_recorded="x") == "not_recorded"


def test_declining_is_an_answer_of_its_own():
    found = answer("Q4_LESSONS.lessons", declined="x")
    assert (found.value, found.declined, found.unread) == ("", True, [])


@pytest.mark.parametrize(
    ("code", "texts"), [("Q4_LESSONS.lessons", "text"), ("Q1_AWARENESS.partners", "Yes")]
)
def test_declining_and_answering_at_once_is_no_answer(code, texts):
    assert reasons(code, own=texts, declined="x") == [(code, texts, TWICE)]


def test_text_is_cleaned_as_one_that_is_typed_on_the_page():
    assert value("Q4_LESSONS.lessons", own=" e\u0301\r\nx ") == "é\nx"
    [(_box, text, reason)] = reasons("Q4_LESSONS.lessons", own="x" * 20_001)
    assert (len(text), reason) == (
        20_001,
        "The text has 20001 characters; at most 20000 fit. Shorten it by 1.",
    )
    [(_box, _text, reason)] = reasons("Q4_LESSONS.lessons", own="half a \ufffd")
    assert reason.startswith("The text contains a character that cannot be stored")


def test_formula_without_a_result_is_shown():
    filled = Filled(
        "xlsx", "mark", EMPTY, formulas={"Q4_LESSONS.lessons": "=abc"}, places={"Q4_LESSONS.lessons": "D9"}
    )
    [unread] = read_answers(NEWEST.parts, filled, "en")["Q4_LESSONS.lessons"].unread
    assert (unread.text, unread.place) == ("=abc", "D9")
    assert str(unread.reason) == "A formula stands here that has no result. Write the answer itself."


def test_part_without_any_box_is_missing_and_one_without_some_is_not_read():
    texts = {name: "" for name in EMPTY if not name.startswith("Q4_LESSONS")}
    texts.pop("Q10_ACCESS.reach:reached:men")
    found = read_answers(NEWEST.parts, Filled("docx", "mark", texts), "en")
    assert "Q4_LESSONS.lessons" not in found
    assert [(unread.box.name, str(unread.reason)) for unread in found["Q10_ACCESS.reach"].unread] == [
        ("Q10_ACCESS.reach:reached:men", "This field is no longer in the file.")
    ]


def test_numbers_are_read_by_their_kind():
    asked = part("number", "X.a")
    texts = {"X.a": "2,50", "declined:X.a": ""}
    assert read_answers([asked], Filled("xlsx", "mark", texts), "en")["X.a"].value == "2.5"


def test_texts_beside_are_those_of_no_untouched_form():
    filled = Filled("docx", "mark", {}, beside=["Known  words", "a note"])
    assert texts_beside(filled, ["known words"]) == ["a note"]


def test_filled_form_travels_as_one_text():
    filled = Filled("docx", "mark", {"a": 'é "quoted"\n\u2028'}, {"a": "D1"}, {"b": "=x"}, ["beside"])
    assert repacked(filled.packed()) == filled


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", "null", '{"format":"docx","mark":"m","texts":{"a":1}}', "[" * 100_000, '{"texts":5}'],
)
def test_what_no_preview_sent_is_refused(text):
    with pytest.raises(BadInput) as refused:
        repacked(text)
    assert refused.value.sentence == NO_FORM


def test_word_file_without_our_mark_is_refused():
    data = repack_files(made("docx"), {"word/document.xml": "<document><body><p/></body></document>"})
    with pytest.raises(BadInput) as refused:
        read_file(data, "letter.docx", BOXES)
    assert refused.value.sentence == NO_FORM


def test_more_text_than_all_answers_can_have_is_refused():
    texts = {box.name: "x" * 500_000 for box in BOXES if box.name in ("Q4_LESSONS.lessons", "Q7_SUCCESS.why")}
    data = fill_word(made("docx"), texts | {"Q1_AWARENESS.how": "x"})
    with pytest.raises(BadInput) as refused:
        read_file(data, "form.docx", BOXES)
    assert str(refused.value).startswith("The file holds more text than all answers together may have.")
