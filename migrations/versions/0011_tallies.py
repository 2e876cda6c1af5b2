"""tallies of answers, kept up to date"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "answer_bitmap",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("chunk", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("bits", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_answer_bitmap_round_id_round")),
        sa.PrimaryKeyConstraint("round_id", "chunk", "key", "value", name=op.f("pk_answer_bitmap")),
    )
    with op.batch_alter_table("answer_bitmap", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_bitmap_round_id_key"), ["round_id", "key"], unique=False)
    with op.batch_alter_table("asked_project", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_asked_project_round_id_number"), ["round_id", "number"], unique=True
        )
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_version_id"), ["version_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_version_id"))
    with op.batch_alter_table("asked_project", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_asked_project_round_id_number"))
    with op.batch_alter_table("answer_bitmap", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_bitmap_round_id_key"))
    op.drop_table("answer_bitmap")
