"""How a file's content meets what is in the draft: codes, retiring, lists, texts that the file does not have."""

from copy import deepcopy

from survey.questionnaire import structure
from survey.questionnaire.consistency import faults
from survey.questionnaire.exchange.content import Content
from survey.questionnaire.exchange.taking_over import APPEND
from tests.questionnaire.exchange.examples import DRAFT, PUBLISHED, markdown, questions_of, read, said, take

TEXT = {"code": "a", "kind": "text", "label": {"en": "A"}, "short": {"en": "A"}}


def content(*parts, code="X_NEW", section="NEW", lists=(), **fields):
    asked = {"code": code, "title": {"en": "Title"}, "text": {"en": "Text"}, "parts": list(parts), **fields}
    return Content([{"code": section, "title": {"en": "New"}, "questions": [asked]}], list(lists))


def test_appended_questions_follow_and_everything_else_stays_as_it_is():
    taken = take(content(TEXT), APPEND)
    assert taken.document["sections"][:-1] == DRAFT["sections"]
    [asked] = taken.document["sections"][-1]["questions"]
    assert asked == {
        "code": "X_NEW",
        "title": {"en": "Title"},
        "text": {"en": "Text"},
        "origin": "added",
        "since": 3,
        "parts": [TEXT],
    }
    assert {name: taken.document[name] for name in DRAFT if name != "sections"} == {
        name: DRAFT[name] for name in DRAFT if name != "sections"
    }
    assert (taken.findings, faults(taken.document)) == ([], [])


def test_taken_codes_get_the_next_free_ones_and_that_is_said():
    taken = take(
        content(TEXT, code="Q4_LESSONS", section="ADDED"),
        APPEND,
        registered=PUBLISHED | {"Q4_LESSONS_2.a": "text"},
    )
    assert list(questions_of(taken.document))[-1] == "Q4_LESSONS_3"
    assert said(taken.findings) == [
        "Q4_LESSONS_3: The code Q4_LESSONS is taken. The new question has the code Q4_LESSONS_3.",
        "ADDED_2: The section ADDED is there already. The new one has the code ADDED_2.",
    ]


def test_code_that_was_registered_and_is_gone_from_the_draft_is_never_used_again():
    taken = take(content(TEXT, code="X_GONE"), registered=PUBLISHED | {"X_GONE.b": "text"})
    assert "X_GONE_2" in questions_of(taken.document)


def test_part_of_another_kind_gets_another_code_and_conditions_follow_it():
    number = TEXT | {"code": "lessons", "kind": "one_choice", "options": "designs"}
    hangs = TEXT | {"when": [{"part": "Q4_LESSONS.lessons", "in": ["paired"]}]}
    taken = take(content(number, hangs, code="Q4_LESSONS", section="ANNEX2"))
    parts = questions_of(taken.document)["Q4_LESSONS"]["parts"]
    assert [(part["code"], part["kind"], part.get("retired"), part.get("since")) for part in parts] == [
        ("lessons_2", "one_choice", None, 3),
        ("a", "text", None, 3),
        ("lessons", "text", 3, None),
    ]
    assert parts[1]["when"] == [{"part": "Q4_LESSONS.lessons_2", "in": ["paired"]}]
    assert said(taken.findings)[:1] == [
        "Q4_LESSONS.lessons_2: The code Q4_LESSONS.lessons stands for something of another kind already. The new part "
        "has the code Q4_LESSONS.lessons_2."
    ]


def test_what_the_file_does_not_have_is_retired_if_published_and_dropped_if_not():
    draft = take(content(TEXT), APPEND).document
    taken = take(content(TEXT, code="X_OTHER"), draft=draft)
    retired = {code: question.get("retired") for code, question in questions_of(taken.document).items()}
    assert retired == {"X_OTHER": None} | dict.fromkeys(questions_of(DRAFT), 3)
    assert [q.code for q in structure.questionnaire(taken.document, 3).questions] == ["X_OTHER"]
    before = structure.questionnaire(DRAFT, 2)
    assert structure.questionnaire(taken.document, 2).questions == before.questions


