"""Only the list of what the tests share; each part says in tests/support what it is for."""

pytest_plugins = [
    "tests.support.not_run",
    "tests.support.databases",
    "tests.support.browsers",
    "tests.support.compiled",
    "tests.support.app",
    "tests.support.right_to_left",
    "tests.support.site",
    "tests.support.post",
]
