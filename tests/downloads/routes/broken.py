"""Files that break while they are sent, and a site that has them."""

from survey.downloads.products import PRODUCTS, Product
from survey.downloads.routes.sending import WHOLE

SMALL, LARGE = 1000, WHOLE + 200_000
LINE = b"0123456789,9876543210\r\n"


def product(name, size, *, breaks=False):
    """A file of about this many bytes, which may break before its end."""

    def pieces(_content, _order):
        yield b"first,second\r\n"
        yield LINE * (size // len(LINE))
        if breaks:
            raise ValueError("quotes a secret answer")
        yield LINE * 100

    return Product(name, "csv", "text/csv", pieces)


MADE = [
    product("small", SMALL),
    product("large", LARGE),
    product("small_broken", SMALL, breaks=True),
    product("large_broken", LARGE, breaks=True),
]


def whole(size):
    return b"first,second\r\n" + LINE * (size // len(LINE) + 100)


def create():
    """The application with these files, for a server in a process of its own."""
    from survey.app import create_app

    PRODUCTS.update({made.file_name: made for made in MADE})
    return create_app()
