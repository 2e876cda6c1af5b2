"""Regions, missions or whatever else filters know side by side: all verdicts, or one part with all its figures."""

from flask import Blueprint, abort, request

from survey.comparison.combined import combined
from survey.comparison.counted import summary_of
from survey.comparison.denominators import FEWEST_FOR_PERCENT
from survey.comparison.filters import LABELS, WORDS, Selection
from survey.comparison.queries.grouped import Group, count_groups, groups_of
from survey.comparison.queries.records import round_versions
from survey.comparison.queries.selected import selected
from survey.comparison.reading import verdict_parts
from survey.comparison.routes.frame import chosen, opened, page, page_of
from survey.questionnaire.structure import Part, Questionnaire
from survey.rounds.models import Round
from survey.web.database import session
from survey.web.roles import WORKING_GROUP, allow

blueprint = Blueprint("groups", __name__, url_prefix="/rounds/<code>/groups")


@blueprint.get("")
@allow(WORKING_GROUP)
def verdicts(code: str) -> str:
    """Every verdict by group: how many say yes, of how many."""
    round = opened(code)
    asked = combined(list(round_versions(session(), round).values()))
    return _grouped("groups", round, asked, verdict_parts(asked))


@blueprint.get("/<part_code>")
@allow(WORKING_GROUP)
def part(code: str, part_code: str) -> str:
    """One part by group, with every answer, all reasons for none, and the bounds."""
    round = opened(code)
    asked = combined(list(round_versions(session(), round).values()))
    found = asked.part.get(part_code)
    if found is None or not found.options:
        abort(404)
    return _grouped("groups_of_part", round, asked, [found], part=found)


def _grouped(template: str, round: Round, asked: Questionnaire, parts: list[Part], **more: object) -> str:
    filters = chosen(round)
    by = _asked_for(filters)
    groups = groups_of(session(), round.id, filters, by)
    _due, fictitious = selected(session(), round.id, filters)
    shown = page_of(len(groups))
    own = groups[shown.start : shown.stop]
    figures = count_groups(session(), round.id, own, [part.code for part in parts])
    return page(
        template,
        round,
        filters,
        [],
        fictitious=fictitious,
        by=by,
        ways=[name for name in LABELS if filters.choices[name]] or list(LABELS),
        paging=shown,
        questionnaire=asked,
        parts=parts,
        several=by == "service_area",
        lines=[
            {
                "name": _name(by, group),
                "due": counted.due,
                "received": counted.received,
                "narrowed": filters.chosen | {by: group.value} if group.value else None,
                "summaries": {part.code: summary_of(part, counted) for part in parts},
            }
            for group, counted in zip(own, figures, strict=True)
        ],
        fewest=FEWEST_FOR_PERCENT,
        **more,
    )


def _asked_for(filters: Selection) -> str:
    """What the address groups by; regions where it says nothing, 404 for what is no filter."""
    by = request.args.get("by", "region")
    return by if by in LABELS and by in filters.choices else abort(404)


def _name(by: str, group: Group) -> object:
    """The words of a group, None for those that have no value."""
    return WORDS.get(by, {}).get(group.value, group.value) or None
