"""What cannot be carried from one format to another: a sentence each, with its place in the file."""

from dataclasses import dataclass

from survey.web.wording import Sentence, sentence

#: more than anybody reads; the rest is counted
MOST_SHOWN = 300


@dataclass(frozen=True)
class Finding:
    """Something that a format cannot say or that was taken over differently; `place` says where it stands."""

    place: Sentence | str
    words: Sentence

    def __str__(self) -> str:
        return f"{self.place}: {self.words}"


WHOLE_FILE = sentence("The whole file")
