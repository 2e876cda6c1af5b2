"""What a page says to somebody, and what of it is neither translated nor somebody's own words."""

import re
from html.parser import HTMLParser

from sqlalchemy import String, select

from survey.data.base import Base
from survey.downloads.products import PRODUCTS
from survey.questionnaire.models import QuestionnaireDraft
from survey.questionnaire.queries import draft_of, questionnaire_version
from survey.questionnaire.structure import questionnaire
from survey.rounds.models import Round

SAID = ("aria-label", "alt", "title", "placeholder")
VOID = {"meta", "link", "input", "br", "hr", "img", "wbr"}
MARKED = re.compile("⟦[^⟦⟧]*⟧")
CODE = re.compile("[a-z0-9_]*")
# letters of the language's own script come from its names of days and months
LETTER = re.compile("[A-Za-zÀ-ɏ]")


class Said(HTMLParser):
    """The texts of a page, but for those that are marked as being in another language."""

    def __init__(self, page):
        super().__init__()
        self.around, self.texts = [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        own = dict(attrs)
        silent = tag in ("script", "style") or ("lang" in own and tag != "html")
        if not silent and not any(silent for _tag, silent in self.around):
            self.texts += [own[name] for name in SAID if own.get(name)]
            if tag == "input" and own.get("type") in ("submit", "button"):
                self.texts.append(own.get("value", ""))
        if tag not in VOID:
            self.around.append((tag, silent))

    def handle_endtag(self, tag):
        assert self.around.pop()[0] == tag

    def handle_data(self, text):
        if not any(silent for _tag, silent in self.around):
            self.texts.append(text)


def known_words(app):
    """Everything that people wrote into the database, longest first, without codes; names of files; UTC."""
    found = {"UTC", *PRODUCTS}
    with app.extensions["database"].reading() as session:
        for table in Base.metadata.sorted_tables:
            columns = [column for column in table.columns if isinstance(column.type, String)]
            for row in session.execute(select(*columns)) if columns else ():
                found |= {piece for text in row if text for piece in re.split("[\n;]", text)}
        asked = [questionnaire_version(session, id) for id in session.scalars(select(Round.version_id))]
        drafts = [draft_of(session, code) for code in session.scalars(select(QuestionnaireDraft.code))]
        asked += [questionnaire(draft.document, draft.number) for draft in drafts]
        for version in asked:
            # neither a browser's title nor a sentence has a place for the mark of a language
            found |= {version.title["en"], *(section.title["en"] for section in version.sections)}
            found |= {question.title["en"] for question in version.questions}
            found |= {part.short["en"] for part in version.parts}
            found |= {option.label["en"] for part in version.parts for option in part.options}
            codes = {part.code for part in version.parts}
            found |= codes | {f"{code}_status" for code in codes} | {version.code}
            coded = (*version.aims, *version.sections, *version.questions)
            found |= {item.code for item in coded}
    words = {text.strip() for text in found if not CODE.fullmatch(text.strip())}
    return sorted(words, key=len, reverse=True)


def untranslated(page, known):
    """The texts of a page in which letters are left when what is translated and what is known are taken away."""
    # a text may go on behind somebody's words or a link, so all of the page is looked at in one
    text = "\n".join(text.strip() for text in Said(page).texts)
    while MARKED.search(text):
        text = MARKED.sub("", text)
    for words in known:
        if not LETTER.search(text):
            break
        text = text.replace(words, "")
    return [line for line in text.split("\n") if LETTER.search(line)]
