"""The published versions of a questionnaire, and what each of them changed."""

import json
from itertools import groupby

from flask import Blueprint, abort, render_template, request
from flask_login import current_user

from survey.publishing.queries import publications
from survey.publishing.routes.drafts import versions_of
from survey.questionnaire.declarations import DECLARATIONS, Declaration, declarations_of
from survey.questionnaire.differences import HAPPENINGS, differences
from survey.questionnaire.queries import draft_of, newest_document
from survey.web.database import session
from survey.web.roles import ADMINISTRATOR, WORKING_GROUP, allow

blueprint = Blueprint("versions", __name__, url_prefix="/versions")


@blueprint.get("")
@allow(WORKING_GROUP, ADMINISTRATOR)
def listing():
    """Every questionnaire with its versions, the newest first, and its draft."""
    found = [
        {
            "code": code,
            "publications": list(published),
            "versions": {version.number: version.questionnaire for version in versions_of(code)},
            "draft": draft_of(session(), code) if current_user.is_administrator else None,
        }
        for code, published in groupby(publications(session()), key=lambda publication: publication.code)
    ]
    return render_template("publishing/versions.html", found=found)


@blueprint.get("/<questionnaire>/<int:number>")
@allow(WORKING_GROUP, ADMINISTRATOR)
def version(questionnaire: str, number: int):
    """What a version changed against the one before, or against the one that the address names."""
    versions = {version.number: version.questionnaire for version in versions_of(questionnaire)}
    new = versions.get(number) or abort(404)
    older = [before for before in versions if before < number]
    since = request.args.get("since", max(older, default=0), type=int)
    if older and since not in older:
        since = max(older)
    return render_template(
        "publishing/version.html",
        code=questionnaire,
        new=new,
        older=older,
        since=since,
        differences=differences(versions[since], new) if older else [],
        declared=_declared(questionnaire, range(since + 1, number + 1)),
        HAPPENINGS=HAPPENINGS,
        DECLARATIONS=DECLARATIONS,
    )


def _declared(code: str, numbers: range) -> dict[str, list[Declaration]]:
    """What these versions declared about each code, the oldest first: the newest document holds them all."""
    _number, document = newest_document(session(), code) or abort(404)
    content = json.loads(document)
    found: dict[str, list[Declaration]] = {}
    for number in numbers:
        for declaration in declarations_of(content, number).values():
            found.setdefault(declaration.code, []).append(declaration)
    return found
