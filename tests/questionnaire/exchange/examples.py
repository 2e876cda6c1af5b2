"""Forms of other programs, and the shipped questionnaire as a draft of version 3."""

import json

from survey.questionnaire import structure
from survey.questionnaire.drafts import next_document
from survey.questionnaire.exchange.reading import read_upload
from survey.questionnaire.exchange.taking_over import REPLACE, taken_over
from survey.questionnaire.instrument import canonical, read_file

SHIPPED = read_file()
DRAFT = json.loads(canonical(next_document(canonical(SHIPPED), 3)))
VERDICT = structure.shared_lists(SHIPPED)["verdict"]
PUBLISHED = {part.code: part.kind for part in structure.questionnaire(SHIPPED, 2).parts}

FORM = """
| survey |
| | type | name | label::English (en) | label::French (fr) | label::Deutsch (de) | hint | relevant | required | constraint | constraint_message | appearance |
| | start | start | | | | | | | | | |
| | begin_group | people | The people | Les personnes | | | | | | | |
| | begin_group | reached | Who was reached | | | | | | | | |
| | note | n1 | Think of last year. | Pensez à l'an dernier. | Denken Sie | | | | | | |
| | select_one yn | any | Was anybody reached? | Quelqu'un ? | | Be exact. | | yes | | | minimal |
| | select_multiple who or_other | which | Who? | Qui ? | | | ${any} = 'y' | | | | |
| | integer | how_many | How many? | Combien ? | | | selected(${which}, 'women') or selected(${which}, 'men') | | . >= 0 | Not below zero | |
| | text | words | In words | En mots | | | ${any} = 'y' or ${how_many} > 3 | | | | |
| | begin_repeat | each | Each | | | | | | | | |
| | text | name | Name | | | | | | | | |
| | end_repeat | | | | | | | | | | |
| | image | photo | A photo | | | | | | | | |
| | end_group | | | | | | | | | | |
| | end_group | | | | | | | | | | |
| | date | when | When? | Quand ? | | | ${any} != '' | | | | |
| | note | bye | Thank you | | | | | | | | |
| choices |
| | list_name | name | label::English (en) | label::French (fr) |
| | yn | y | Yes | Oui |
| | yn | n | No | Non |
| | who | women | Women | Femmes |
| | who | men | Men | Hommes |
| settings |
| | form_title | form_id |
| | A form | a_form |
"""  # noqa: E501 (the rows of a table)


def read(text, name="form.md"):
    """What a file with this text brings."""
    return read_upload(text if isinstance(text, bytes) else text.encode(), name, VERDICT)


def markdown(*rows, choices=(), header="type | name | label::English (en) | relevant"):
    """A form of these rows, each with its cells between bars."""
    lines = ["| survey |", f"| | {header} |", *(f"| | {row} |" for row in rows)]
    if choices:
        lines += [
            "| choices |",
            "| | list_name | name | label::English (en) |",
            *(f"| | {row} |" for row in choices),
        ]
    return "\n".join(lines)


def take(content, mode=REPLACE, draft=DRAFT, registered=PUBLISHED):
    return taken_over(draft, 3, content, mode, registered)


def said(findings):
    return [str(finding) for finding in findings]


def questions_of(document):
    """All questions of a document by code."""
    return {
        question["code"]: question for section in document["sections"] for question in section["questions"]
    }