def test_question_that_comes_back_is_asked_again():
    away = take(content(TEXT)).document
    back = take(Content(deepcopy(DRAFT["sections"]), deepcopy(DRAFT["lists"])), draft=away)
    assert structure.questionnaire(back.document, 3).questions == structure.questionnaire(DRAFT, 3).questions


def test_what_a_file_does_not_say_of_a_question_stays():
    part = {"code": "how", "kind": "text", "label": {"fr": "Comment ?"}}
    taken = take(content(part, code="Q1_AWARENESS", section="ANNEX2", title={"fr": "Titre"}, text={}))
    old, new = (questions_of(document)["Q1_AWARENESS"] for document in (DRAFT, taken.document))
    assert new["title"] == {**old["title"], "fr": "Titre"}
    assert (new["text"], new["number"], new["origin"], new["since"]) == (old["text"], 1, "annex-2", 1)
    [how] = [part for part in new["parts"] if "retired" not in part]
    before = old["parts"][2]
    assert how["label"] == {**before["label"], "fr": "Comment ?"}
    assert {name: how[name] for name in ("short", "aims")} == {
        name: before[name] for name in ("short", "aims")
    }
    assert said(taken.findings) == [
        "Q1_AWARENESS.how: Its other label depends on an answer that is no longer asked. It was left out."
    ]


def options(*codes):
    return [{"code": code, "label": {"en": code}} for code in codes]


def test_list_that_only_grows_stays_the_same_list_and_another_one_gets_another_code():
    known = next(entry for entry in DRAFT["lists"] if entry["code"] == "designs")
    part = TEXT | {"kind": "one_choice", "options": "designs"}
    grown = take(
        content(part, lists=[{"code": "designs", "options": [*known["options"], *options("mixed")]}])
    )
    lists = {entry["code"]: entry["options"] for entry in grown.document["lists"]}
    assert (lists["designs"], grown.findings) == ([*known["options"], *options("mixed")], [])
    other = take(content(part, lists=[{"code": "designs", "options": options("one", "two")}]))
    lists = {entry["code"]: entry["options"] for entry in other.document["lists"]}
    assert (lists["designs"], lists["designs_2"]) == (known["options"], options("one", "two"))
    assert questions_of(other.document)["X_NEW"]["parts"][0]["options"] == "designs_2"
    assert said(other.findings) == [
        "designs_2: A list with the code designs is there already and has other options. The list of the file has the "
        "code designs_2."
    ]


def test_unknown_aims_are_left_out_and_a_polarity_is_put_in():
    part = TEXT | {"kind": "verdict", "aims": ["A9_NONE", "A4_DATA"]}
    taken = take(content(part))
    assert questions_of(taken.document)["X_NEW"]["parts"] == [
        part | {"aims": ["A4_DATA"], "polarity": "open"}
    ]
    assert said(taken.findings) == [
        "X_NEW.a: The file does not say whether a yes is welcome or a difficulty. It was set to neither "
        "(polarity: open).",
        "X_NEW.a: The aim “A9_NONE” is none of this questionnaire’s. It was left out.",
    ]


def test_nothing_that_was_given_is_changed():
    given = content(TEXT, code="Q4_LESSONS")
    draft, before = deepcopy(DRAFT), deepcopy(given)
    take(given, draft=draft)
    assert (draft, given) == (DRAFT, before)


def test_translations_in_a_spreadsheet_change_these_texts_only():
    header = "type | name | label::fr"
    rows = [
        "begin group | ANNEX2 | ",
        "begin group | Q4_LESSONS | ",
        "text | Q4_LESSONS_lessons | Leçons ?",
        "end group",
        "end group",
    ]
    taken = take(read(markdown(*rows, header=header)))
    old, new = (questions_of(document)["Q4_LESSONS"] for document in (DRAFT, taken.document))
    assert new == old | {"parts": [old["parts"][0] | {"label": old["parts"][0]["label"] | {"fr": "Leçons ?"}}]} | {
        "title": old["title"] | {"fr": "Leçons ?"}, "text": old["text"] | {"fr": "Leçons ?"},
    }  # fmt: skip
