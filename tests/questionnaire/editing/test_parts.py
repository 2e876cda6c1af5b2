import pytest

from survey.questionnaire.consistency import findings
from survey.questionnaire.editing import codes, dependence, parts
from survey.questionnaire.editing.parts import OWN_LIST, PartPlace, part_fields, read_part, with_part
from survey.questionnaire.editing.places import list_in, part_in, parts_in
from survey.questionnaire.editing.typed import ENGLISH_NEEDED, Typed
from survey.questionnaire.instrument import read_file
from survey.questionnaire.kinds.registry import KINDS
from tests.questionnaire.editing.drafts import NUMBER, draft, fields, three
from tests.support.factories import verdict, words

NEW = three("label", "Which?") | three("short", "Which")
CHOICES = {"own": "options", "rows": "rows", "columns": "columns"}


def typed_part(kind, **texts):
    return NEW | fields(kind=kind, **texts)


def choice_rows(name, *codes):
    return {f"{name}.code": list(codes)} | {
        f"{name}.{language}": [words(code)[language] for code in codes] for language in ("en", "fr", "es")
    }


def place(document=None, code="", **more):
    return PartPlace(document or draft(), NUMBER, "X_TRIAL", code, **more)


def read(typed_fields, at):
    typed = Typed(typed_fields)
    found = read_part(typed, at)
    return found, {name: str(fault) for name, fault in typed.faults.items()}


def added(typed_fields, document=None):
    """The part as it stands in the draft after it was added, and the draft."""
    at = place(document)
    found, faults = read(typed_fields, at)
    assert faults == {}
    new = with_part(at.document, "X_TRIAL", found, NUMBER)
    return part_in(new, f"X_TRIAL.{found.entry['code']}"), new


def test_every_part_of_the_instrument_is_the_same_after_its_form():
    document = read_file()
    for code, question, part in list(parts_in(document)):
        at = PartPlace(document, 2, question["code"], part["code"], kind=part["kind"], is_published=True)
        found, faults = read(part_fields(at), at)
        assert faults == {}
        assert with_part(document, question["code"], found, 2, part["code"]) == document, code


OWN_FIELDS = {
    "verdict": fields(polarity="good"),
    "one_choice": fields(options="colours"),
    "many_choices": fields(options=OWN_LIST) | choice_rows("own", "up", "down"),
    "text": {},
    "number": fields(unit="days"),
    "date": {},
    "table": fields(counts="persons")
    | choice_rows("rows", "eligible")
    | choice_rows("columns", "women", "men"),
}
OWN_ENTRIES = {
    "verdict": {"polarity": "good"},
    "one_choice": {"options": "colours"},
    "many_choices": {"options": "x_trial_which"},
    "text": {},
    "number": {"unit": "days"},
    "date": {},
    "table": {
        "counts": "persons",
        "rows": [{"code": "eligible", "label": words("eligible")}],
        "columns": [{"code": "women", "label": words("women")}, {"code": "men", "label": words("men")}],
    },
}


@pytest.mark.parametrize("kind", KINDS)
def test_part_of_every_kind_is_added_and_nothing_is_wrong_with_it(kind):
    part, new = added(typed_part(kind) | OWN_FIELDS[kind])
    own = {"since": NUMBER, "code": "which", "kind": kind, "label": words("Which?"), "short": words("Which")}
    assert part == own | OWN_ENTRIES[kind]
    assert findings(new, NUMBER) == []


def test_options_of_its_own_become_a_list():
    _part, new = added(typed_part("many_choices") | OWN_FIELDS["many_choices"])
    assert list_in(new, "x_trial_which")["options"] == [
        {"code": "up", "label": words("up")},
        {"code": "down", "label": words("down")},
    ]
    at = place(new, "which")
    assert (at.own_list, part_fields(at)["options"]) == ("x_trial_which", [OWN_LIST])


def test_other_words_and_further_options_stay_with_the_part():
    own = fields(options="colours") | three("relabel.red", "Crimson") | choice_rows("extra", "green")
    part, new = added(typed_part("one_choice") | own)
    assert part["relabel"] == {"red": words("Crimson")}
    assert part["extra"] == [{"code": "green", "label": words("green")}]
    assert list_in(new, "colours") == list_in(draft(), "colours")


def test_everything_else_of_a_part_is_read():
    own = (
        three("help", "A hint")
        | three("other", "Why not?")
        | fields(aims="A1_AWARENESS", optional="yes")
        | {"when.part": ["X_TRIAL.first"], "when.how": ["in"], "when.codes": ["0:partly", "0:yes"]}
        | {
            "alternative.part": ["X_TRIAL.first"],
            "alternative.how": ["not_in"],
            "alternative.codes": ["0:no"],
        }
    )
    part, _new = added(typed_part("text") | own)
    assert {name: part[name] for name in ("help", "aims", "optional", "when", "alternative")} == {
        "help": words("A hint"),
        "aims": ["A1_AWARENESS"],
        "optional": True,
        "when": [{"part": "X_TRIAL.first", "in": ["yes", "partly"]}],
        "alternative": {
            "when": [{"part": "X_TRIAL.first", "not_in": ["no"]}],
            "label": words("Why not?"),
        },
    }


