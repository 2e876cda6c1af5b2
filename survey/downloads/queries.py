"""Reads what the files of a round are made from."""

from collections.abc import Iterator
from contextlib import closing

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from survey.accounts.queries import person_by_public_id
from survey.answering.models.reports import Report
from survey.comparison.filters import Selection
from survey.comparison.queries.batches import asked_further, batches, reports_with_answers
from survey.comparison.queries.filtering import filtered, joined
from survey.comparison.queries.records import filter_choices, numbered, service_areas
from survey.comparison.queries.selected import counted, selected
from survey.comparison.records import Filters
from survey.data import clock
from survey.data.engine import Copy, Database
from survey.downloads.content import Content
from survey.downloads.order import Order
from survey.downloads.origin import Origin
from survey.downloads.products import Product
from survey.downloads.told import Suppression
from survey.missions.models import Mission, Project
from survey.questionnaire.queries import published_versions
from survey.rounds.models import AskedProject, Round
from survey.rounds.projects_file import ListedProject
from survey.rounds.queries import round_by_code
from survey.web.csv_files import Pieces


def content_of(session: Session, round: Round, order: Order) -> Content:
    """The content of a round's files within the filters of an order, read by this session as the files ask for it.

    The files hold one moment if the session is a reading one, which sees one snapshot from first to last. No
    report is left by a filter whose value does not occur in the round.
    """
    filters = order.filters
    chosen = Selection(filters, filter_choices(session, round.id))
    left, holds_fictitious = selected(session, round.id, chosen)
    none = bool(chosen.unknown)
    return Content(
        due=len(left),
        holds_fictitious=holds_fictitious,
        versions={
            version.id: version.questionnaire for version in published_versions(session, round.version.code)
        },
        batches=lambda parts: () if none else reports_with_answers(session, round.id, filters, parts=parts),
        projects=lambda: () if none else listed_projects(session, round.id, filters),
        counted=lambda: counted(session, round.id, chosen),
        supplements=asked_further(session, round.id),
        suppression=Suppression(order.for_others, round.sensitive),
        origin=origin_of(session, round, order),
    )


def listed_projects(session: Session, round_id: int, filters: Filters) -> Iterator[ListedProject]:
    """The projects of the reports that these filters leave, as the round's list has them."""
    asked = AskedProject
    fields = (
        asked.number, asked.status, asked.report_kind, asked.constraint_kinds, asked.reason_not_completed,
        asked.results, Project.id, Project.title, Project.target_group, Project.funding_usd, Mission.name,
        Mission.country, Mission.region,
    )  # fmt: skip
    own = joined(select(*fields).select_from(Report)).where(Report.supplements_id.is_(None))
    own = filtered(own, round_id, filters).order_by(asked.number)
    for numbers in batches(session, round_id, filters):
        areas = service_areas(session, round_id, numbers)
        for row in session.execute(numbered(own, numbers)):
            yield _listed(row, areas.get(row.id, ()))


def _listed(row: Row, areas: tuple[str, ...]) -> ListedProject:
    return ListedProject(
        number=row.number,
        title=row.title,
        mission=row.name,
        country=row.country,
        region=row.region,
        service_areas=areas,
        target_group=row.target_group,
        status=row.status,
        report_kind=row.report_kind,
        constraint_kinds=tuple(kind for kind in row.constraint_kinds.split(";") if kind),
        reason_not_completed=row.reason_not_completed,
        results=row.results,
        funding_usd=row.funding_usd,
    )


def file_pieces(database: Database | Copy, product: Product, *, round_code: str, order: Order) -> Pieces:
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
