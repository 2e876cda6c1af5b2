"""The columns of a `Source`, in its order."""

from survey.missions.models import Mission, Project
from survey.questionnaire.models import RegisteredPart
from survey.rounds.models import AskedProject, Round

SOURCE = (
    Project.code,
    Project.title,
    Mission.name,
    Mission.country,
    Mission.region,
    AskedProject.report_kind,
    Round.code,
    RegisteredPart.question_code,
    RegisteredPart.code,
)
