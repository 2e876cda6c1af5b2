"""What publishing a draft would do to reports, comparisons and files: worked out before anything is done."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from survey.downloads.content import Content
from survey.downloads.files import FILES
from survey.questionnaire.declarations import NEW_MEANING, Declaration
from survey.questionnaire.differences import retired_parts
from survey.questionnaire.structure import Part, Questionnaire
from survey.web.wording import Sentence, sentence


@dataclass(frozen=True)
class Break:
    """A part whose answers before and after cannot simply be put beside each other, and why."""

    part: Part
    reason: Sentence


def breaks(old: Questionnaire, new: Questionnaire, declared: Mapping[str, Declaration]) -> list[Break]:
    """The comparisons and trends that break, in the order of the questionnaire."""
    retired = sentence("No longer asked: its trend ends.")
    return [
        *(Break(new.part[part.code], reason) for part in old.parts if part.code in new.part
          for reason in _reasons(part, new.part[part.code], declared)),
        *(Break(part, retired) for part in retired_parts(old, new)),
    ]  # fmt: skip


def _reasons(old: Part, new: Part, declared: Mapping[str, Declaration]) -> Iterator[Sentence]:
    meanings = [declared[code].declared for code in (new.question_code, new.code) if code in declared]
    if NEW_MEANING in meanings:
        yield sentence("Declared as a new meaning: answers before and after cannot be compared.")
    for before, after, gone, came in (
        (old.options, new.options, "Choices that go: %(codes)s.", "Choices that come: %(codes)s."),
        (old.rows, new.rows, "Rows that go: %(codes)s.", "Rows that come: %(codes)s."),
        (old.columns, new.columns, "Columns that go: %(codes)s.", "Columns that come: %(codes)s."),
    ):
        codes_before, codes_after = ([choice.code for choice in choices] for choices in (before, after))
        if lost := [code for code in codes_before if code not in codes_after]:
            yield Sentence(gone, {"codes": tuple(lost)})
        if new_codes := [code for code in codes_after if code not in codes_before]:
            yield Sentence(came, {"codes": tuple(new_codes)})
    if old.when != new.when:
        yield sentence("Another condition: it is asked of other reports than before.")
    if old.polarity != new.polarity:
        yield sentence("Another polarity: a yes is read otherwise than before.")


#: the sentences of `_reasons` that stand in a table there; the catalogue is made from calls
TOLD = (
    sentence("Choices that go: %(codes)s."),
    sentence("Choices that come: %(codes)s."),
    sentence("Rows that go: %(codes)s."),
    sentence("Rows that come: %(codes)s."),
    sentence("Columns that go: %(codes)s."),
    sentence("Columns that come: %(codes)s."),
)


def new_columns(versions: Sequence[Questionnaire], new: Questionnaire) -> dict[str, list[str]]:
    """The columns that each downloaded file gets, by the file's name; files that get none are left out."""
    before, after = _files(versions), _files([*versions, new])
    found = {
        name: [column for column in after[name] if column not in columns] for name, columns in before.items()
    }
    return {name: columns for name, columns in found.items() if columns}


def _files(versions: Sequence[Questionnaire]) -> dict[str, list[str]]:
    """The columns of every file of a round in which nothing was asked yet."""
    content = Content(
        reports=(),
        versions=dict(enumerate(versions)),
        answers=lambda _parts: (),
        projects=tuple,
        tallies=tuple,
    )
    return {name: list(file.header(content)) for name, file in FILES.items()}
