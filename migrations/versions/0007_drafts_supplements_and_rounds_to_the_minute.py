"""drafts of the questionnaire, supplements, rounds to the minute"""

from datetime import UTC, datetime, time, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

MOMENT = sa.DateTime(timezone=True)
STATES = "state IN ('draft', 'with_lead', 'submitted', 'returned', 'resubmitted', 'accepted')"
MAIN = sa.text("supplements_id IS NULL")
ROUND = sa.table(
    "round",
    sa.column("id", sa.Integer()),
    *(sa.column(name, sa.Date()) for name in ("opened_on", "due_on", "closed_on")),
    *(sa.column(name, MOMENT) for name in ("opens_at", "closes_at")),
)


def upgrade() -> None:
    with op.batch_alter_table("questionnaire_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("after", sa.Text(), server_default="", nullable=False))
        batch_op.drop_constraint("uq_questionnaire_version_code_number", type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f("uq_questionnaire_version_code_number_after"), ["code", "number", "after"]
        )
    op.create_table(
        "questionnaire_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_questionnaire_draft_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaire_draft")),
        sa.UniqueConstraint("code", name=op.f("uq_questionnaire_draft_code")),
    )
    _rounds_to_the_minute()
    with op.batch_alter_table("report", table_args=_checks()) as batch_op:
        batch_op.add_column(sa.Column("supplements_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("closes_at", MOMENT, nullable=True))
        batch_op.drop_constraint("uq_report_asked_project_id", type_="unique")
        batch_op.create_foreign_key(
            batch_op.f("fk_report_supplements_id_report"), "report", ["supplements_id"], ["id"]
        )
        batch_op.create_index(batch_op.f("ix_report_supplements_id"), ["supplements_id"])
    op.create_index(
        "uq_report_asked_project_id",
        "report",
        ["asked_project_id"],
        unique=True,
        sqlite_where=MAIN,
        postgresql_where=MAIN,
    )


def _checks() -> list[sa.CheckConstraint]:
    # a table that is made anew loses the checks that nobody names; elsewhere they stay as they are
    return [sa.CheckConstraint(STATES, name=op.f("ck_report_state"))]


def _rounds_to_the_minute() -> None:
    """A day becomes its first minute, the last day of answering the minute after its end, both in UTC."""
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.add_column(sa.Column("opens_at", MOMENT, nullable=True))
        batch_op.add_column(sa.Column("closes_at", MOMENT, nullable=True))
        batch_op.add_column(sa.Column("time_zone", sa.Text(), server_default="UTC", nullable=False))
    bind = op.get_bind()
    days = sa.select(ROUND.c.id, ROUND.c.opened_on, ROUND.c.due_on, ROUND.c.closed_on)
    for id, opened_on, due_on, closed_on in bind.execute(days).all():
        last = closed_on or due_on
        closes_at = _midnight(last + timedelta(days=1)) if last else None
        own = sa.update(ROUND).where(ROUND.c.id == id)
        bind.execute(own.values(opens_at=_midnight(opened_on), closes_at=closes_at))
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.alter_column("opens_at", existing_type=MOMENT, nullable=False)
        for name in ("opened_on", "due_on", "closed_on"):
            batch_op.drop_column(name)


def _midnight(day) -> datetime:
    return datetime.combine(day, time(), UTC)


def downgrade() -> None:
    """Supplements, and versions that only supplements have, cannot stand without these columns: they must be gone."""
    op.drop_index("uq_report_asked_project_id", table_name="report")
    with op.batch_alter_table("report", table_args=_checks()) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_supplements_id"))
        batch_op.drop_constraint(batch_op.f("fk_report_supplements_id_report"), type_="foreignkey")
        batch_op.create_unique_constraint(batch_op.f("uq_report_asked_project_id"), ["asked_project_id"])
        batch_op.drop_column("closes_at")
        batch_op.drop_column("supplements_id")
    _rounds_to_the_day()
    op.drop_table("questionnaire_draft")
    with op.batch_alter_table("questionnaire_version", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_questionnaire_version_code_number_after"), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f("uq_questionnaire_version_code_number"), ["code", "number"]
        )
        batch_op.drop_column("after")


def _rounds_to_the_day() -> None:
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.add_column(sa.Column("opened_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("due_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("closed_on", sa.Date(), nullable=True))
    bind = op.get_bind()
    times = sa.select(ROUND.c.id, ROUND.c.opens_at, ROUND.c.closes_at)
    for id, opens_at, closes_at in bind.execute(times).all():
        last = (closes_at - timedelta(seconds=1)).date() if closes_at else None
        own = sa.update(ROUND).where(ROUND.c.id == id)
        bind.execute(own.values(opened_on=opens_at.date(), due_on=last, closed_on=last))
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.alter_column("opened_on", existing_type=sa.Date(), nullable=False)
        for name in ("opens_at", "closes_at", "time_zone"):
            batch_op.drop_column(name)
