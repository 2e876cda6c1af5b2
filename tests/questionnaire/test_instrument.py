"""The data file against the instrument as it was decided, part by part."""

from hashlib import sha256

import pytest

from survey.questionnaire.consistency import faults
from survey.questionnaire.instrument import BadInstrument, canonical, checksum, parsed, read_file
from survey.questionnaire.structure import questionnaire
from survey.web.languages import LANGUAGES

ALL = "A1_AWARENESS A2_UNDERSTANDING A3_CAPACITY A4_DATA A5_TOOLS X_EQUITY"
A12, A35, XA2, XA5 = (
    "A1_AWARENESS A2_UNDERSTANDING",
    "A3_CAPACITY A5_TOOLS",
    "X_EQUITY A2_UNDERSTANDING",
    "X_EQUITY A5_TOOLS",
)
NOT_DONE = "S_STATUS.state in cancelled delayed in_progress not_started"
CONSTRAINED = "Q3_ENCOURAGE.constraints in partly yes"
# part: kind, polarity, aims, condition
PARTS = {
    "S_STATUS.state": ("one_choice", "", "", ""),
    "S_STATUS.reason": ("text", "", "", NOT_DONE),
    "S_STATUS.expected": ("date", "", "", NOT_DONE),
    "S_STATUS.summary": ("text", "", "", ""),
    "S_STATUS.constraints": ("text", "", "", ""),
    "S_STATUS.results": ("text", "", "", ""),
    "S_PRE_POST.counts": ("table", "", "", ""),
    "S_PRE_POST.design": ("one_choice", "", "", ""),
    "Q1_AWARENESS.partners": ("verdict", "good", A12, ""),
    "Q1_AWARENESS.staff": ("verdict", "good", A12, ""),
    "Q1_AWARENESS.how": ("text", "", A12, ""),
    "Q2_SPINOFF.resulted": ("verdict", "good", A35, ""),
    "Q2_SPINOFF.which": ("text", "", A35, "Q2_SPINOFF.resulted in partly yes"),
    "Q3_ENCOURAGE.encouraged": ("verdict", "good", "A3_CAPACITY", ""),
    "Q3_ENCOURAGE.encouraged_why": ("text", "", "A3_CAPACITY", ""),
    "Q3_ENCOURAGE.constraints": ("verdict", "adverse", "A1_AWARENESS", ""),
    "Q3_ENCOURAGE.constraint_kinds": ("many_choices", "", "A1_AWARENESS", CONSTRAINED),
    "Q3_ENCOURAGE.constraint_text": ("text", "", "A1_AWARENESS", CONSTRAINED),
    "Q4_LESSONS.lessons": ("text", "", A35, ""),
    "Q5_BALANCE.balanced": ("verdict", "good", XA2, ""),
    "Q5_BALANCE.direction": ("one_choice", "", XA2, "Q5_BALANCE.balanced not in not_applicable"),
    "Q5_BALANCE.relationship": ("text", "", XA2, ""),
    "Q6_CAPACITY.capacity": ("verdict", "good", "A3_CAPACITY", ""),
    "Q6_CAPACITY.capacity_how": ("text", "", "A3_CAPACITY", ""),
    "Q6_CAPACITY.network": ("verdict", "good", "A5_TOOLS", ""),
    "Q6_CAPACITY.network_who": ("text", "", "A5_TOOLS", ""),
    "Q7_SUCCESS.success": ("verdict", "good", ALL, ""),
    "Q7_SUCCESS.why": ("text", "", ALL, ""),
    "Q8_DATA.data": ("verdict", "good", "A4_DATA", ""),
    "Q8_DATA.indicators": ("many_choices", "", "A4_DATA", ""),
    "Q8_DATA.tools": ("verdict", "good", "A5_TOOLS", "Q8_DATA.data in partly yes"),
    "Q8_DATA.tools_which": ("text", "", "A5_TOOLS", "Q8_DATA.tools in partly yes"),
    "Q9_IMPACTDIFF.different": ("verdict", "open", "X_EQUITY", ""),
    "Q9_IMPACTDIFF.direction": (
        "one_choice",
        "",
        "X_EQUITY",
        "Q9_IMPACTDIFF.different not in not_applicable",
    ),
    "Q9_IMPACTDIFF.outcomes": ("table", "", "X_EQUITY", ""),
    "Q9_IMPACTDIFF.explanation": ("text", "", "X_EQUITY", ""),
    "Q10_ACCESS.equal": ("verdict", "good", "X_EQUITY", ""),
    "Q10_ACCESS.reach": ("table", "", "X_EQUITY", ""),
    "Q10_ACCESS.barriers": ("many_choices", "", "X_EQUITY", ""),
    "Q10_ACCESS.explanation": ("text", "", "X_EQUITY", ""),
    "Q11_NEEDS.accounted": ("verdict", "good", XA5, ""),
    "Q11_NEEDS.phases": ("many_choices", "", XA5, ""),
    "Q11_NEEDS.explanation": ("text", "", XA5, ""),
}
VERDICT = "yes partly no too_early not_applicable dont_know"
OPTIONS = {
    "S_STATUS.state": "completed in_progress delayed not_started cancelled",
    "S_PRE_POST.design": "independent paired",
    "Q3_ENCOURAGE.constraint_kinds": (
        "gender_directed_internal gender_directed_partner sociocultural political_security legal_permission "
        "funding staffing_time data logistics other"
    ),
    "Q5_BALANCE.direction": "women_more men_more equal unknown",
    "Q8_DATA.indicators": (
        "sex age nationality family_status education legal_status skills org_experience other"
    ),
    "Q9_IMPACTDIFF.different": f"{VERDICT} not_measured",
    "Q9_IMPACTDIFF.direction": "women_more men_more equal unknown",
    "Q10_ACCESS.barriers": (
        "information cost distance_safety childcare_time language documents_status norms eligibility_rule "
        "other"
    ),
    "Q11_NEEDS.phases": "needs_analysis design implementation monitoring",
}
TABLES = {
    "S_PRE_POST.counts": ("surveyed aware", "before after"),
    "Q9_IMPACTDIFF.outcomes": ("assessed with_good_outcome", "women men"),
    "Q10_ACCESS.reach": ("eligible reached", "women men girls boys sex_not_recorded"),
}
# the wording of 2001 and of the assessment, never edited in place: SHA-256 of all three languages
WORDING = "a8277495d7768a8f4f90df7c57d6c4c071326a1db1259cf65ce9a35ab812bc15"


