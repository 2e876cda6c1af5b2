"""Versions are published into a round while people write in it: nothing is refused, nothing is lost."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Event

from sqlalchemy import select

from survey.answering.models.reports import Answer
from survey.questionnaire.models import RegisteredPart
from tests.answering.examples import history_of, report_id, report_number
from tests.support.app import EMAILS, writing
from tests.support.drafts import make_draft, part_in, publish_draft_in

PARTS = ("Q1_AWARENESS.how", "Q4_LESSONS.lessons", "Q7_SUCCESS.why", "Q11_NEEDS.explanation")
SAVES, PUBLICATIONS = 12, 9
VERSION = re.compile('name="questionnaire_version" value="([0-9]+)"')


def number_of(document):
    return document["versions"][-1]["number"]


def retire(document):
    part_in(document, PARTS[1])["retired"] = number_of(document)


def restore_and_reorder(document):
    part_in(document, PARTS[1]).pop("retired", None)
    questions = document["sections"][1]["questions"]
    questions.append(questions.pop(0))


def add(document):
    same = {"label": {"en": "More"}, "short": {"en": "More"}, "kind": "text"}
    own = part_in(document, PARTS[3])
    parts = next(q for s in document["sections"] for q in s["questions"] if own in q["parts"])["parts"]
    parts.append(same | {"code": f"more_{number_of(document)}", "since": number_of(document)})


def publish_all(app, begun, ended):
    """Publishes version after version; returns the last one's number."""
    begun.wait()
    for place in range(PUBLICATIONS):
        change = (add, retire, restore_and_reorder)[place % 3]
        with writing(app) as session:
            done = publish_draft_in(session, make_draft(session, change), "2001")
            session.commit()
            number = done.version.number
    ended.set()
    return number


def write(app, code, begun, ended, *, reloads):
    """Saves text after text until the last version is out; returns what was acknowledged with its version."""
    client = app.test_client().sign_in(EMAILS["mission_staff"])
    report, shown, acknowledged, seen = f"/reports/{report_id(app, 8)}", 2, [], 0
    while len(acknowledged) < SAVES or not ended.is_set():
        if reloads:
            page = client.get(f"{report}/questions/{code.split('.')[0]}", follow_redirects=True).text
            found = VERSION.search(page)
            shown = int(found[1]) if found else shown
        text = f"{code}, text {len(acknowledged)}"
        fields = {f"seen:{code}": seen, code: text, "questionnaire_version": shown}
        answer = client.send(f"{report}/answers/{code}", fields, method="PUT")
        assert (answer.status_code, answer.json["outcome"]) == (200, "saved"), answer.text
        seen = answer.json["version"]
        acknowledged.append((text, shown))
        begun.set()
    return acknowledged


def test_versions_are_published_while_people_write(app):
    begun, ended = Event(), Event()
    with ThreadPoolExecutor() as pool:
        writers = [
            # some never load their page again, and write on what version 2 showed
            pool.submit(write, app, code, begun, ended, reloads=place % 2 == 0)
            for place, code in enumerate(PARTS)
        ]
        last = pool.submit(publish_all, app, begun, ended).result()
        acknowledged = [writer.result() for writer in writers]
    for code, texts in zip(PARTS, acknowledged, strict=True):
        assert history_of(app, 8, code) == [("saved", text) for text, _version in texts]
    with app.extensions["database"].reading() as session:
        report = report_number(session, 8)
        assert report.version_number == last == 2 + PUBLICATIONS
        fields = select(RegisteredPart.code, Answer.value, Answer.question_version)
        own = fields.join(Answer).where(Answer.report_id == report.id, RegisteredPart.code.in_(PARTS))
        assert sorted(session.execute(own).all()) == sorted(
            (code, *texts[-1]) for code, texts in zip(PARTS, acknowledged, strict=True)
        )
