"""Reads what the files of a round are made from."""

from contextlib import closing

from sqlalchemy.orm import Session

from survey.accounts.queries import person_by_public_id
from survey.comparison.filters import Selection
from survey.comparison.queries.records import answer_records, due_reports, filter_choices, tallies
from survey.data import clock
from survey.data.engine import Database
from survey.downloads.content import Content
from survey.downloads.order import Order
from survey.downloads.origin import Origin
from survey.downloads.products import Product
from survey.downloads.told import Suppression
from survey.questionnaire.queries import published_versions, questionnaire_version
from survey.rounds.models import AskedProject, Round
from survey.rounds.projects_file import ListedProject
from survey.rounds.queries import asked_projects, round_by_code
from survey.web.csv_files import Pieces


def content_of(session: Session, round: Round, order: Order) -> Content:
    """The content of a round's files within the filters of an order, read by this session as the files ask for it.

    The files hold one moment if the session is a reading one, which sees one snapshot from first to last. No
    report is left by a filter whose value does not occur in the round.
    """
    filters = order.filters
    unknown = Selection(filters, filter_choices(session, round.id)).unknown
    reports = [] if unknown else due_reports(session, round.id, filters)
    versions = published_versions(session, round.version.code)
    asked_later = {supplement.version_id for report in reports for supplement in report.supplements}
    return Content(
        reports=reports,
        versions={version.id: version.questionnaire for version in versions},
        answers=lambda parts: answer_records(session, round.id, filters, parts=parts) if reports else (),
        projects=lambda: listed_projects(session, round, {report.number for report in reports}),
        tallies=lambda: tallies(session, round.id, filters) if reports else (),
        supplements={id: questionnaire_version(session, id) for id in sorted(asked_later)},
        suppression=Suppression(order.for_others, round.sensitive),
        origin=origin_of(session, round, order),
    )


def listed_projects(session: Session, round: Round, numbers: set[int]) -> list[ListedProject]:
    """The projects with these numbers in the round's list, as that list has them."""
    return [_listed(asked) for asked in asked_projects(session, round.id) if asked.number in numbers]


def _listed(asked: AskedProject) -> ListedProject:
    project, mission = asked.project, asked.project.mission
    return ListedProject(
        number=asked.number,
        title=project.title,
        mission=mission.name,
        country=mission.country,
        region=mission.region,
        service_areas=tuple(project.service_areas),
        target_group=project.target_group,
        status=asked.status,
        report_kind=asked.report_kind,
        constraint_kinds=tuple(kind for kind in asked.constraint_kinds.split(";") if kind),
        reason_not_completed=asked.reason_not_completed,
        results=asked.results,
        funding_usd=project.funding_usd,
    )


def file_pieces(database: Database, product: Product, *, round_code: str, order: Order) -> Pieces:
    """The bytes of a file of an existing round, from one reading session, closed with the last of them."""
    with database.reading() as session:
        round = round_by_code(session, round_code)
        if round is None:
            raise LookupError(f"no round {round_code}")
        content = content_of(session, round, order)
        with closing(product.pieces(content, order)) as pieces:
            yield from pieces


def origin_of(session: Session, round: Round, order: Order) -> Origin:
    """What the files of this order come from; asked by whom, by name where it is a person."""
    person = person_by_public_id(session, order.person)
    return Origin(
        round_code=round.code,
        round_title=round.title,
        questionnaire=round.version.code,
        version=round.version.number,
        published_at=round.version.published_at,
        document=round.version.document,
        person=person.name if person else order.person,
        at=clock.now(),
    )
