"""What of a LimeSurvey survey lies beside its questions, none of which is carried: rules, settings, quotas."""

from collections.abc import Mapping, Sequence

from survey.questionnaire.exchange.findings import WHOLE_FILE
from survey.questionnaire.exchange.incoming import Incoming
from survey.questionnaire.exchange.limesurvey_tables import Record, Tables
from survey.questionnaire.exchange.xlsform_rows import shortened
from survey.web.wording import sentence

#: settings of a question that change what may be answered
RULES = {
    "array_filter", "array_filter_exclude", "em_validation_q", "em_validation_sq", "equals_num_value",
    "exclude_all_others", "hidden", "max_answers", "max_num_value", "max_num_value_n", "maximum_chars", "min_answers",
    "min_num_value", "min_num_value_n", "multiflexible_max", "multiflexible_min", "num_value_int_only",
}  # fmt: skip
NOTHING_SAID = {"", "0", "N", "default", "none"}
TABLES = ("quota", "assessments", "defaultvalues", "survey_url_parameters", "plugin_settings")
SETTING = sentence("The setting “%(name)s” (%(value)s) has no counterpart here.")
PATTERN = sentence("The rule “%(words)s” for answers has no counterpart here.")
APPEARANCE = sentence("Settings of appearance have no counterpart here: %(names)s.")
TABLE = sentence("“%(table)s” has no counterpart here. It was left out.")
OLD_CONDITION = sentence("A condition of the old form was left out, so this is always asked.")


def say_settings(tables: Tables, questions: Sequence[Sequence[Record]], form: Incoming) -> None:
    """Lists what is left out."""
    by_id = {rows[0]["qid"]: rows[0] for rows in questions}
    for base in by_id.values():
        if base["preg"]:
            form.say(base.place(), sentence(PATTERN.text, words=shortened(base["preg"])))
    _say_attributes(tables, by_id, form)
    for row in tables.of("conditions"):
        asked = by_id.get(row["qid"])
        if asked is not None and asked["relevance"] in ("", "1"):
            form.say(asked.place(), OLD_CONDITION)
    for table in TABLES:
        if tables.of(table):
            form.say(WHOLE_FILE, sentence(TABLE.text, table=table))


def _say_attributes(tables: Tables, by_id: Mapping[str, Record], form: Incoming) -> None:
    appearance: dict[str, None] = {}
    for row in tables.of("question_attributes"):
        name, value, base = row["attribute"], row["value"], by_id.get(row["qid"])
        if value in NOTHING_SAID or base is None:
            continue
        if name in RULES:
            form.say(base.place(), sentence(SETTING.text, name=name, value=shortened(value)))
        else:
            appearance[name] = None
    if appearance:
        form.say(WHOLE_FILE, sentence(APPEARANCE.text, names=shortened(", ".join(appearance))))
