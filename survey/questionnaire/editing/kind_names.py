"""What authors call the kinds of parts, and what a yes can mean."""

from survey.web.wording import sentence

#: where one is chosen
KIND_NAMES = {
    "verdict": sentence("Verdict: yes, partly, no, too early, not applicable, do not know"),
    "one_choice": sentence("One choice of a list"),
    "many_choices": sentence("Any number of choices of a list"),
    "text": sentence("Text"),
    "number": sentence("Number"),
    "date": sentence("Date"),
    "table": sentence("Table of counts"),
}
#: where a part is named
SHORT_KIND_NAMES = KIND_NAMES | {
    "verdict": sentence("Verdict"),
    "one_choice": sentence("One choice"),
    "many_choices": sentence("Many choices"),
}
POLARITY_NAMES = {
    "good": sentence("It is welcome"),
    "adverse": sentence("It is a difficulty"),
    "open": sentence("Neither"),
}
