"""Plain functions that make what a test needs, with everything given that the test does not care about."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

from sqlalchemy import select

from survey.accounts.models import Person
from survey.accounts.services import HASHER, make_link
from survey.answering.models.evidence import Evidence, EvidenceContent
from survey.answering.models.reports import Report
from survey.data import clock
from survey.missions.services import ensure_mission
from survey.questionnaire.models import RegisteredPart
from survey.questionnaire.structure import Choice, Part, Words
from survey.rounds.models import AskedProject
from tests.support.app import writing

PASSWORD = "four plain words together"
NOON = datetime(2001, 10, 12, 12, 0, tzinfo=UTC)


def mission(session, name="Chad", country="TCD", region="Africa"):
    return ensure_mission(session, name=name, country=country, region=region)


def person(
    session, email="staff@chad.example.org", *, role="mission_staff", missions=(), password=None, **fields
):
    """Somebody with an account, without the audit entries of an invitation."""
    hashed = HASHER.hash(password) if password else None
    fields = {"name": "Staff in Chad", "created_at": NOON} | fields
    made = Person(email=email, role=role, missions=list(missions), password_hash=hashed, **fields)
    session.add(made)
    session.flush()
    return made


def committed_person(app, email, **fields):
    """The same, committed, for tests that go through pages; returns the public id."""
    with writing(app) as session:
        made = person(session, email, **fields)
        session.commit()
        return made.public_id


def give_password(app, email, password=PASSWORD):
    """Lets somebody of the sample sign in with a password."""
    with writing(app) as session:
        session.scalar(select(Person).where(Person.email == email)).password_hash = HASHER.hash(password)
        session.commit()


def link_for(app, email, *, purpose="invitation", hours=24):
    """The path of a new one-time link of somebody."""
    with writing(app) as session:
        found = session.scalar(select(Person).where(Person.email == email))
        token = make_link(session, person=found, purpose=purpose, hours=hours)
        session.commit()
    return f"/links/{token}"


def report_ids(app):
    """The public id of each report of the sample, by its project's number in the list of 2001."""
    with app.extensions["database"].reading() as session:
        found = (
            select(AskedProject.number, Report.public_id)
            .join(Report, Report.asked_project_id == AskedProject.id)
            .where(Report.supplements_id.is_(None))
        )
        return dict(session.execute(found).all())


def add_evidence(session, report_id, public_id, text, *, code="Q7_SUCCESS.success", name="notes.txt"):
    """A text file for a part of the report with this public id, whatever the report's state."""
    content = text.encode()
    row = Evidence(
        public_id=public_id,
        report_id=session.scalar(select(Report.id).where(Report.public_id == report_id)),
        part_id=session.scalar(select(RegisteredPart.id).where(RegisteredPart.code == code)),
        kind="file",
        name=name,
        media_type="text/plain",
        size=len(content),
        sha256=sha256(content).hexdigest(),
        added_at=NOON,
    )
    session.add(row)
    session.flush()
    session.add(EvidenceContent(evidence_id=row.id, content=content))
    session.flush()


def at(monkeypatch, moment):
    """Sets the program's clock."""
    monkeypatch.setattr(clock, "now", lambda: moment)


def later(monkeypatch, **time):
    """Moves the program's clock on from the real time."""
    at(monkeypatch, datetime.now(UTC) + timedelta(**time))


def part(kind="text", code="X_TRIAL.part", *, options=(), rows=(), columns=(), **fields):
    """A part of a questionnaire; options, rows and columns are given by their codes."""
    made = {"options": options, "rows": rows, "columns": columns}
    choices = {
        name: tuple(Choice(c, Words(en=c.capitalize())) for c in codes) for name, codes in made.items()
    }
    return Part(code=code, kind=kind, label=Words(en="Part"), short=Words(en="Part"), **choices, **fields)


def words(text):
    return {"en": text, "fr": f"{text} (fr)", "es": f"{text} (es)"}


def document(*parts, code="trial", versions=(1,), since=1, question="X_TRIAL"):
    """A questionnaire's data file with one question of these parts, each a dictionary."""
    default = {"kind": "text", "label": words("Label"), "short": words("Short")}
    asked = {
        "code": question,
        "origin": "added",
        "since": since,
        "title": words("Title"),
        "text": words("Text"),
        "parts": [default | entry for entry in parts or ({"code": "first"},)],
    }
    return {
        "code": code,
        "title": words("Trial"),
        "versions": [{"number": number} for number in versions],
        "aims": [{"code": "A1_AWARENESS", "label": words("Awareness")}],
        "lists": [
            {"code": "verdict", "options": [{"code": c, "label": words(c)} for c in ("yes", "partly", "no")]},
            {"code": "colours", "options": [{"code": c, "label": words(c)} for c in ("red", "blue")]},
        ],
        "sections": [{"code": "ONE", "title": words("Section"), "questions": [asked]}],
    }


def verdict(code="first", **fields):
    """A verdict part for `document`."""
    return {"code": code, "kind": "verdict", "polarity": "good"} | fields


OPENED = datetime(2001, 1, 1, tzinfo=UTC)
