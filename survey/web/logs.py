"""One line of JSON for each request and each fault: no answers, no passwords, no tokens, no queries."""

import json
import logging
import re
import time

from flask import Flask, Response, g, request
from flask_login import current_user

logger = logging.getLogger("survey")
# servers name the path where they log a request or its fault
SERVERS = ("waitress", "gunicorn.error", "gunicorn.access")
TOKENS = re.compile(r"(/files/)[^/\s?]+(?=/[^/\s?]+/)|(/links/)[^/\s?]+")


class JsonLine(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": self.formatTime(record),
            "level": record.levelname,
            "message": record.getMessage(),
        }
        line |= getattr(record, "fields", {})
        if record.exc_info and record.exc_info[0]:
            # the kind and place of a fault, never its text: it may quote what somebody wrote
            line["fault"] = record.exc_info[0].__name__
            line["at"] = _places(record.exc_info[2])
        return json.dumps(line, ensure_ascii=False)


class WithoutTokens(logging.Filter):
    """Takes the tokens out of the paths in a server's line."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if TOKENS.search(message):
            record.msg = TOKENS.sub(lambda found: f"{found[1] or found[2]}…", message)
            record.args = ()
        return True


WITHOUT_TOKENS = WithoutTokens()


def _places(traceback) -> list[str]:
    places = []
    while traceback:
        places.append(f"{traceback.tb_frame.f_code.co_filename}:{traceback.tb_lineno}")
        traceback = traceback.tb_next
    return places[-6:]


def install_logs(app: Flask) -> None:
    if not logger.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(JsonLine())
        logger.addHandler(handler)
        logger.propagate = False
    for name in SERVERS:
        logging.getLogger(name).addFilter(WITHOUT_TOKENS)
    # Flask's own line names the path, and the path of a one-time link is its token; errors.py logs the fault
    app.logger.disabled = True
    logger.setLevel(logging.WARNING if app.testing else logging.INFO)
    app.before_request(_start)
    app.after_request(_log)


def _start() -> None:
    g.started = time.perf_counter()


def _log(response: Response) -> Response:
    if request.endpoint != "static.file" and logger.isEnabledFor(logging.INFO):
        took = round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000, 1)
        person = getattr(current_user, "public_id", None)
        fields = {"method": request.method, "view": request.endpoint, "status": response.status_code}
        logger.info("request", extra={"fields": fields | {"ms": took, "person": person}})
    return response