@pytest.fixture(scope="module")
def instrument():
    return questionnaire(read_file(), 2)


def codes(choices):
    return " ".join(choice.code for choice in choices)


def condition(part):
    return " and ".join(
        f"{test.part} {'not ' if test.negated else ''}in {' '.join(sorted(test.codes))}" for test in part.when
    )


def test_every_part_has_its_kind_polarity_aims_and_condition(instrument):
    found = {
        part.code: (part.kind, part.polarity, " ".join(part.aims), condition(part))
        for part in instrument.parts
    }
    assert found == PARTS
    assert list(found) == list(PARTS)


def test_every_part_has_its_options(instrument):
    verdicts = {code: VERDICT for code, (kind, *_rest) in PARTS.items() if kind == "verdict"}
    assert {part.code: codes(part.options) for part in instrument.parts if part.options} == verdicts | OPTIONS


def test_every_table_has_its_rows_and_columns_and_counts_persons(instrument):
    tables = [part for part in instrument.parts if part.kind == "table"]
    assert {part.code: (codes(part.rows), codes(part.columns)) for part in tables} == TABLES
    assert {part.counts for part in tables} == {"persons"}


def test_only_the_survey_before_and_after_is_optional(instrument):
    assert [part.code for part in instrument.parts if part.optional] == [
        "S_PRE_POST.counts",
        "S_PRE_POST.design",
    ]


