"""The lists of options that a file brings, beside those that are there."""

from collections.abc import Mapping, Sequence

from survey.questionnaire.editing.codes import free
from survey.questionnaire.exchange import merging
from survey.questionnaire.exchange.content import Content
from survey.questionnaire.exchange.findings import Finding
from survey.web.wording import sentence

VERDICT = "verdict"
LIST_TAKEN = sentence(
    "A list with the code %(code)s is there already and has other options. The list of the file has the code %(new)s."
)
VERDICTS_DIFFER = sentence("The file has other words for the verdicts. Those of this questionnaire are used.")


def carried_lists(
    known: Sequence[Mapping], content: Content, replaces: bool
) -> tuple[list[dict], dict[str, str], list[Finding]]:
    """All lists afterwards, the new codes of lists of the file by their old ones, and what there is to say."""
    if content.whole is not None and replaces:
        return _of_a_whole_file(known, content), {}, []
    lists = {entry["code"]: dict(entry) for entry in known}
    renamed: dict[str, str] = {}
    findings: list[Finding] = []
    for entry in content.lists:
        code, options = entry["code"], entry["options"]
        if code not in lists:
            lists[code] = dict(entry)
        elif merging.says_the_same(lists[code]["options"], options):
            continue
        elif code == VERDICT:
            findings.append(Finding(code, VERDICTS_DIFFER))
        elif replaces and _adds_only(lists[code]["options"], options):
            lists[code]["options"] = merging.choices(lists[code]["options"], options)
        else:
            renamed[code] = free(code, {*lists, *(entry["code"] for entry in content.lists)})
            lists[renamed[code]] = {**entry, "code": renamed[code]}
            words = sentence(LIST_TAKEN.text, code=code, new=renamed[code])
            findings.append(Finding(renamed[code], words))
    return list(lists.values()), renamed, findings


def _of_a_whole_file(known: Sequence[Mapping], content: Content) -> list[dict]:
    """The file's own lists, and those that retired questions still need."""
    own = {entry["code"] for entry in content.lists}
    return [*content.lists, *(dict(entry) for entry in known if entry["code"] not in own)]


def _adds_only(old: Sequence[Mapping], new: Sequence[Mapping]) -> bool:
    # a list without an option that earlier versions ask for would be another list
    return {entry["code"] for entry in old} <= {entry["code"] for entry in new}
