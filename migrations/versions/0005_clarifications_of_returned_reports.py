"""clarifications of returned reports"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "clarification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("part_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_clarification_report_id_report")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["report_event.id"], name=op.f("fk_clarification_event_id_report_event")
        ),
        sa.ForeignKeyConstraint(["part_id"], ["part.id"], name=op.f("fk_clarification_part_id_part")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clarification")),
    )
    with op.batch_alter_table("clarification", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_clarification_report_id"), ["report_id"], unique=False)

    op.create_table(
        "clarification_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("clarification_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("from_mission", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["clarification_id"],
            ["clarification.id"],
            name=op.f("fk_clarification_note_clarification_id_clarification"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_clarification_note_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clarification_note")),
    )
    with op.batch_alter_table("clarification_note", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_clarification_note_clarification_id"), ["clarification_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("clarification_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_clarification_note_clarification_id"))

    op.drop_table("clarification_note")
    with op.batch_alter_table("clarification", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_clarification_report_id"))

    op.drop_table("clarification")
