"""counts of persons of received reports, typed, and rounds on sensitive topics"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0010"

READINGS = (
    "reading IN ('under', 'over', 'no_clear', 'no_answer', 'no_whole', 'no_part', 'single_sex', 'nobody', "
    "'nobody_reached', 'above')"
)
GROUPS = ("women", "men", "girls", "boys", "unrecorded")
PLACE = ("report_id", "round_id", "asked_project_id", "fictitious")
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
    _count(op.get_bind())


ANSWERS = sa.text(
    "SELECT report.id, asked_project.round_id, asked_project.id, report.fictitious, report.version_id, part.id, "
    "part.code, answer.status, answer.value FROM answer JOIN part ON part.id = answer.part_id "
    "JOIN report ON report.id = answer.report_id "
    "JOIN asked_project ON asked_project.id = report.asked_project_id "
    "WHERE report.state IN ('submitted', 'resubmitted', 'accepted') AND part.code IN :codes ORDER BY report.id"
).bindparams(sa.bindparam("codes", expanding=True))


def _count(bind) -> None:
    """Counts the reports that were signed before."""
    # what a count means, one place of the program says
    from survey.answering.persons import TABLES, signed_counts

    codes = [code for table, of in TABLES.items() for code in (table, of.verdict)]
    answers: dict[tuple, dict[str, tuple]] = {}
    part_ids: dict[str, int] = {}
    for *report, part_id, code, status, value in bind.execute(ANSWERS, {"codes": codes}):
        part_ids[code] = part_id
        answers.setdefault(tuple(report), {})[code] = (status, value)
    asked = {version_id: _asked(bind, version_id) for *_, version_id in answers}
    rows = []
    for (*place, version_id), given in answers.items():
        own = {code: answer for code, answer in given.items() if code in asked[version_id]}
        for one in signed_counts(own):
            counts = {name: getattr(one.persons, name) for name in COUNTS}
            said = {"reading": one.reading, "verdict": one.verdict, "disagrees": one.disagrees}
            rows.append(
                dict(zip(PLACE, place, strict=True)) | {"part_id": part_ids[one.part_code]} | counts | said
            )
    names = (*PLACE, "part_id", *COUNTS, "reading", "verdict", "disagrees")
    if rows:
        bind.execute(sa.table("person_counts", *map(sa.column, names)).insert(), rows)


def _asked(bind, version_id: int) -> frozenset[str]:
    """A report may hold an answer to a part that its version does not ask in the end."""
    from survey.questionnaire.structure import questionnaire

    own = sa.text("SELECT document, number FROM questionnaire_version WHERE id = :id")
    document, number = bind.execute(own, {"id": version_id}).one()
    return frozenset(questionnaire(json.loads(document), number).covered)


def downgrade() -> None:
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.drop_column("sensitive")
    with op.batch_alter_table("person_counts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_counts_round_id_part_id_reading_asked_project_id"))
        batch_op.drop_index(batch_op.f("ix_person_counts_round_id_part_id_asked_project_id"))

    op.drop_table("person_counts")
