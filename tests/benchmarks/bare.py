"""The least that a Flask application could do for a page and for a save: what ours is compared with.

A page: the signed cookie, one query, one template of the same size whose bulk is constant. A save: the
cookie, the token, one row in one durable transaction. The same server, the same way to open the database.
"""

import argparse

from flask import Flask, redirect, render_template, request, session
from flask_wtf.csrf import CSRFProtect
from jinja2 import DictLoader
from sqlalchemy import text

from survey.data.engine import Database
from survey.installation.serving import WAITRESS
from tests.support.app import KEY, Client

PERSON = "person-of-the-benchmark"
TABLES = (
    "CREATE TABLE IF NOT EXISTS person (token TEXT PRIMARY KEY, name TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS answer (id INTEGER PRIMARY KEY, text TEXT NOT NULL)",
    f"INSERT OR IGNORE INTO person VALUES ('{PERSON}', 'Bare Person')",
)
NAME_OF = text("SELECT name FROM person WHERE token = :token")
ADD_ANSWER = text("INSERT INTO answer (text) VALUES (:text)")
ANSWERS = text("SELECT count(*) FROM answer")
START = "<!doctype html>\n<html lang='en'>\n<title>Bare</title>\n<p>{{ name }}</p>\n<p>"


def build(url: str, size: int) -> Flask:
    """The application; its page has `size` bytes."""
    database = Database(url, create=True)
    reading, writing = database.engine, database.engine.execution_options(writing=True)
    with writing.begin() as connection:
        for statement in TABLES:
            connection.execute(text(statement))
    app = Flask(__name__)
    app.config.update(SECRET_KEY=KEY, WTF_CSRF_TIME_LIMIT=None)
    app.test_client_class = Client
    CSRFProtect(app)
    shorter = len(START) - len("{{ name }}") + len("Bare Person")
    app.jinja_loader = DictLoader({"page.html": START + "x" * (size - shorter)})

    @app.get("/")
    def page():
        with reading.connect() as connection:
            name = connection.scalar(NAME_OF, {"token": session["person"]})
        return render_template("page.html", name=name)

    @app.post("/")
    def save():
        with writing.begin() as connection:
            connection.execute(ADD_ANSWER, {"text": request.form["text"]})
        return redirect("/")

    return app


def count_answers(url: str) -> int:
    database = Database(url)
    with database.engine.connect() as connection:
        number = connection.scalar(ANSWERS)
    database.close()
    return number


def main() -> None:
    from waitress import create_server

    parser = argparse.ArgumentParser()
    parser.add_argument("--database")
    parser.add_argument("--size", type=int)
    parser.add_argument("--port", type=int)
    asked = parser.parse_args()
    app = build(asked.database, asked.size)
    create_server(app, host="127.0.0.1", port=asked.port, **WAITRESS).run()


if __name__ == "__main__":
    main()
