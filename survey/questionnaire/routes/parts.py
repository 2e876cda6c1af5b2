"""Parts: adding and changing the answer boxes of a question in the draft."""

from flask import Blueprint, redirect, request, url_for

from survey.questionnaire.editing.dependence import HOWS, shown_tests
from survey.questionnaire.editing.kind_names import KIND_NAMES, POLARITY_NAMES
from survey.questionnaire.editing.parts import (
    OWN_LIST,
    PERSONS,
    VERDICT_LIST,
    PartPlace,
    part_fields,
    read_part,
    with_part,
)
from survey.questionnaire.editing.places import list_in, part_in, question_in
from survey.questionnaire.editing.rows import AT_ONCE, columns_of, count
from survey.questionnaire.editing.typed import Typed
from survey.questionnaire.kinds.registry import KINDS
from survey.questionnaire.routes.drafts import Form, OpenDraft, found_in, open_draft, say_saved
from survey.web.roles import ADMINISTRATOR, allow

blueprint = Blueprint("draft_parts", __name__, url_prefix="/questionnaires/<questionnaire>/draft")


@blueprint.route("/questions/<question_code>/parts/new", methods=["GET", "POST"])
@allow(ADMINISTRATOR)
def new(questionnaire: str, question_code: str):
    opened = open_draft(questionnaire)
    found_in(opened.code, question_in, opened.document, question_code)
    return _part(opened, PartPlace(opened.document, opened.number, question_code, taken=opened.taken()))


@blueprint.route("/parts/<part_code>", methods=["GET", "POST"])
@allow(ADMINISTRATOR)
def part(questionnaire: str, part_code: str):
    opened = open_draft(questionnaire)
    question_code, _point, own = part_code.partition(".")
    entry = found_in(opened.code, part_in, opened.document, part_code)
    known = opened.published
    place = PartPlace(
        opened.document,
        opened.number,
        question_code,
        own,
        kind=entry["kind"] if part_code in known.parts else "",
        taken=opened.taken(part_code),
        options=known.options.get(part_code, ()),
        rows=known.rows.get(part_code, ()),
        columns=known.columns.get(part_code, ()),
        list_options=known.lists.get(entry.get("options", ""), ()),
        is_published=part_code in known.parts,
    )
    return _part(opened, place)


def _part(opened: OpenDraft, place: PartPlace):
    form = Form(
        opened,
        "questionnaire/part.html",
        part_fields(place) if place.code else None,
        {"kind": [request.args.get("kind", "")]},
        lambda typed: _context(place, typed),
    )
    if request.method != "POST":
        return form.shown()
    return form.sent(
        lambda typed: read_part(typed, place),
        lambda read: with_part(opened.document, place.question_code, read, opened.number, place.code),
        lambda read: _after(opened, place, read.entry["code"]),
        "part",
    )


def _after(opened: OpenDraft, place: PartPlace, code: str):
    say_saved()
    if request.form.get("then") == "another":
        return redirect(
            url_for("draft_parts.new", questionnaire=opened.code, question_code=place.question_code)
        )
    anchor = f"{place.question_code}.{code}"
    return redirect(url_for("authoring.outline", questionnaire=opened.code, _anchor=anchor))


def _context(place: PartPlace, typed: Typed) -> dict:
    """What the page shows beside the fields: all that can be chosen, for the kind that is chosen."""
    document = place.document
    kind = place.kind or typed.text("kind")
    chosen = VERDICT_LIST if kind == "verdict" else typed.text("options")
    lists = [entry["code"] for entry in document["lists"]]
    _fill_rows(typed, kind, chosen)
    return {
        "place": place,
        "question": question_in(document, place.question_code),
        "kind": kind if kind in KINDS else "",
        "KIND_NAMES": {name: KIND_NAMES.get(name, name) for name in KINDS},
        "POLARITY_NAMES": POLARITY_NAMES,
        "OWN_LIST": OWN_LIST,
        "PERSONS": PERSONS,
        "HOWS": HOWS,
        "lists": [entry for entry in document["lists"] if entry["code"] != VERDICT_LIST],
        "chosen_list": chosen,
        "shared": list_in(document, chosen)["options"] if chosen in lists else [],
        "askable": place.askable,
        "tests_of": {name: shown_tests(typed, name) for name in ("when", "alternative")},
        "kept": {
            "own": {*place.options, *(place.list_options if place.own_list else ())},
            "extra": place.options,
            "rows": place.rows,
            "columns": place.columns,
        },
    }


def _fill_rows(typed: Typed, kind: str, chosen: str) -> None:
    """Empty rows where a page would have none to write into."""
    wanted = {"table": ("rows", "columns")}.get(kind, ("own",) if chosen == OWN_LIST else ())
    for prefix in wanted:
        if not count(typed.fields, prefix):
            typed.fields |= {name: [""] * AT_ONCE for name in columns_of(prefix)}
