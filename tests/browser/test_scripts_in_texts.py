"""Every text that an author, an administrator or a mission can write is a script, and no page runs it.

In all three languages: the draft's pages, preview, difference and impact sheet; what refuses; the missions' pages, a
supplement among them; the comparison.
"""

import json
from copy import deepcopy

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from survey.missions.models import Mission, Project
from survey.publishing.services import publish_to_rounds
from survey.questionnaire.declarations import Declaration, with_declarations
from survey.questionnaire.queries import draft_of
from survey.questionnaire.services import change_draft
from survey.rounds.models import Round
from tests.answering.examples import person_of, sign
from tests.answering.supplements import UNTIL, supplement_ids
from tests.questionnaire.routes.pages import DRAFT as WRITING
from tests.questionnaire.routes.pages import HOME
from tests.support.app import writing
from tests.support.drafts import ADDED, INSTRUMENT, add_question, make_draft, part_in, retire
from tests.support.site import LANGUAGES

DRAFT = f"/versions/{INSTRUMENT}/draft"
PAYLOADS = (
    '"><img src=x onerror="window.ran=1">{}',
    "</textarea></script><script>window.ran=1</script>{}",
    "'><svg onload=window.ran=1>{{{{7*7}}}}%(x)s{}",
)
CELL = "[name='Q10_ACCESS.reach:eligible:women']"
OWN, SIGNED = 5, 8


def poisoned(node, path=()):
    """The document with a payload in place of every text of the three languages."""
    if isinstance(node, dict) and node and set(node) <= set(LANGUAGES):
        return {code: PAYLOADS[(len(path) + n) % 3].format(code) for n, code in enumerate(LANGUAGES)}
    if isinstance(node, dict):
        return {key: poisoned(value, (*path, key)) for key, value in node.items()}
    return [poisoned(value, path) for value in node] if isinstance(node, list) else node


def poison(document):
    made = poisoned(deepcopy(document))
    codes = [q["code"] for section in made["sections"] for q in section["questions"]]
    codes += [
        f"{q['code']}.{part['code']}" for s in made["sections"] for q in s["questions"] for part in q["parts"]
    ]
    made["versions"][-1]["note"] = poisoned({"en": "note"})
    return with_declarations(made, 3, [Declaration(code, "new meaning", PAYLOADS[1]) for code in codes])


def poison_the_rest(session):
    """The same for what stands beside the questionnaire: names and titles of one language."""
    columns = {
        Round: ("title",),
        Mission: ("name",),
        Project: ("title", "target_group"),
    }
    for model, names in columns.items():
        for row in session.scalars(select(model).order_by(model.id)):
            for place, name in enumerate(names):
                setattr(row, name, PAYLOADS[(row.id + place) % 3].format(row.id))


@pytest.fixture
def poisoned_site(site):
    """A draft of scripts; one report of the mission is signed, the other is still a draft."""
    with writing(site.app) as session:
        sign(session, SIGNED, name=PAYLOADS[0])
        make_draft(session, add_question, retire("Q3_ENCOURAGE.encouraged_why"), poison)
        poison_the_rest(session)
        session.commit()
    return site


def edit(app, change_document):
    """Changes the draft as a colleague would."""
    with writing(app) as session:
        draft = draft_of(session, INSTRUMENT)
        document = deepcopy(draft.document)
        change_document(document)
        change_draft(
            session, code=INSTRUMENT, document=document, seen_revision=draft.revision, person_id=None
        )
        session.commit()
    return draft.document


def publish(app):
    with writing(app) as session:
        publish_to_rounds(
            session,
            code=INSTRUMENT,
            seen_revision=draft_of(session, INSTRUMENT).revision,
            round_ids=[1],
            ask_until=UNTIL,
            person=person_of(session, "administrator"),
        )
        session.commit()


def assert_harmless(page, what):
    page.wait_for_load_state()
    assert page.evaluate("window.ran") is None, what
    assert "window.ran=1" in page.content(), what


def visit(page, site, *paths):
    for path in paths:
        page.goto(site.url + path)
        assert_harmless(page, path)


def refused_where_a_draft_is_written(page, site):
    """Findings of a broken draft, a form that a colleague changed meanwhile, a file that is looked at."""
    whole = edit(
        site.app, lambda document: part_in(document, f"{ADDED}.who")["when"][0].update(part="Q99.none")
    )
    visit(page, site, HOME, f"{DRAFT}/impact", f"{DRAFT}/preview")
    edit(site.app, lambda document: document.update(whole))
    page.goto(f"{site.url}{WRITING}/parts/Q4_LESSONS.lessons")
    edit(
        site.app, lambda document: part_in(document, "Q4_LESSONS.lessons")["label"].update(en=PAYLOADS[2] * 2)
    )
    page.fill("[name='label.en']", PAYLOADS[1] * 2)
    page.click("#element .actions .button >> nth=0")
    assert_harmless(page, "a form that a colleague changed")
    page.goto(f"{site.url}{HOME}/exchange/import")
    file = {"name": "x.json", "mimeType": "application/json", "buffer": json.dumps(whole).encode()}
    page.set_input_files("input[type=file]", file)
    page.check("input[type=radio] >> nth=0")
    page.click("main form .button >> nth=0")
    assert_harmless(page, "the preview of a file")


