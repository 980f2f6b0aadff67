"""Every command of this project, on a machine that may have nothing but Python.

`python3 noxfile.py ARGUMENTS` does what `nox ARGUMENTS` does: it keeps a nox of its own in `.nox/bootstrap`.
"""

from __future__ import annotations

import os
import shutil
import ssl
import subprocess
import sys
import venv
import zipfile
from pathlib import Path
from typing import NoReturn

CHECKOUT = Path(__file__).resolve().parent
BOOTSTRAP = CHECKOUT / ".nox" / "bootstrap"


def start_nox(*arguments: str) -> NoReturn:
    """Become nox, after installing it where it is missing."""
    python = BOOTSTRAP / "bin" / "python"
    if not has_nox(python):
        print(f"Installing nox into {BOOTSTRAP}", file=sys.stderr)  # noqa: T201 - there is no session to log to yet
        venv.create(BOOTSTRAP, clear=True, symlinks=True, with_pip=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*install, "nox>=2026.10.20", "uv"], check=True)
    os.execv(python, [str(python), "-m", "nox", "--noxfile", __file__, *arguments])


def has_nox(python: Path) -> bool:
    """Tell whether nox and uv are there, under the version of Python that runs this file."""
    probe = f"import nox, sys, uv; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
    if not python.exists():
        return False
    return subprocess.run([python, "-c", probe], capture_output=True, check=False).returncode == 0


if __name__ == "__main__":
    try:
        start_nox(*sys.argv[1:])
    except subprocess.CalledProcessError as error:
        sys.exit(f"nox could not be installed: {error}")
    except KeyboardInterrupt:
        sys.exit(130)

import nox  # noqa: E402 - on a machine without nox the lines above never let go

nox.needs_version = ">=2025.2.9"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.error_on_missing_interpreters = True
nox.options.reuse_venv = "yes"

# uv shall reach what pip reaches: an index named for pip, and one whose certificate only the system knows.
if "PIP_INDEX_URL" in os.environ:
    os.environ.setdefault("UV_DEFAULT_INDEX", os.environ["PIP_INDEX_URL"])
certificates = ssl.get_default_verify_paths()
if certificates.cafile or (certificates.capath and any(Path(certificates.capath).iterdir())):
    os.environ.setdefault("UV_SYSTEM_CERTS", "true")

PROJECT = nox.project.load_toml(CHECKOUT / "pyproject.toml")
TREES = ["openphone_crm", "adapters", "entrypoints", "tests", "benchmarks"]
WHEELS = CHECKOUT / "dist"

# Each process of the integration tests has a PostgreSQL and a Redis of its own.
MOST_TEST_PROCESSES = 6

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")


def found_chromium() -> str | None:
    """Find the browser for the browser tests: the one that `CRM_CHROMIUM` names, or one that is installed."""
    named = os.environ.get("CRM_CHROMIUM")
    return named or next((path for name in CHROMIUMS if (path := shutil.which(name))), None)


CHROMIUM = found_chromium()
NAMING_SESSIONS = ("-s", "-e", "-l", "-t", "-k", "--session", "--list", "--tags", "--keywords")
if CHROMIUM is None and not any(argument.startswith(NAMING_SESSIONS) for argument in sys.argv[1:]):
    print(  # noqa: T201 - there is no session to log to yet
        "No browser tests: install Chromium (Debian: apt-get install chromium) or name one in CRM_CHROMIUM.",
        file=sys.stderr,
    )

