"""What is no longer asked: published questions and parts are retired, what is new in the draft is removed."""

from collections.abc import Mapping
from copy import deepcopy

from survey.questionnaire.editing.places import (
    QUESTION,
    SECTION,
    element_in,
    kind_of_element,
    list_code_of,
    siblings_of,
    users_of,
)
from survey.questionnaire.editing.published import Published
from survey.web.wording import BadInput, sentence

WAS_PUBLISHED = sentence(
    "%(code)s was published: there may be answers to it, so it is never deleted. Retire it instead: then it is "
    "no longer asked."
)
NEVER_PUBLISHED = sentence("%(code)s was never published. Remove it instead.")
SECTION_STAYS = sentence(
    "The section %(code)s was published and stays; without questions no mission sees it."
)
SECTION_FULL = sentence("The section %(code)s still has questions. Move or remove them first.")


def retired(document: Mapping, code: str, number: int, published: Published) -> dict:
    """The document in which version `number` no longer asks this question or part.

    Raises NotThere, and BadInput for what was never published.
    """
    new = deepcopy(dict(document))
    entry = element_in(new, code)
    if not published.has(code) or kind_of_element(document, code) == SECTION:
        raise BadInput(sentence(NEVER_PUBLISHED.text, code=code))
    entry.setdefault("retired", number)
    return new


def restored(document: Mapping, code: str) -> dict:
    """The document in which this question or part is asked again. Raises NotThere."""
    new = deepcopy(dict(document))
    element_in(new, code).pop("retired", None)
    return new


def removed(document: Mapping, code: str, published: Published) -> dict:
    """The document without something that only the draft has, and without the lists that only it used.

    Raises NotThere, and BadInput for what was published or still holds something.
    """
    kind = kind_of_element(document, code)
    if published.has(code):
        words = SECTION_STAYS if kind == SECTION else WAS_PUBLISHED
        raise BadInput(sentence(words.text, code=code))
    new = deepcopy(dict(document))
    entry = element_in(new, code)
    if kind == SECTION and entry["questions"]:
        raise BadInput(sentence(SECTION_FULL.text, code=code))
    siblings_of(new, code).remove(entry)
    parts = entry["parts"] if kind == QUESTION else [] if kind == SECTION else [entry]
    left = {list_code_of(part) for part in parts} - set(published.lists)
    unused = {list_code for list_code in left if not users_of(new, list_code)}
    new["lists"] = [known for known in new["lists"] if known["code"] not in unused]
    return new