@pytest.mark.parametrize(
    ("typed_fields", "faults"),
    [
        ({}, {"kind": str(parts.CHOOSE_KIND)}),
        (fields(kind="scale"), {"kind": str(parts.CHOOSE_KIND)}),
        (fields(kind="verdict"), {"polarity": str(parts.CHOOSE_POLARITY)}),
        (fields(kind="one_choice", options="sizes"), {"options": str(parts.CHOOSE_LIST)}),
        (fields(kind="one_choice", options="verdict"), {"options": str(parts.CHOOSE_LIST)}),
        (fields(kind="one_choice", options=OWN_LIST), {"own.en-0": str(parts.NOTHING_TO_CHOOSE)}),
        (
            fields(kind="table"),
            {"rows.en-0": str(parts.NOTHING_IN_TABLE), "columns.en-0": str(parts.NOTHING_IN_TABLE)},
        ),
        (fields(kind="text", aims="A9"), {"aims": str(parts.NO_SUCH_AIM)}),
        (fields(kind="text", help__fr="Aide"), {"help.en": str(ENGLISH_NEEDED)}),
        (fields(kind="text", other__en="Why?"), {"alternative.more": str(parts.LABEL_WITHOUT_CONDITION)}),
        (fields(kind="text", when__part="X_OTHER.text"), {"when.part-0": str(dependence.NO_SUCH_PART)}),
        (fields(kind="text", when__part="X_TRIAL.first"), {"when.part-0": str(dependence.NO_ANSWER)}),
        (
            fields(kind="text", when__part="X_TRIAL.first", when__codes="0:perhaps"),
            {"when.part-0": str(dependence.NO_SUCH_ANSWER)},
        ),
        (fields(kind="text", code="Why"), {"code": str(codes.NOT_A_CODE)}),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_said_at_its_field(typed_fields, faults):
    assert read(NEW | typed_fields, place())[1] == faults


def test_text_needs_its_english_and_no_character_that_cannot_be_stored():
    given = fields(kind="text", label__fr="Quoi ?", short__en="a\0b", short__fr="a")
    found = read(given, place())[1]
    assert found["label.en"] == str(ENGLISH_NEEDED)
    assert found["short.en"].startswith("The text contains a character that cannot be stored")


def test_condition_may_be_on_parts_before_only():
    document = draft(verdict(), verdict("second"), {"code": "third"})
    assert [other.code for other in place(document, "second").askable] == ["X_TRIAL.first"]
    assert [other.code for other in place(document).askable] == ["X_TRIAL.first", "X_TRIAL.second"]
    retired = draft(verdict(retired=2), verdict("second"))
    assert [other.code for other in place(retired).askable] == ["X_TRIAL.second"]


def test_published_part_keeps_its_kind_and_code():
    at = place(code="why", kind="text", is_published=True)
    found, faults = read(typed_part("number", code="other"), at)
    assert (faults, found.entry["kind"], found.entry["code"]) == ({}, "text", "why")


def test_published_options_rows_and_columns_cannot_go():
    at = place(code="first", rows={"old"}, columns={"women"}, options={"red", "green"})
    found = read(typed_part("table") | choice_rows("rows", "new") | choice_rows("columns", "women"), at)[1]
    assert found == {
        "rows.more": "“old” was published and may be among the answers, so it cannot be removed and keeps its code. "
        "Its label can be changed."
    }
    assert read(typed_part("one_choice", options="colours"), at)[1] == {
        "options": "The list that you chose lacks green. These were published and may be among the answers: choose a "
        "list that has them, or add them as further options."
    }


def test_new_code_of_a_new_part_is_followed_by_conditions():
    document = draft(verdict(), {"code": "why", "when": [{"part": "X_TRIAL.first", "in": ["no"]}]})
    at = place(document, "first")
    found, _faults = read(part_fields(at) | fields(code="renamed"), at)
    new = with_part(document, "X_TRIAL", found, NUMBER, "first")
    assert part_in(new, "X_TRIAL.why")["when"] == [{"part": "X_TRIAL.renamed", "in": ["no"]}]
    assert (document == draft(*document["sections"][0]["questions"][0]["parts"]), findings(new, NUMBER)) == (
        True,
        [],
    )


def test_row_without_a_code_gets_one_and_empty_rows_are_passed_over():
    own = {"own.code": ["", "", "b"], "own.en": ["Up and away", "", "B"], "own.fr": [], "own.es": []}
    _part, new = added(typed_part("one_choice", options=OWN_LIST) | own)
    assert [option["code"] for option in list_in(new, "x_trial_which")["options"]] == ["up_and_away", "b"]


def test_options_with_the_same_code_are_refused():
    own = choice_rows("own", "a", "a")
    assert list(read(typed_part("one_choice", options=OWN_LIST) | own, place())[1]) == ["own.code-1"]
    further = choice_rows("extra", "red")
    assert list(read(typed_part("one_choice", options="colours") | further, place())[1]) == ["extra.code-0"]
