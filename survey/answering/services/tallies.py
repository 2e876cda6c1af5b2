"""Keeps the tallies of rounds up to date; every time from what stands in the database, so that twice is once."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from survey.answering.bitmaps import packed, place_of, unpacked
from survey.answering.models.reports import Report
from survey.answering.models.tallies import AnswerBitmap
from survey.answering.queries.tallies import counted_answers, counted_reports, places
from survey.answering.tallied import DUE, VERSION, Counting, Key, is_answer
from survey.data.base import table_of
from survey.data.direct import read, write
from survey.questionnaire.queries import part_ids, questionnaire_version
from survey.rounds.models import AskedProject, Round

TALLIES = table_of(AnswerBitmap)
AT_ONCE = 1_000
OF_CHUNK = TALLIES.c.round_id == bindparam("round"), TALLIES.c.chunk == bindparam("place")
ONE = (*OF_CHUNK, TALLIES.c.key == bindparam("group"), TALLIES.c.value == bindparam("named"))
# whoever changes a chunk holds it until the commit
HOLD = select(TALLIES.c.reports).where(*ONE).with_for_update()
READ = select(TALLIES.c.key, TALLIES.c.value, TALLIES.c.bits).where(*OF_CHUNK)
ADD = insert(TALLIES)
CHANGE = update(TALLIES).where(*ONE).values(reports=bindparam("number"), bits=bindparam("stored"))
REMOVE = delete(TALLIES).where(*ONE)


def count_again(session: Session, asked_ids: Collection[int], *, answers: bool = True) -> None:
    """Counts the reports of these asked projects as they stand now.

    Call it after the trail was written to, so that no two writers wait for each other. Without `answers` only what
    changes without any being signed or returned: facts of the project, supplements that are waited for, new reports.
    """
    found = [place for ids in _batches(sorted(asked_ids)) for place in places(session, ids)]
    for (round_id, chunk), rows in groupby(sorted(found), key=lambda row: (row[0], place_of(row[1])[0])):
        _count_chunk(session, round_id, chunk, [asked_id for _, _, asked_id in rows], answers=answers)


def count_report_again(session: Session, report_id: int) -> None:
    """The same for the project of a report or of a supplement."""
    own = select(Report.asked_project_id).where(Report.id == report_id)
    count_again(session, list(session.scalars(own)))


def rebuild(session: Session, round_id: int) -> None:
    """Makes the tallies of a round anew from its reports and answers."""
    write(session, delete(TALLIES).where(TALLIES.c.round_id == round_id))
    own = select(AskedProject.id).where(AskedProject.round_id == round_id)
    count_again(session, session.scalars(own).all())


def count_uncounted(session: Session) -> None:
    """Counts the rounds whose reports have no tallies, or none of their versions: as after an upgrade."""
    counted = select(AnswerBitmap.round_id).where(AnswerBitmap.key == VERSION).distinct()
    own = select(Round.id).join(AskedProject, AskedProject.round_id == Round.id).join(Report)
    for round_id in session.scalars(own.where(Round.id.not_in(counted)).distinct().order_by(Round.id)).all():
        rebuild(session, round_id)


def _count_chunk(
    session: Session, round_id: int, chunk: int, asked_ids: Sequence[int], *, answers: bool
) -> None:
    _hold(session, round_id, chunk)
    codes = {id: code for code, id in part_ids(session).items()} if answers else {}
    counting = Counting(_Versions(session))
    concerned = 0
    for ids in _batches(asked_ids):
        for report in counted_reports(session, ids):
            bit = place_of(report.number)[1]
            concerned |= 1 << bit
            counting.add_report(report, bit)
        for number, version, code, status, value in counted_answers(session, ids, codes) if answers else ():
            counting.add_answer(version, code, status, value, place_of(number)[1])
    _replace(session, (round_id, chunk), concerned, counting.bits(answers=answers), answers=answers)


def _batches(ids: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(ids)
    while batch := list(islice(rest, AT_ONCE)):
        yield batch


class _Versions(dict):
    """Versions by id, read when they are asked for."""

    def __init__(self, session: Session):
        super().__init__()
        self._session = session

    def __missing__(self, version_id: int):
        self[version_id] = questionnaire_version(self._session, version_id)
        return self[version_id]


def _hold(session: Session, round_id: int, chunk: int) -> None:
    group, named = DUE
    held = read(session, HOLD, {"round": round_id, "place": chunk, "group": group, "named": named}).first()
    if held is None:
        first = {"round_id": round_id, "chunk": chunk, "key": group, "value": named}
        write(session, ADD, [first | {"reports": 0, "bits": b""}])


def _replace(
    session: Session, place: tuple[int, int], concerned: int, found: Mapping[Key, int], *, answers: bool
) -> None:
    """Lets the reports concerned stand under the keys found, and under no other."""
    round_id, chunk = place
    rows = read(session, READ, {"round": round_id, "place": chunk}).all()
    before = {(key, value): unpacked(bits) for key, value, bits in rows}
    after = dict(found)
    for key, bits in before.items():
        if answers or not is_answer(key):
            after[key] = bits & ~concerned | found.get(key, 0)
    kept = {key: bits for key, bits in after.items() if bits or key == DUE}
    own = {"round": round_id, "place": chunk}
    gone = [own | {"group": key[0], "named": key[1]} for key in before if key in after and key not in kept]
    changed = [
        own
        | {
            "group": key[0],
            "named": key[1],
            "number": bits.bit_count(),
            "stored": packed(bits),
        }
        for key, bits in kept.items()
        if key in before and before[key] != bits
    ]
    new = [
        {
            "round_id": round_id,
            "chunk": chunk,
            "key": key[0],
            "value": key[1],
            "reports": bits.bit_count(),
            "bits": packed(bits),
        }
        for key, bits in kept.items()
        if key not in before
    ]
    for statement, values in ((REMOVE, gone), (CHANGE, changed), (ADD, new)):
        if values:
            write(session, statement, values)
