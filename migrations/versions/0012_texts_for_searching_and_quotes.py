"""texts of received reports for searching, and quotes"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

# the index of words: `survey.data.word_index` asks it
SQLITE = (
    # ascii: only what is no ASCII letter or digit, such as a space, parts words; every other character belongs to one
    "CREATE VIRTUAL TABLE answer_text_index USING fts5(words, content='answer_text', content_rowid='id', "
    "tokenize='ascii', prefix='3 4')",
    "CREATE TRIGGER answer_text_index_added AFTER INSERT ON answer_text BEGIN "
    "INSERT INTO answer_text_index (rowid, words) VALUES (new.id, new.words); END",
    "CREATE TRIGGER answer_text_index_removed AFTER DELETE ON answer_text BEGIN "
    "INSERT INTO answer_text_index (answer_text_index, rowid, words) VALUES ('delete', old.id, old.words); END",
    "CREATE TRIGGER answer_text_index_changed AFTER UPDATE ON answer_text BEGIN "
    "INSERT INTO answer_text_index (answer_text_index, rowid, words) VALUES ('delete', old.id, old.words); "
    "INSERT INTO answer_text_index (rowid, words) VALUES (new.id, new.words); END",
)
POSTGRESQL = (
    "CREATE TABLE answer_text_index (rowid integer PRIMARY KEY, words tsvector NOT NULL)",
    "CREATE INDEX ix_answer_text_index_words ON answer_text_index USING gin (words)",
    """
    CREATE FUNCTION answer_text_index_follow() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP <> 'INSERT' THEN
            DELETE FROM answer_text_index WHERE rowid = OLD.id;
        END IF;
        IF TG_OP <> 'DELETE' THEN
            INSERT INTO answer_text_index (rowid, words)
            VALUES (NEW.id, array_to_tsvector(array_remove(string_to_array(NEW.words, ' '), '')));
        END IF;
        RETURN NULL;
    END $$
    """,
    "CREATE TRIGGER answer_text_index_follows AFTER INSERT OR UPDATE OR DELETE ON answer_text "
    "FOR EACH ROW EXECUTE FUNCTION answer_text_index_follow()",
)
SQLITE_DOWN = (
    "DROP TRIGGER answer_text_index_added",
    "DROP TRIGGER answer_text_index_removed",
    "DROP TRIGGER answer_text_index_changed",
    "DROP TABLE answer_text_index",
)
POSTGRESQL_DOWN = (
    "DROP TRIGGER answer_text_index_follows ON answer_text",
    "DROP FUNCTION answer_text_index_follow",
    "DROP TABLE answer_text_index",
)


def run(sqlite: tuple[str, ...], postgresql: tuple[str, ...]) -> None:
    connection = op.get_bind()
    for statement in sqlite if connection.dialect.name == "sqlite" else postgresql:
        connection.exec_driver_sql(statement)


def upgrade() -> None:
    op.create_table(
        "answer_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("main_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("part_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_answer_text_round_id_round")),
        sa.ForeignKeyConstraint(["main_id"], ["report.id"], name=op.f("fk_answer_text_main_id_report")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_answer_text_report_id_report")),
        sa.ForeignKeyConstraint(["part_id"], ["part.id"], name=op.f("fk_answer_text_part_id_part")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_text")),
    )
    with op.batch_alter_table("answer_text", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_text_report_id"), ["report_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_answer_text_round_id_part_id_main_id"),
            ["round_id", "part_id", "main_id"],
            unique=False,
        )
    # texts that were signed before come in with 'survey init', which folds them
    run(SQLITE, POSTGRESQL)

    op.create_table(
        "quote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("part_id", sa.Integer(), nullable=False),
        sa.Column("answer_version", sa.Integer(), nullable=False),
        sa.Column("question_version", sa.Integer(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("collected_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_quote_round_id_round")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_quote_report_id_report")),
        sa.ForeignKeyConstraint(["part_id"], ["part.id"], name=op.f("fk_quote_part_id_part")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_quote_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote")),
        sa.UniqueConstraint("public_id", name=op.f("uq_quote_public_id")),
    )
    with op.batch_alter_table("quote", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quote_round_id"), ["round_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_quote_report_id"), ["report_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("quote", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quote_report_id"))
        batch_op.drop_index(batch_op.f("ix_quote_round_id"))

    op.drop_table("quote")
    run(SQLITE_DOWN, POSTGRESQL_DOWN)
    with op.batch_alter_table("answer_text", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_text_round_id_part_id_main_id"))
        batch_op.drop_index(batch_op.f("ix_answer_text_report_id"))

    op.drop_table("answer_text")
