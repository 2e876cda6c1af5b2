"""counts of persons of received reports, typed, and rounds on sensitive topics"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

READINGS = (
    "reading IN ('under', 'over', 'no_clear', 'no_answer', 'no_whole', 'no_part', 'single_sex', 'nobody', "
    "'nobody_reached', 'above')"
)
GROUPS = ("women", "men", "girls", "boys", "unrecorded")
COUNTS = [name for group in GROUPS for name in (f"{group}_all", group)]


def upgrade() -> None:
    op.create_table(
        "person_counts",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("part_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("asked_project_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in COUNTS),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("disagrees", sa.Boolean(), nullable=False),
        sa.Column("fictitious", sa.Boolean(), nullable=False),
        sa.CheckConstraint(READINGS, name=op.f("ck_person_counts_reading")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_person_counts_report_id_report")),
        sa.ForeignKeyConstraint(["part_id"], ["part.id"], name=op.f("fk_person_counts_part_id_part")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_person_counts_round_id_round")),
        sa.ForeignKeyConstraint(
            ["asked_project_id"],
            ["asked_project.id"],
            name=op.f("fk_person_counts_asked_project_id_asked_project"),
        ),
        sa.PrimaryKeyConstraint("report_id", "part_id", name=op.f("pk_person_counts")),
    )
    with op.batch_alter_table("person_counts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_person_counts_round_id_part_id_asked_project_id"),
            ["round_id", "part_id", "asked_project_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_person_counts_round_id_part_id_reading_asked_project_id"),
            ["round_id", "part_id", "reading", "asked_project_id"],
            unique=False,
        )
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sensitive", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.drop_column("sensitive")
    with op.batch_alter_table("person_counts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_counts_round_id_part_id_reading_asked_project_id"))
        batch_op.drop_index(batch_op.f("ix_person_counts_round_id_part_id_asked_project_id"))

    op.drop_table("person_counts")
