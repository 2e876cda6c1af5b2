"""reports and supplements are found by their project"""

from alembic import op

revision = "0014"
down_revision = "0013"

INDEX = "ix_report_asked_project_id"


def upgrade() -> None:
    # the unique index is of main reports alone, and serves no statement that takes supplements along
    op.create_index(INDEX, "report", ["asked_project_id"])


def downgrade() -> None:
    op.drop_index(INDEX, "report")
