import io

import openpyxl
import pytest

from survey.web.wording import BadInput
from tests.questionnaire.exchange.examples import FORM, markdown, questions_of, read, said, take


def refusal(text, name="form.md"):
    with pytest.raises(BadInput) as refused:
        read(text, name)
    return str(refused.value)


def test_form_becomes_sections_questions_and_parts():
    content = read(FORM)
    assert [(s["code"], [q["code"] for q in s["questions"]]) for s in content.sections] == [
        ("PEOPLE", ["X_REACHED"]),
        ("FORM", ["X_WHEN"]),
    ]
    [people, form] = content.sections
    assert people["title"] == {"en": "The people", "fr": "Les personnes"}
    [reached] = people["questions"]
    assert reached["text"] == {"en": "Think of last year.", "fr": "Pensez à l'an dernier."}
    assert reached["parts"] == [
        {
            "code": "any",
            "kind": "one_choice",
            "label": {"en": "Was anybody reached?", "fr": "Quelqu'un ?"},
            "help": {"en": "Be exact."},
            "options": "yn",
            "optional": False,
        },
        {
            "code": "which",
            "kind": "many_choices",
            "label": {"en": "Who?", "fr": "Qui ?"},
            "options": "who",
            "optional": True,
            "when": [{"part": "X_REACHED.any", "in": ["y"]}],
        },
        {
            "code": "how_many",
            "kind": "number",
            "label": {"en": "How many?", "fr": "Combien ?"},
            "optional": True,
            "when": [{"part": "X_REACHED.which", "in": ["women", "men"]}],
        },
        {"code": "words", "kind": "text", "label": {"en": "In words", "fr": "En mots"}, "optional": True},
    ]
    [when] = form["questions"]
    assert (when["title"], when["text"]) == ({"en": "When?", "fr": "Quand ?"},) * 2
    assert when["parts"][0]["when"] == [{"part": "X_REACHED.any", "in": ["y", "n"]}]
    assert [(entry["code"], [o["code"] for o in entry["options"]]) for entry in content.lists] == [
        ("yn", ["y", "n"]),
        ("who", ["women", "men", "other"]),
    ]


def test_what_cannot_be_carried_is_listed_line_by_line():
    assert said(read(FORM).findings) == [
        "Line 3, column “label::Deutsch (de)”: The texts in “Deutsch (de)” are left out: the questionnaire is in "
        "English, French and Spanish.",
        "Line 4: “start” is filled in by a program, which has no counterpart here. The row is left out.",
        "Line 8, column “appearance”: The column “appearance” has no counterpart here. “minimal” was left out.",
        "Line 9, column “type”: “or_other” became an option “other”; a field for its words was not made.",
        "Line 10, column “constraint”: The column “constraint” has no counterpart here. “. >= 0” was left out.",
        "Line 10, column “constraint_message”: The column “constraint_message” has no counterpart here. “Not below "
        "zero” was left out.",
        "Line 10, column “type”: Whole numbers only cannot be asked for outside a table: decimals are taken here too.",
        "Line 11, column “relevant”: The condition “${any} = 'y' or ${how_many} > 3” says more than a condition can "
        "say here. It was left out, so this is always asked.",
        "Line 12: Repeated questions have no counterpart here: an answer box is answered once. This group is left out "
        "with all that it holds.",
        "Line 15, column “type”: “image” has no counterpart here. The row is left out.",
        "Line 19: No answer box follows this note in its group. It was left out.",
    ]


def test_places_in_a_workbook_are_cells():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Survey"
    for row in (
        ["type", "name", "label", "calculation"],
        ["text", "a", "A", None],
        ["text", "b", "=1+1", "now()"],
    ):
        sheet.append(row)
    made = io.BytesIO()
    book.save(made)
    content = read(made.getvalue(), "form.xlsx")
    assert said(content.findings) == [
        "Sheet “survey”, cell C3: A formula without a result stands here; it was left out.",
        "Sheet “survey”, cell D3: The column “calculation” has no counterpart here. “now()” was left out.",
    ]
    assert [q["code"] for q in content.questions] == ["X_A", "X_B"]


@pytest.mark.parametrize(
    "header", ["label::Français (fr)", "label::fr", "label:French", "label :: francais", "Label::fr-FR"]
)
def test_languages_are_known_by_code_or_name(header):
    text = markdown("text | a | Bonjour", header=f"type | name | {header}")
    [question] = read(text).questions
    assert question["title"] == {"fr": "Bonjour"}


def test_plain_label_is_in_the_default_language_of_the_settings():
    text = markdown("text | a | Hola", header="type | name | label")
    text += "\n| settings |\n| | default_language |\n| | Español (es) |\n"
    [question] = read(text).questions
    assert question["title"] == {"es": "Hola"}


def test_list_of_our_verdicts_is_a_verdict_with_its_own_words_and_further_options():
    codes = ["yes", "partly", "no", "too_early", "not_applicable", "dont_know"]
    labels = ["Yes", "A little", "No", "Too early to say", "Not applicable", "Do not know"]
    rows = [f"v | {code} | {label}" for code, label in zip(codes, labels, strict=True)]
    [question] = read(markdown("select_one v | a | Done?", choices=[*rows, "v | maybe | Maybe"])).questions
    [part] = question["parts"]
    assert (part["kind"], part.get("options")) == ("verdict", None)
    assert part["relabel"] == {"partly": {"en": "A little", "fr": "En partie", "es": "En parte"}}
    assert part["extra"] == [{"code": "maybe", "label": {"en": "Maybe"}}]


