"""Keeps on record what was downloaded."""

from sqlalchemy.orm import Session

from survey.audit.services import record
from survey.downloads.order import Order
from survey.downloads.products import Product


def record_download(session: Session, product: Product, round_code: str, order: Order, **how: str) -> None:
    """Who, which file of which round, with which filters and for whom; a CSV file by its name alone.

    `how` names the access token by its public id, and where it stood, for a download by a program.
    """
    name = product.name if product.ending == "csv" else product.file_name
    record(
        session, person=order.person, action="download", subject=round_code, file=name, **order.details, **how
    )
