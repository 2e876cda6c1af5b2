from survey.web.typed import DECLINED, typed_words


def test_typed_words_go_by_the_names_that_the_form_sent_along():
    fields = [("words:Q4.lessons", "Lessons"), ("seen:Q4.lessons", "2"), ("Q4.lessons", "Ask earlier")]
    assert typed_words(fields) == [("Lessons", "Ask earlier")]


def test_typed_words_name_the_cell_of_a_table():
    fields = [
        ("words:Q10.reach", "Reach"),
        ("Q10.reach:eligible:women", "84"),
        ("Q10.reach:eligible:men", ""),
    ]
    assert typed_words(fields) == [("Reach (eligible, women)", "84")]


def test_typed_words_say_what_was_declined():
    assert typed_words([("words:Q7.why", "Reasons"), ("declined:Q7.why", "1")]) == [("Reasons", DECLINED)]


def test_typed_words_leave_out_what_nobody_typed():
    fields = [(name, "x") for name in ("key", "then", "take", "next", "kept_path")]
    assert typed_words(fields) == []


def test_typed_words_without_a_name_go_by_their_field():
    assert typed_words([("more", "anna@example.org")]) == [("more", "anna@example.org")]


def test_typed_words_of_our_own_forms_go_by_their_labels():
    [(name, text)] = typed_words([("email", "anna@example.org"), ("language", "fr")])
    assert (str(name), text) == ("E-mail address", "anna@example.org")