def test_nested_groups_runs_of_notes_and_groups_inside_questions_are_questions_of_their_own():
    text = markdown(
        "begin group | a | A",
        "begin group | b | B",
        "begin group | c | C",
        "note | n | First",
        "text | x | X",
        "note | m | Second",
        "text | y | Y",
        "begin group | d | D | ${x} = '1'",
        "text | z | Z",
        "end group",
        "end group",
        "end group",
        "end group",
    )
    content = read(text)
    assert [(q["code"], q["text"]["en"], [p["code"] for p in q["parts"]]) for q in content.questions] == [
        ("X_C", "First", ["x"]),
        ("X_C_2", "Second", ["y"]),
        ("X_D", "D", ["z"]),
    ]
    assert said(content.findings) == [
        "Line 4: Groups lie deeper inside each other than sections and questions do here. Its questions stand in the "
        "section around it.",
        "Line 10: A group inside a question becomes a question of its own.",
        "Line 11: It depends on “x”, which has no options to choose from. The condition was left out.",
    ]


def test_groups_of_whole_numbers_with_the_same_columns_are_a_table():
    rows = ["begin group | q | Q", "begin group | t | T"]
    for row in ("r1", "r2"):
        rows += [
            f"begin group | {row} | {row}",
            *(f"integer | {row}_{c} | {c}" for c in ("a", "b")),
            "end group",
        ]
    [question] = read(markdown(*rows, "end group", "end group")).questions
    [part] = question["parts"]
    assert (part["kind"], [r["code"] for r in part["rows"]], [c["code"] for c in part["columns"]]) == (
        "table", ["r1", "r2"], ["a", "b"],
    )  # fmt: skip


def test_the_same_name_twice_gets_another_code_and_that_is_said():
    content = read(markdown("begin group | q | Q", "text | a | A", "text | A | B", "end group"))
    [question] = content.questions
    assert [part["code"] for part in question["parts"]] == ["a", "a_2"]
    assert said(content.findings) == [
        "Line 5: The name “A” stands more than once in the file. The code here is X_Q.a_2."
    ]


NOT_CLOSED = "Line %s: this group is never closed. Nothing was taken from the file."
NOT_OPENED = "Line 4: this closes a group that was never opened. Nothing was taken from the file."
TOO_DEEP = "Line 33: groups lie too deep inside each other. Nothing was taken from the file."
NOTHING = "The file asks nothing that can be asked here. Check that it is the right file."
NO_FORM = "The file has no sheet “survey” with the columns “type” and “name”. Check that it is an XLSForm."
ODD_CHARACTER = (
    "Line 3, column “label::English (en)”: The text contains a character that cannot be stored, often from copying out "
    "of another program. Paste it as plain text, or type that place again."
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (markdown("begin group | a | A", "text | b | B"), NOT_CLOSED % 3),
        (markdown("text | b | B", "end group"), NOT_OPENED),
        (markdown("begin repeat | a | A", "text | b | B"), NOT_CLOSED % 4),
        (markdown(*["begin group | a | A"] * 31), TOO_DEEP),
        (markdown("image | a | A"), NOTHING),
        (markdown("select_one none | a | A"), NOTHING),
        ("Just words", NO_FORM),
        (markdown("text | a | A\x00"), ODD_CHARACTER),
    ],
    ids=["open", "closed", "repeat", "deep", "image", "list", "words", "nul"],
)
def test_file_that_cannot_be_taken_is_refused_with_its_reason(text, expected):
    assert refusal(text) == expected


def test_csv_is_read_with_semicolons_and_without_the_names_of_sheets():
    content = read('type;name;label\ntext;a;"Two\nlines"\ntext;b;B\ncalculate;c;C\n', "form.csv")
    assert [q["title"]["en"] for q in content.questions] == ["Two lines", "B"]
    assert said(content.findings) == [
        "Line 5: “calculate” is filled in by a program, which has no counterpart here. The row is left out."
    ]


def test_taken_over_form_is_complete_enough_for_every_page():
    text = markdown("text | a | Nommez les pays où le projet a lieu", header="type | name | label::fr")
    taken = take(read(text))
    made = questions_of(taken.document)["X_A"]
    [part] = made["parts"]
    assert part["label"] == dict.fromkeys(("fr", "en"), "Nommez les pays où le projet a lieu")
    assert part["short"] == dict.fromkeys(("fr", "en"), "Nommez les pays où le")
    assert (made["since"], made["origin"]) == (3, "added")
    assert said(taken.findings) == [
        *(
            f"{code}: There is no English text. “Nommez les pays où le projet a lieu” stands in its place until "
            "somebody translates it."
            for code in ("X_A", "X_A", "X_A.a")
        ),
        "The whole file: The short labels, for the heads of tables, were made from the beginnings of the labels. Look "
        "at them once.",
    ]


def test_two_thousand_parts_of_the_same_name_all_get_codes():
    text = markdown("begin group | q | Q", *["text | a | A"] * 2_000, "end group")
    [question] = read(text).questions
    assert len({part["code"] for part in question["parts"]}) == 2_000


def test_lists_whose_names_come_to_the_same_code_stay_two_lists():
    text = markdown("select_one L | a | A", "select_one l | b | B", choices=["L | x | X", "l | y | Y"])
    content = read(text)
    assert [(entry["code"], [o["code"] for o in entry["options"]]) for entry in content.lists] == [
        ("l", ["x"]),
        ("l_2", ["y"]),
    ]
    assert [question["parts"][0]["options"] for question in content.questions] == ["l", "l_2"]
