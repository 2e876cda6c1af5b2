"""What publishing a draft would do to reports, comparisons and files: worked out before anything is done."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from survey.comparison.counted import NOTHING
from survey.downloads.content import Content
from survey.downloads.files import FILES
from survey.questionnaire.declarations import NEW_MEANING, Declaration
from survey.questionnaire.differences import retired_parts
from survey.questionnaire.structure import Part, Questionnaire
from survey.web.wording import Sentence, sentence

#: what is said of choices, rows and columns that go and that come
CHOICES: dict[str, tuple[Sentence, Sentence]] = {
    "options": (sentence("Choices that go: %(codes)s."), sentence("Choices that come: %(codes)s.")),
    "rows": (sentence("Rows that go: %(codes)s."), sentence("Rows that come: %(codes)s.")),
    "columns": (sentence("Columns that go: %(codes)s."), sentence("Columns that come: %(codes)s.")),
}


@dataclass(frozen=True)
class Break:
    """A part whose answers before and after cannot simply be put beside each other, and why."""

    part: Part
    reason: Sentence


def breaks(old: Questionnaire, new: Questionnaire, declared: Mapping[str, Declaration]) -> list[Break]:
    """The comparisons and trends that break, in the order of the questionnaire."""
    kept = [part for part in old.parts if part.code in new.part]
    retired = sentence("No longer asked: its trend ends.")
    return [
        *(
            Break(new.part[p.code], reason)
            for p in kept
            for reason in _reasons(p, new.part[p.code], declared)
        ),
        *(Break(part, retired) for part in retired_parts(old, new)),
    ]


def _reasons(old: Part, new: Part, declared: Mapping[str, Declaration]) -> Iterator[Sentence]:
    meanings = [declared[code].declared for code in (new.question_code, new.code) if code in declared]
    if NEW_MEANING in meanings:
        yield sentence("Declared as a new meaning: answers before and after cannot be compared.")
    for name, (gone, came) in CHOICES.items():
        before, after = ([choice.code for choice in getattr(part, name)] for part in (old, new))
        for told, codes in (
            (gone, [code for code in before if code not in after]),
            (came, [code for code in after if code not in before]),
        ):
            if codes:
                yield Sentence(told.text, {"codes": tuple(codes)})
    if old.when != new.when:
        yield sentence("Another condition: it is asked of other reports than before.")
    if old.polarity != new.polarity:
        yield sentence("Another polarity: a yes is read otherwise than before.")


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
        due=0,
        holds_fictitious=False,
        versions=dict(enumerate(versions)),
        batches=lambda _parts: (),
        projects=tuple,
        counted=lambda: NOTHING,
    )
    return {name: list(file.header(content)) for name, file in FILES.items()}
