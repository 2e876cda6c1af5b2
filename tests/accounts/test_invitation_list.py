import pytest

from survey.accounts.invitation_list import ListedPerson, previewed, read_list
from survey.web.wording import BadInput

MISSIONS, LANGUAGES = ("San José", "Manila"), ("en", "fr", "es")


def read(*lines, head="email,name,role,missions,language"):
    return read_list("\n".join((head, *lines)), missions=MISSIONS, languages=LANGUAGES)


def said(*lines, **options):
    return [[str(fault) for fault in person.faults] for person in read(*lines, **options)]


def test_lines_are_read_in_any_order_of_columns():
    listed = read(
        "FR;Mission Lead;manila; Ana ;Ana@Example.org",
        ';mission_staff;"san josé; MANILA;";;b@example.org',
        head="language;Role;missions;NAME;email",
    )
    assert listed == [
        ListedPerson(2, "ana@example.org", "Ana", "mission_lead", ("Manila",), "fr"),
        ListedPerson(3, "b@example.org", "", "mission_staff", ("San José", "Manila"), ""),
    ]


def test_name_missions_and_language_can_be_left_out():
    assert read("a@example.org,working_group", head="email,role") == [
        ListedPerson(2, "a@example.org", "", "working_group")
    ]


@pytest.mark.parametrize(
    ("line", "faults"),
    [
        (",,working_group,,", ["The e-mail address is missing."]),
        ("ana,,working_group,,", ["“ana” is no whole e-mail address, such as name@example.org."]),
        (
            "a@b.c,,,,",
            ["The role is missing; write one of mission_staff, mission_lead, working_group, administrator."],
        ),
        (
            "a@b.c,,boss,,",
            [
                "There is no role “boss”; write one of mission_staff, mission_lead, working_group, administrator."
            ],
        ),
        ("a@b.c,,mission_lead,,", ["This role needs at least one mission."]),
        ("a@b.c,,mission_lead,San Jose,", ["There is no mission “San Jose”. Do you mean “San José”?"]),
        ("a@b.c,,mission_lead,Atlantis,", ["There is no mission “Atlantis”."]),
        ("a@b.c,,administrator,Manila,", ["This role belongs to no mission; leave the missions empty."]),
        ("a@b.c,,administrator,,de", ["There is no language “de”; write one of en, fr, es, or nothing."]),
        (
            "a@b.c,,administrator,,,x",
            ["There are more cells than columns; missions that are separated by ; need quotation marks."],
        ),
        ("ana,,boss,,de", 3),
    ],
)
def test_fault_of_a_line_is_a_sentence(line, faults):
    (found,) = said(line)
    assert found == faults if isinstance(faults, list) else len(found) == faults


@pytest.mark.parametrize("cell", ["a\0b", "a\x1bb", chr(0xD800), "\ufffd"])
def test_cell_that_cannot_be_stored_is_refused(cell):
    ((fault,),) = said(f"a@b.c,{cell},administrator,,")
    assert fault.startswith("The text contains a character that cannot be stored")


def test_cell_that_is_too_long_is_refused():
    ((fault,),) = said(f"a@b.c,{'x' * 201},administrator,,")
    assert fault == "The text has 201 characters; at most 200 fit. Shorten it by 1."


def test_address_that_stands_there_twice_is_refused_with_the_first_line():
    assert said("a@b.c,,administrator,,", "A@B.C,,working_group,,") == [
        [],
        ["This address stands in line 2 already."],
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "email,role,phone\na@b.c,x,1",
            "Line 1: there is no column “phone”. The first line names the columns: email",
        ),
        ("email,role,email\na@b.c,x,1", "Line 1: the column “email” stands there twice."),
        (
            "email,name\na@b.c,x",
            "Line 1: the column “role” is missing. The first line names the columns: email",
        ),
        ("\na@b.c,administrator\n", "Line 2: there is no column “a@b.c”."),
        ("em\0ail,role\nx,y", "The text contains a character that cannot be stored"),
        ("email,role\n", "The list names its columns, but nobody to invite."),
        (
            "email,role\n" + "x,y\n" * 501,
            "The list has 501 people; at most 500 can be invited at once. Divide it.",
        ),
    ],
)
def test_file_that_is_no_such_list_is_refused_as_a_whole(text, sentence):
    with pytest.raises(BadInput) as refusal:
        read_list(text, missions=MISSIONS, languages=LANGUAGES)
    assert str(refusal.value).startswith(sentence)


def test_preview_sorts_lines_and_holds_all_up_for_one():
    good = read("a@b.c,,administrator,,", "b@b.c,,administrator,,")
    preview = previewed(good, {"b@b.c"})
    assert [(code, [person.line for person in lines]) for code, _words, lines in preview.groups] == [
        ("new", [2]),
        ("known", [3]),
    ]
    assert preview.may_invite
    assert not previewed(good, {"a@b.c", "b@b.c"}).may_invite
    assert not previewed(read("a@b.c,,administrator,,", "x,,administrator,,"), ()).may_invite


def test_mark_changes_with_what_would_be_done():
    listed = read("a@b.c,,administrator,,")
    assert (
        previewed(listed, ()).mark
        == previewed(listed, {"else@b.c"}).mark
        != previewed(listed, {"a@b.c"}).mark
    )