def test_questions_have_their_numbers_origins_and_versions(instrument):
    assert [(question.number, question.origin, question.since) for question in instrument.questions] == [
        (None, "status", 1),
        (None, "status", 1),
        *[(number, "annex-2", 1) for number in range(1, 9)],
        *[(number, "added", 2) for number in (9, 10, 11)],
    ]
    assert [section.code for section in instrument.sections] == ["STATUS", "ANNEX2", "ADDED"]
    assert codes(instrument.aims) == ALL


def test_first_version_is_the_status_section_and_annex_2(instrument):
    first = questionnaire(read_file(), 1)
    assert [part.code for part in first.parts] == [
        code for code in PARTS if not code.startswith(("Q9", "Q10", "Q11"))
    ]
    assert first.parts == instrument.parts[: len(first.parts)]


def test_wording_of_the_eleven_questions_is_unchanged(instrument):
    texts = [
        question.text[language]
        for question in instrument.questions
        if question.number
        for language in LANGUAGES
    ]
    assert len(texts) == 33
    assert sha256("\n".join(texts).encode()).hexdigest() == WORDING


def test_every_text_is_there_in_every_language(instrument):
    def texts(node):
        if isinstance(node, dict):
            if "en" in node:
                yield node
            for value in node.values():
                yield from texts(value)
        elif isinstance(node, list):
            for value in node:
                yield from texts(value)

    found = list(texts(read_file()))
    assert len(found) > 150
    assert [
        text for text in found if set(text) != set(LANGUAGES) or not all(map(str.strip, text.values()))
    ] == []


def test_partly_is_relabelled_where_an_activity_is_planned(instrument):
    relabelled = {
        part.code: part.option_labels["partly"].to("en")
        for part in instrument.parts
        if part.kind == "verdict" and part.option_labels["partly"].to("en") != "Partly"
    }
    assert relabelled == {"Q2_SPINOFF.resulted": "Planned, not started"}


def test_how_turns_into_why_not_when_both_verdicts_are_no(instrument):
    part = instrument.part["Q1_AWARENESS.how"]
    assert [(test.part, test.codes, test.negated) for test in part.alternative_when] == [
        ("Q1_AWARENESS.partners", {"no"}, False),
        ("Q1_AWARENESS.staff", {"no"}, False),
    ]
    assert part.alternative_label.to("en") == "Why did the project not contribute to gender awareness?"
    assert [other.code for other in instrument.parts if other.alternative_when] == [part.code]


def test_file_that_ships_has_no_faults():
    assert faults(read_file()) == []


def test_canonical_form_is_the_same_for_the_same_content():
    assert canonical({"b": "é", "a": [1]}) == canonical({"a": [1], "b": "é"}) == '{"a":[1],"b":"é"}'
    assert checksum("é") == sha256(b"\xc3\xa9").hexdigest()


def test_stored_document_is_parsed_once(instrument):
    text = canonical(read_file())
    assert parsed(text, 2) is parsed(text, 2)
    assert (parsed(text, 2).number, parsed(text, 2).sections) == (2, instrument.sections)


def test_missing_file_is_refused_with_a_sentence(tmp_path):
    with pytest.raises(BadInstrument) as refusal:
        read_file(tmp_path / "missing.toml")
    assert refusal.value.reasons == [
        "The questionnaire's data file missing.toml cannot be opened: No such file or directory."
    ]


@pytest.mark.parametrize("content", [b"code = ", b"\xff\xfe", b"a = 1\na = 2\n"])
def test_unreadable_file_is_refused_with_a_sentence(tmp_path, content):
    (tmp_path / "own.toml").write_bytes(content)
    with pytest.raises(BadInstrument) as refusal:
        read_file(tmp_path / "own.toml")
    (reason,) = refusal.value.reasons
    assert reason.startswith("The questionnaire's data file own.toml cannot be read: ")
