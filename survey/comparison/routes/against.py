"""Rounds against rounds: where each of them stands, and what became of the projects that reported in both."""

import json
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from survey.comparison.against import Change, Level, SaidTwice, change, levels
from survey.comparison.combined import combined
from survey.comparison.denominators import FEWEST_FOR_PERCENT
from survey.comparison.filters import Selection, selection
from survey.comparison.meanings import Meanings, asking
from survey.comparison.queries import against as queries
from survey.comparison.queries import records
from survey.comparison.reading import verdict_parts
from survey.comparison.routes import drawing
from survey.comparison.routes.frame import opened, page
from survey.comparison.routes.standing import Standing, standing_of
from survey.questionnaire.declarations import declarations_of
from survey.questionnaire.queries import newest_document
from survey.questionnaire.structure import Part, Questionnaire
from survey.rounds.models import Round
from survey.web.database import session
from survey.web.roles import WORKING_GROUP, allow

blueprint = Blueprint("against", __name__, url_prefix="/rounds/<code>")


@dataclass(frozen=True)
class Compared:
    """Rounds, the oldest first, with the filters that cut all of them down and all that their reports may answer."""

    rounds: list[Round]
    chosen: Selection
    versions: dict[int, Questionnaire]

    @property
    def wholes(self) -> list[Questionnaire]:
        """The versions up to the last one that any of these rounds asks."""
        last = max(round.version.number for round in self.rounds)
        return [one for one in self.versions.values() if not one.after and one.number <= last]

    @property
    def meanings(self) -> Meanings:
        return Meanings(tuple(self.wholes))

    @property
    def newest(self) -> Questionnaire:
        return combined(self.wholes)

    def round(self, id: int) -> Round:
        return next(round for round in self.rounds if round.id == id)

    def levels(self, part: Part) -> list[Level]:
        ids = [round.id for round in self.rounds]
        asked = asking(self.versions, part.code)
        filters = self.chosen.filters
        said = [] if self.chosen.unknown else queries.said(session(), ids, part.code, asked, filters)
        return levels(said, part, self.versions, self.meanings, ids)

    def said_twice(self, part: Part) -> list[SaidTwice]:
        """What projects say in the first and in the last of the rounds."""
        before, after = self.rounds[0].id, self.rounds[-1].id
        asked, filters = asking(self.versions, part.code), self.chosen.filters
        if self.chosen.unknown:
            return []
        return queries.said_twice(session(), before, after, part.code, asked, filters)

    def change(self, part: Part) -> Change:
        """From the first to the last of the rounds."""
        return change(self.said_twice(part), part, self.versions, self.meanings)


def compared(rounds: list[Round]) -> Compared:
    choices: dict[str, list[str]] = {}
    for round in rounds:
        for name, values in records.filter_choices(session(), round.id).items():
            choices[name] = list(dict.fromkeys([*choices.get(name, []), *values]))
    versions = queries.versions_of(session(), {round.version.code for round in rounds})
    ordered = sorted(rounds, key=lambda round: (round.opens_at, round.id))
    return Compared(ordered, selection(request.args, choices), versions)


def verdict(found: Compared, code: str) -> Part:
    """The verdict with this code in the newest version that has it, or 404."""
    part = found.newest.part.get(code) or abort(404)
    return part if part.kind == "verdict" else abort(404)


def two(code: str, other: str) -> Compared:
    if code == other:
        abort(404)
    return compared([opened(code), opened(other)])


@blueprint.get("/against")
@allow(WORKING_GROUP)
def choose(code: str) -> str:
    """The other rounds of the same questionnaire, and the verdicts whose way over all of them can be followed."""
    round = opened(code)
    found = compared([round])
    rounds = queries.rounds_of(session(), round.version.code)
    others = [one for one in reversed(rounds) if one.id != round.id]
    return page("against", round, found.chosen, [], others=others, questionnaire=found.newest)


@blueprint.get("/against/<other>")
@allow(WORKING_GROUP)
def both(code: str, other: str) -> ResponseReturnValue:
    """Every verdict of two rounds side by side."""
    round = opened(code)
    if code == other:
        return redirect(url_for("against.choose", code=code))
    found = two(code, other)
    standing = standings(found)
    parts = all_verdicts(standing)
    return page(
        "against_round",
        round,
        found.chosen,
        [],
        other=other,
        found=found,
        standing=standing,
        invented=any(one.fictitious for one in standing),
        lines=[(part, meaning(found, standing, part)) for part in parts],
        common=[part for part in parts if all(part.code in one.summaries for one in standing)],
        fewest=FEWEST_FOR_PERCENT,
        drawing=drawing,
    )


def standings(found: Compared) -> list[Standing]:
    return [standing_of(round, found.chosen) for round in found.rounds]


def all_verdicts(standing: list[Standing]) -> list[Part]:
    """The verdicts that any of the rounds asks, in the order of the newest version."""
    asked = combined([version for one in standing for version in one.versions])
    return verdict_parts(asked)


def meaning(found: Compared, standing: list[Standing], part: Part) -> list[int]:
    """Since which versions the part means something else; one entry where it means the same in all reports."""
    return found.meanings.among([version for one in standing for version in one.versions], part.code)


@blueprint.get("/against/<other>/<part_code>")
@allow(WORKING_GROUP)
def part(code: str, other: str, part_code: str) -> ResponseReturnValue:
    """One verdict in two rounds: the level of each, and the change of the projects that reported in both."""
    round = opened(code)
    if code == other:
        return redirect(url_for("against.trend", code=code, part_code=part_code))
    found = two(code, other)
    shown = verdict(found, part_code)
    return part_page("against_part", round, found, shown, other=other, change=found.change(shown))


@blueprint.get("/trend/<part_code>")
@allow(WORKING_GROUP)
def trend(code: str, part_code: str) -> str:
    """One verdict over all rounds of the questionnaire."""
    round = opened(code)
    found = compared(queries.rounds_of(session(), round.version.code))
    return part_page("trend", round, found, verdict(found, part_code))


def part_page(template: str, round: Round, found: Compared, part: Part, **more: Any) -> str:
    shown = found.levels(part)
    changed = sorted({level.since for level in shown if level.since})
    return page(
        template,
        round,
        found.chosen,
        [],
        found=found,
        part=part,
        levels=shown,
        invented=any(level.fictitious for level in shown),
        notes=[(number, _note(found, part, number)) for number in changed],
        fewest=FEWEST_FOR_PERCENT,
        drawing=drawing,
        **more,
    )


def _note(found: Compared, part: Part, number: int) -> str:
    """What the author of this version says about the new meaning."""
    _newest, document = newest_document(session(), found.rounds[-1].version.code) or (0, "{}")
    declared = declarations_of(json.loads(document), number)
    notes = (declared[code].note for code in (part.code, part.question_code) if code in declared)
    return next((note for note in notes if note), "")