# Long enough for pytest to end its processes, each of these its servers, and gunicorn its workers.
PATIENCE_S = 30.0


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, format, types and who imports whom."""
    install(session, "dev")
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    session.run("mypy", *TREES, "noxfile.py")
    session.run("lint-imports", "--no-logo")


@nox.session
def unit(session: nox.Session) -> None:
    """Test the core without a socket; named tests (`-- PATH`) are run without asking how much they cover."""
    install(session, "test")
    if session.posargs:
        session.run("python", "-m", "pytest", *session.posargs)
        return
    session.run("python", "-m", "pytest", "tests/unit", *side_by_side(), "--cov", "--cov-report=")
    for gate in coverage_gates():
        session.run("coverage", "report", *gate)


@nox.session
def integration(session: nox.Session) -> None:
    """Test against a real PostgreSQL, a real Redis protocol and real processes."""
    install(session, "deploy", "test")
    tests = session.posargs or ["tests/integration", *side_by_side(spare=2)]
    session.run("python", "-m", "pytest", *tests, interrupt_timeout=PATIENCE_S)


@nox.session(default=CHROMIUM is not None)
def browser(session: nox.Session) -> None:
    """Use the console in a real Chromium, on a desk and on a phone."""
    install(session, "deploy", "test", "browser")
    tests = session.posargs or ["tests/browser", *side_by_side()]
    environment = {"CRM_CHROMIUM": CHROMIUM or ""}
    session.run("python", "-m", "pytest", *tests, env=environment, interrupt_timeout=PATIENCE_S)


@nox.session(default=False)
def long(session: nox.Session) -> None:
    """Run the tests that take too long for every day: every page on every device, every fault to its end."""
    install(session, "deploy", "test", "browser")
    tests = session.posargs or ["tests/integration", "tests/browser", *side_by_side()]
    environment = {"CRM_CHROMIUM": CHROMIUM or ""}
    session.run("python", "-m", "pytest", "--long", *tests, env=environment, interrupt_timeout=PATIENCE_S)


@nox.session(default=False)
def screenshots(session: nox.Session) -> None:
    """Take the pictures of the console for the documentation, on a desk and on a phone, light and dark."""
    install(session, "deploy", "test", "browser")
    environment = {"CRM_CHROMIUM": CHROMIUM or ""}
    session.run("python", "-m", "tests.browser.screenshots", *session.posargs, env=environment)


@nox.session
def chaos(session: nox.Session) -> None:
    """Kill processes and servers while webhooks flow, and count what is lost; `-- --long` is the proof."""
    install(session, "deploy", "test")
    session.run("python", "-m", "tests.chaos", *session.posargs, interrupt_timeout=PATIENCE_S)


@nox.session(default=False)
def build(session: nox.Session) -> None:
    """Build the wheel, and see that it holds the core and nothing else."""
    session.install(*PROJECT["build-system"]["requires"])
    shutil.rmtree(WHEELS, ignore_errors=True)
    session.run("python", "-m", "hatchling", "build", "--target", "wheel", "--directory", str(WHEELS))
    with zipfile.ZipFile(built_wheel()) as wheel:
        tops = {name.partition("/")[0] for name in wheel.namelist()}
    foreign = {top for top in tops if top != "openphone_crm" and not top.endswith(".dist-info")}
    if foreign:
        session.error(f"the wheel holds more than the core: {sorted(foreign)}")


@nox.session(requires=["build"], reuse_venv=False)
def wheel(session: nox.Session) -> None:
    """Run the shipped contract tests on the installed wheel alone, out of sight of the checkout."""
    session.install(str(built_wheel()), "pytest", "hypothesis")
    elsewhere = Path(session.create_tmp())
    for contracts in (CHECKOUT / "tests" / "unit").glob("test_*contracts.py"):
        shutil.copy(contracts, elsewhere)
    with session.chdir(elsewhere):
        # Any settings found in a directory above would bring the checkout's own packages back.
        isolation = ["-c", "/dev/null", "--rootdir", "."]
        session.run("python", "-m", "pytest", *isolation, ".", env={"PYTHONPATH": None})


@nox.session(default=False)
def dev(session: nox.Session) -> None:
    """Run everything in one process, for a developer; stops on Ctrl-C."""
    install(session, "deploy")
    python = session.run("python", "-c", "import sys; print(sys.executable)", silent=True, log=False)
    if python is None:
        return  # nox --install-only
    become(session, [str(python).strip(), "-m", "entrypoints", "dev", *session.posargs])


@nox.session(default=False)
def bench(session: nox.Session) -> None:
    """Measure what the deployables do on this machine."""
    install(session, "deploy", "test")
    session.run("python", "-m", "benchmarks", *session.posargs, interrupt_timeout=PATIENCE_S)


@nox.session(default=False)
def fuzz(session: nox.Session) -> None:
    """Throw hostile input at the system for a long time."""
    install(session, "deploy", "test")
    requests = "tests/integration/falcon_http/openapi/test_conformance.py"
    tests = session.posargs or ["tests/integration/test_hostile_input.py", requests]
    profile = {"HYPOTHESIS_PROFILE": "long"}
    session.run("python", "-m", "pytest", *tests, env=profile, interrupt_timeout=PATIENCE_S)


def install(session: nox.Session, *groups: str) -> None:
    """Install what the core depends on and these groups, but not the project: it runs from the checkout."""
    session.install(*PROJECT["project"]["dependencies"], *nox.project.dependency_groups(PROJECT, *groups))


def side_by_side(*, spare: int = 0) -> list[str]:
    """Give pytest's options for a process on each processor, and some to spare for tests that mostly wait."""
    processes = min((os.cpu_count() or 1) + spare, MOST_TEST_PROCESSES)
    # Whoever is done first takes over the half of what another still has; neighbours share their fixtures.
    return ["--numprocesses", str(processes), "--dist", "worksteal"]


def become(session: nox.Session, command: list[str]) -> NoReturn:
    """
    Let the command take the place of nox.

    A process in between would have to pass every signal on, and nox passes on none: whoever stopped it by its
    process id would leave the command behind.
    """
    environment = os.environ | {name: setting for name, setting in session.env.items() if setting is not None}
    environment["PATH"] = os.pathsep.join([str(session.bin), environment.get("PATH", os.defpath)])
    sys.stdout.flush()
    sys.stderr.flush()
    os.execve(command[0], command, environment)


def coverage_gates() -> list[list[str]]:
    """
    Give the options of one coverage report for each part of the core.

    Every branch of what decides, reads and verifies is tested; elsewhere nine in ten are.
    """
    rooms = ["codec", "webhooks", "handlers", "routing"]
    decisions = ["labels", "merging", "outcomes", "placement", "priority", "recordings", "retry", "timeline"]
    decisions += ["attempts", "failures", "settlements", "stories", "work_records"]
    believed = ["deciding", "grounding", "requests", "suggestions", "undoing"]
    decisions += [f"extraction/{decision}" for decision in believed]
    strict = ",".join(f"openphone_crm/{room}.py,openphone_crm/{room}/*" for room in rooms + decisions)
    return [
        [f"--include={strict}", "--fail-under=100"],
        ["--include=openphone_crm/*", f"--omit={strict}", "--fail-under=90"],
    ]


def built_wheel() -> Path:
    """Find the wheel that `build` made."""
    return next(WHEELS.glob("*.whl"))
