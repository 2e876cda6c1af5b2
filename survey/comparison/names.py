"""The words for kinds of reports, for the groups of reports behind a number, and for what is missing."""

from survey.answering.statuses import STATUS_NAMES
from survey.questionnaire.structure import Part, Words
from survey.web.wording import Sentence, sentence

REPORT_KINDS: dict[str, Sentence] = {
    "final": sentence("Final report"),
    "progress": sentence("Progress report"),
}
FUNDING_BANDS: dict[str, Sentence] = {
    "below_5000": sentence("Below USD 5,000"),
    "5000_to_9999": sentence("USD 5,000 to 9,999"),
    "10000_to_49999": sentence("USD 10,000 to 49,999"),
    "50000_and_more": sentence("USD 50,000 and more"),
}
COMPLETIONS: dict[str, Sentence] = {
    "completed": sentence("Completed"),
    "in_progress": sentence("In progress"),
    "delayed": sentence("Delayed"),
    "not_started": sentence("Not started"),
    "cancelled": sentence("Cancelled"),
}
PROGRESS: dict[str, Sentence] = {
    "due": sentence("Reports due"),
    "not_started": sentence("Not started"),
    "draft": sentence("In progress"),
    "with_lead": sentence("With the mission lead"),
    "returned": sentence("Returned"),
    "submitted": sentence("Submitted"),
}
POLARITIES: dict[str, Sentence] = {
    "adverse": sentence("adverse: a yes is a difficulty"),
    "open": sentence("open: a yes is neither good nor bad"),
}
BASES: dict[str, Sentence] = {
    "due": sentence("Reports due"),
    "received": sentence("Reports received"),
    "asked": sentence("Reports asked"),
    "answered": sentence("Reports that answered"),
    "valid": sentence("Valid answers"),
}
COUNTED: dict[str, Sentence] = {
    "due": sentence("%(n)s due"),
    "received": sentence("%(n)s received"),
    "asked": sentence("%(n)s asked"),
    "answered": sentence("%(n)s answered"),
    "valid": sentence("%(n)s valid"),
    "too_early": sentence("%(n)s too early"),
    "dont_know": sentence("%(n)s do not know"),
    "not_applicable": sentence("%(n)s not applicable"),
    "no_answer": sentence("%(n)s no answer"),
    "declined": sentence("%(n)s declined"),
    "not_shown": sentence("%(n)s not shown"),
    "not_asked": sentence("%(n)s not asked"),
    "not_reached": sentence("%(n)s not received"),
}


def bucket_name(bucket: str, part: Part) -> Sentence | Words:
    """What the reports of a group have in common."""
    return BASES.get(bucket) or STATUS_NAMES.get(bucket) or part.option_labels[bucket]


def counted(bucket: str, n: int, part: Part, language: str) -> Sentence:
    """A number of reports with what they have in common, as in "1 too early"."""
    if bucket in COUNTED:
        return Sentence(COUNTED[bucket].text, {"n": n})
    return sentence("%(n)s “%(answer)s”", n=n, answer=part.option_labels[bucket].to(language))