def refused_where_a_draft_is_published(page, site):
    page.goto(f"{site.url}{DRAFT}/preview?question=Q10_ACCESS")
    page.fill(CELL, PAYLOADS[0])
    page.click("main .actions .button")
    expect(page.locator(".fault-summary")).to_be_visible()
    assert_harmless(page, "a fault in the preview")
    page.goto(f"{site.url}{DRAFT}/impact")
    page.check("#ask")
    page.click("#publishing .button")
    expect(page.locator(".fault-summary")).to_be_visible()
    assert_harmless(page, "a refusal to publish")


def refused_in_place(page, site):
    """What a script says while somebody writes."""
    page.goto(f"{site.url}{site.report(OWN)}/questions/Q10_ACCESS")
    page.fill(CELL, PAYLOADS[0])
    page.locator("[data-part='Q10_ACCESS.reach'] .state[data-state='fault']").wait_for()
    assert_harmless(page, "a fault while writing")
    page.fill(CELL, "7")
    page.locator("[data-part='Q10_ACCESS.reach'] .state[data-state='saved']").wait_for()


def refused_form(page, site):
    """What the page says where its own scripts do not arrive; whatever stands in it would run all the same."""
    page.route("**/*.js", lambda route: route.abort())
    site.sign_in(page, "mission_lead").goto(f"{site.url}{site.report(OWN)}/questions/Q10_ACCESS")
    page.fill(CELL, PAYLOADS[0])
    page.click(".actions .button >> nth=0")
    expect(page.locator(".fault-summary")).to_be_visible()
    assert_harmless(page, "a fault in a form")


# the short form leaves out, in one language, what is shown in the same way elsewhere
EXTENTS = [
    (LANGUAGES[0], False),
    *(pytest.param(code, True, marks=pytest.mark.long) for code in LANGUAGES),
]


@pytest.mark.long
@pytest.mark.parametrize(("language", "whole"), EXTENTS)
def test_no_written_text_runs_on_any_page(poisoned_site, open_page, language, whole):
    site = poisoned_site
    page = site.sign_in(open_page(locale=language), "administrator")
    previews = [f"/preview?question={ADDED}&language={code}" for code in LANGUAGES]
    drafted = ["", "/impact", "/preview", "/preview?question=check", *previews]
    visit(page, site, HOME, *(DRAFT + path for path in drafted))
    refused_where_a_draft_is_written(page, site)
    refused_where_a_draft_is_published(page, site)
    if whole:
        pages = (
            "questions/Q1_AWARENESS",
            "parts/Q9_IMPACTDIFF.different",
            "lists/barriers",
            "library",
            "version",
        )
        visit(page, site, f"{DRAFT}/impact/missions", *(f"{WRITING}/{path}" for path in pages))
    publish(site.app)
    visit(page, site, "/versions", f"/versions/{INSTRUMENT}/3", f"/versions/{INSTRUMENT}/3?since=1")
    if whole:
        pages = ("", "/2001/board", "/2001/reminders/choose", "/2001/edit", "/2001/copy")
        visit(page, site, *(f"/rounds{path}" for path in pages))

    staff = site.sign_in(open_page(locale=language), "mission_staff")
    with writing(site.app) as session:
        supplement = f"/reports/{supplement_ids(session, SIGNED)[0]}"
    own = site.report(OWN)
    visit(staff, site, "/projects", own, f"{own}/answers", supplement, f"{supplement}/questions/{ADDED}")
    refused_in_place(staff, site)
    refused_form(open_page(locale=language), site)
    if whole:
        pages = (
            "questions/S_STATUS",
            "questions/Q8_DATA",
            "paper/upload",
            "parts/Q4_LESSONS.lessons/history",
        )
        visit(staff, site, *(f"{own}/{path}" for path in pages), f"{own}/parts/Q4_LESSONS.lessons/evidence")

    group = site.sign_in(open_page(locale=language), "working_group")
    pages = [f"questions/{ADDED}", "summary"]
    pages += ["matrix", "questions", "projects", f"summary/{ADDED}.noticed/due"] if whole else []
    visit(group, site, *(f"/rounds/2001/{path}" for path in pages), f"{site.report(SIGNED)}/answers")
