import pytest

from survey.web.wording import BadInput
from tests.questionnaire.exchange.examples import read, said

QUESTIONS = [
    # qid, type, title, question, relevance, other
    (1, "X", "intro", "<p>Think of <b>last</b> year.</p>", "1", "N"),
    (2, "L", "Q1", "Was it done?<br>Say so.", "1", "N"),
    (3, "M", "Q2", "Who took part?", 'Q1.NAOK == "A1"', "Y"),
    (4, "T", "Q3", "How?", 'Q2_SQ1.NAOK == "Y" and Q1.NAOK != "A2"', "N"),
    (5, "N", "Q4", "How many?", "Q4.NAOK > 3", "N"),
    (6, "D", "Q5", "When?", "", "N"),
    (7, "Y", "Q6", "Again?", "", "N"),
    (8, "F", "Q7", "How good?", "", "N"),
    (9, "K", "Q8", "Sums", "", "N"),
    (10, ":", "Q9", "Counts", "", "N"),
    (11, "|", "Q10", "A file", "", "N"),
]
BELOW = [
    (20, 3, "SQ1", "Women", 0),
    (21, 3, "SQ2", "Men", 0),
    (22, 8, "R1", "Planning", 0),
    (23, 8, "R2", "Work", 0),
    (24, 9, "N1", "One", 0),
    (25, 10, "Y1", "Before", 0),
    (26, 10, "X1", "Women", 1),
    (27, 10, "X2", "Men", 1),
]
ANSWERS = [(2, "A1", "Done"), (2, "A2", "Not done"), (8, "1", "Good"), (8, "2", "Bad")]


def row(**fields):
    return (
        "<row>"
        + "".join(f"<{name}><![CDATA[{value}]]></{name}>" for name, value in fields.items())
        + "</row>"
    )


def table(name, rows):
    return f"<{name}><fields><fieldname>x</fieldname></fields><rows>{''.join(rows)}</rows></{name}>"


def question_row(number, qid, type, title, relevance, other, **more):
    return row(
        qid=qid, parent_qid=0, gid=1, type=type, title=title, other=other, mandatory="N", question_order=number,
        relevance=relevance, **more,
    )  # fmt: skip


def survey(version, **tables):
    """The same survey as version 3 and as later versions write it, in English and French."""
    made = {"surveys": [row(sid=9, language="en")]}
    if version == 3:
        made |= {
            "groups": [
                row(gid=1, group_name="Work", group_order=0, description="", language="en", grelevance=""),
                row(gid=1, group_name="Travail", group_order=0, description="", language="fr", grelevance=""),
            ],
            "questions": [
                question_row(n, q[0], q[1], q[2], q[4], q[5], question=text, help="", language=language)
                for language in ("en", "fr")
                for n, q in enumerate(QUESTIONS)
                for text in [q[3] if language == "en" else f"{q[3]} (fr)"]
            ],
            "subquestions": [
                row(qid=q, parent_qid=p, title=t, question=text, scale_id=s, question_order=q, language="en")
                for q, p, t, text, s in BELOW
            ],
            "answers": [
                row(qid=q, code=c, answer=text, sortorder=n, language="en", scale_id=0)
                for n, (q, c, text) in enumerate(ANSWERS)
            ],
        }
    else:
        made |= {
            "groups": [row(gid=1, sid=9, group_order=1, grelevance="")],
            "group_l10ns": [row(id=n, gid=1, group_name=text, description="", language=language)
                            for n, (language, text) in enumerate([("en", "Work"), ("fr", "Travail")])],
            "questions": [question_row(n, q[0], q[1], q[2], q[4], q[5]) for n, q in enumerate(QUESTIONS)],
            "subquestions": [
                row(qid=q, parent_qid=p, title=t, scale_id=s, question_order=q) for q, p, t, _x, s in BELOW
            ],
            "question_l10ns": [
                row(id=q[0], qid=q[0], question=q[3] + more, help="", language=language)
                for language, more in (("en", ""), ("fr", " (fr)")) for q in QUESTIONS
            ] + [row(id=b[0], qid=b[0], question=b[3], help="", language="en") for b in BELOW],
            "answers": [row(aid=n, qid=q, code=c, sortorder=n, scale_id=0) for n, (q, c, _x) in enumerate(ANSWERS)],
            "answer_l10ns": [row(id=n, aid=n, answer=text, language="en") for n, (_q, _c, text) in enumerate(ANSWERS)],
        }  # fmt: skip
    body = "".join(table(name, rows) for name, rows in (made | tables).items())
    return (
        '<?xml version="1.0" encoding="UTF-8"?><document><LimeSurveyDocType>Survey</LimeSurveyDocType>'
        f"<DBVersion>{version}</DBVersion><languages><language>en</language></languages>{body}</document>"
    )


