"""The values of all variables as a data frame, as the libraries of the statistical programs take it.

They write a file from whole columns only. So columns are kept as narrow as their values, and texts once.
"""

from array import array
from collections.abc import Callable
from datetime import UTC, datetime

from survey.downloads.variable_shapes import CODE, COUNT, DAY, FLAG, MOMENT, NUMBER, Value, Variable
from survey.downloads.variables import WideVariables

#: as stored while the reports come: type codes of `array`; -1 is missing, and no code or count is below 0
WHOLE = {CODE: "h", FLAG: "b", COUNT: "q"}
MISSING = -1


def framed(wide: WideVariables, fitting: Callable[[str], str] = str):
    """A pandas DataFrame with a column for each variable and a row for each due report.

    Codes, flags and counts are whole numbers that can be missing, numbers are double, days and times are datetimes
    without a zone, texts are texts as `fitting` leaves them, empty where there is none.
    """
    import pandas

    columns: list = [_empty(variable) for variable in wide.variables]
    adds = [
        _adding(variable, column, fitting) for variable, column in zip(wide.variables, columns, strict=True)
    ]
    for row in wide.rows():
        for add, value in zip(adds, row, strict=True):
            add(value)
    named = zip(wide.variables, columns, strict=True)
    return pandas.DataFrame(
        {variable.name: _column(variable, values) for variable, values in named}, copy=False
    )


def _empty(variable: Variable):
    if variable.shape == NUMBER:
        return array("d")
    return array(WHOLE[variable.shape]) if variable.shape in WHOLE else []


def _adding(variable: Variable, column, fitting: Callable[[str], str]) -> Callable[[Value], None]:
    add = column.append
    if variable.shape in WHOLE:
        return lambda value: add(MISSING if value is None else value)
    if variable.shape == NUMBER:
        return lambda value: add(float("nan") if value is None else value)
    if variable.shape == MOMENT:
        return lambda value: add(_in_utc(value))
    if variable.shape == DAY:
        return add
    return lambda value: add(fitting(str(value)) if value else "")


def _in_utc(value: Value) -> datetime | None:
    if isinstance(value, datetime) and value.tzinfo:
        return value.astimezone(UTC).replace(tzinfo=None)
    return value if isinstance(value, datetime) else None


def _column(variable: Variable, values):
    import numpy
    import pandas

    if variable.shape in WHOLE:
        numbers = (
            numpy.frombuffer(values, dtype=values.typecode) if values else numpy.array([], values.typecode)
        )
        return pandas.arrays.IntegerArray(numbers.copy(), numbers == MISSING)
    if variable.shape == NUMBER:
        return numpy.array(values, dtype=float)
    if variable.shape in (DAY, MOMENT):
        # the one unit that both writers take
        return pandas.Series(values, dtype="datetime64[ns]")
    return pandas.Series(values, dtype=object)
