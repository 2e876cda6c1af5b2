"""What a check of a questionnaire finds: a sentence with its place."""

from dataclasses import dataclass

from survey.web.wording import Sentence


@dataclass(frozen=True)
class Finding:
    """Something to put right; `place` is the code of a section, question, part, list or aim, empty for the whole."""

    place: str
    words: Sentence

    def __str__(self) -> str:
        return str(self.words)
