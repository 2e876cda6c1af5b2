"""questionnaire versions and rounds"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("question_code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_part")),
        sa.UniqueConstraint("code", name=op.f("uq_part_code")),
    )
    with op.batch_alter_table("part", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_part_question_code"), ["question_code"], unique=False)

    op.create_table(
        "questionnaire_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("checksum", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaire_version")),
        sa.UniqueConstraint("code", "number", name=op.f("uq_questionnaire_version_code_number")),
    )
    op.create_table(
        "round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["questionnaire_version.id"],
            name=op.f("fk_round_version_id_questionnaire_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round")),
        sa.UniqueConstraint("code", name=op.f("uq_round_code")),
    )
    op.create_table(
        "asked_project",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("report_kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("constraint_kinds", sa.Text(), nullable=False),
        sa.Column("reason_not_completed", sa.Text(), nullable=False),
        sa.Column("results", sa.Text(), nullable=False),
        sa.CheckConstraint("report_kind IN ('final', 'progress')", name=op.f("ck_asked_project_report_kind")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_asked_project_project_id_project")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_asked_project_round_id_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asked_project")),
        sa.UniqueConstraint("round_id", "project_id", name=op.f("uq_asked_project_round_id_project_id")),
    )
    with op.batch_alter_table("asked_project", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_asked_project_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_asked_project_round_id"), ["round_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("asked_project", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_asked_project_round_id"))
        batch_op.drop_index(batch_op.f("ix_asked_project_project_id"))

    op.drop_table("asked_project")
    op.drop_table("round")
    op.drop_table("questionnaire_version")
    with op.batch_alter_table("part", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_part_question_code"))

    op.drop_table("part")