def take_in(version, **tables):
    return read(survey(version, **tables), "survey.lss")


@pytest.mark.parametrize("version", [3, 6])
def test_survey_becomes_a_section_with_a_question_for_each_of_its_questions(version):
    content = take_in(version)
    [section] = content.sections
    assert (section["code"], section["title"]) == ("WORK", {"en": "Work", "fr": "Travail"})
    questions = {question["code"]: question for question in section["questions"]}
    assert {code: [(p["code"], p["kind"]) for p in q["parts"]] for code, q in questions.items()} == {
        "Q1": [("answer", "one_choice")],
        "Q2": [("answer", "many_choices")],
        "Q3": [("answer", "text")],
        "Q4": [("answer", "number")],
        "Q5": [("answer", "date")],
        "Q6": [("answer", "one_choice")],
        "Q7": [("r1", "one_choice"), ("r2", "one_choice")],
        "Q8": [("n1", "number")],
        "Q9": [("answer", "table")],
    }
    assert questions["Q1"]["text"]["en"] == "Think of last year.\n\nWas it done?\nSay so."
    assert questions["Q1"]["title"]["fr"] == "Was it done? Say so. (fr)"
    assert [questions[code]["parts"][0].get("when") for code in ("Q2", "Q3", "Q4")] == [
        [{"part": "Q1.answer", "in": ["a1"]}],
        [{"part": "Q2.answer", "in": ["sq1"]}, {"part": "Q1.answer", "not_in": ["a2"]}],
        None,
    ]
    table = questions["Q9"]["parts"][0]
    assert [[entry["code"] for entry in table[name]] for name in ("rows", "columns")] == [
        ["y1"],
        ["x1", "x2"],
    ]
    lists = {
        entry["code"]: [(o["code"], o["label"]["en"]) for o in entry["options"]] for entry in content.lists
    }
    assert lists == {
        "q1": [("a1", "Done"), ("a2", "Not done")],
        "q2": [("sq1", "Women"), ("sq2", "Men"), ("oth", "Other")],
        "q6": [("y", "Yes"), ("n", "No")],
        "q7": [("1", "Good"), ("2", "Bad")],
    }


@pytest.mark.parametrize("version", [3, 6])
def test_what_cannot_be_carried_is_listed_with_its_row(version):
    extra = {
        "question_attributes": [
            row(qid=3, attribute=name, value=value) for name, value in (("max_answers", "2"), ("cssclass", "x"))
        ],
        "quota": [row(id=1)],
    }  # fmt: skip
    assert said(take_in(version, **extra).findings) == [
        "<questions>, row 3, Q2: “Other” became an option; a field for its words was not made.",
        "<questions>, row 5, Q4: The condition “Q4.NAOK > 3” says more than a condition can say here. It was left out, "
        "so this is always asked.",
        "<questions>, row 10, Q9: The numbers became a table of counts: whole numbers from 0 on.",
        "<questions>, row 11, Q10: A question of the type “file upload” has no counterpart here. It is left out.",
        "<questions>, row 3, Q2: The setting “max_answers” (2) has no counterpart here.",
        "The whole file: Settings of appearance have no counterpart here: cssclass.",
        "The whole file: “quota” has no counterpart here. It was left out.",
        "The whole file: Mark-up in the texts, such as bold, links and pictures, was left out.",
    ]


@pytest.mark.parametrize(
    ("text", "beginning"),
    [
        ("<document/>", "This is no structure file"),
        ("<document><LimeSurveyDocType>Group</LimeSurveyDocType></document>", "This is no structure file"),
        ("<document><LimeSurveyDocType>Survey</LimeSurveyDocType></document>", "The file asks nothing"),
        ("no XML", "The file is damaged"),
        (survey(3)[:-30], "The file is damaged"),
        ('<!DOCTYPE d [<!ENTITY a "aa">]><document>&a;</document>', "The file is not built as its"),
        ('<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><d>&a;</d>', "The file is not built as its"),
        ("<d>" * 100, "The file holds far more"),
        ("<d>" + "<e/>" * 150_000 + "</d>", "The file holds far more"),
    ],
    ids=["empty", "group", "nothing", "words", "cut", "entity", "outside", "deep", "many"],
)  # fmt: skip
def test_other_files_are_refused_with_a_sentence(text, beginning):
    with pytest.raises(BadInput) as refused:
        read(text, "survey.lss")
    assert str(refused.value).startswith(beginning)
