"""Measuring extractors from the command line, and the figures that the documentation gives."""

from __future__ import annotations

import os
import shutil
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result

from adapters.fake_gemini import GeminiServer
from adapters.sqlalchemy_repository import Database
from entrypoints.cli import commands
from entrypoints.preparing import migrate
from entrypoints.settings import Settings
from openphone_crm.extraction.labelled import LabelledText, parse_labelled
from openphone_crm.testing.fake_gemini import FakeGemini, canned
from tests.integration.processes import CHECKOUT, FOREIGN_SETTINGS

ROOM = CHECKOUT / "evaluation"
PAGE = CHECKOUT / "docs" / "extraction.md"
PICTURE = CHECKOUT / "docs" / "images" / "extraction-pattern.svg"
TEXT = '{"id": "1", "source_kind": "message", "language": "en", "text": "ok, Bo", "expected": []}'


@pytest.fixture(autouse=True)
def empty_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run in an empty directory, with no settings."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith(FOREIGN_SETTINGS)]:
        monkeypatch.delenv(name)


def evaluate(*arguments: str | Path, **settings: str) -> Result:
    """Run the command to its end."""
    return CliRunner().invoke(commands, ["evaluate", *map(str, arguments)], env=settings)


def evaluate_and_pay(*arguments: str | Path, **settings: str) -> Result:
    """Run the command to its end beside a database, which holds the ledger."""
    migrate(Settings.load(settings))
    return evaluate(*arguments, **settings)


def ledger() -> list[tuple[int, float]]:
    """Give the calls and the costs of each month."""
    with closing(Database.open(Settings.load({}).database_url)) as database:
        return [(month.calls, month.usd) for month in database.readings.months()]


def labelled_texts(file: Path) -> list[LabelledText]:
    """Read a file of the checkout."""
    return [parse_labelled(line) for line in file.read_bytes().splitlines()]


@pytest.mark.parametrize("name", ["labelled.jsonl", "held_out.jsonl"])
def test_the_documentation_says_what_is_measured(name: str, tmp_path: Path) -> None:
    """The figures are what the pattern extractor does now; docs/extraction.md says how they are made anew."""
    page = Path(shutil.copy(PAGE, tmp_path))

    done = evaluate(ROOM / name, "--extractor", "pattern", "--markdown", page)

    assert done.exit_code == 0, done.output
    assert page.read_text() == PAGE.read_text()


def test_the_picture_shows_what_is_measured(tmp_path: Path) -> None:
    """It is drawn from the texts that the patterns were not fitted to."""
    picture = tmp_path / "picture.svg"

    done = evaluate(ROOM / "held_out.jsonl", "--extractor", "pattern", "--plot", picture)

    assert done.exit_code == 0, done.output
    assert ET.fromstring(picture.read_text()).get("role") == "img"  # noqa: S314 - we made it ourselves
    assert picture.read_text() == PICTURE.read_text()


def test_without_a_key_the_patterns_are_measured() -> None:
    """The table has figures for every topic and source kind, and ends with what it does not say."""
    done = evaluate(ROOM / "held_out.jsonl")

    rows = [line.strip("│ ").split("│") for line in done.stdout.splitlines() if line.startswith("│")]
    names = [row[0].strip() for row in rows]
    assert "pattern (pattern/" in done.stdout
    assert names[:10] == [
        *("name", "email", "address", "callback", "fact"),
        *("message", "voicemail", "transcript", "summary"),
        "en",
    ]
    assert all(len(row) == 6 for row in rows[:10])
    assert f"{len(labelled_texts(ROOM / 'held_out.jsonl'))} texts, " in done.stdout
    assert "missed" not in done.stdout


def test_misses_are_named_on_demand() -> None:
    """A text, its topic and its value, one line each; patterns find no facts."""
    label = '[{"topic": "fact", "value": "Bo is ok", "quote": "ok, Bo"}]'
    Path("texts.jsonl").write_text(TEXT.replace("[]", label))

    told, asked = evaluate("texts.jsonl"), evaluate("texts.jsonl", "--show-misses")

    assert asked.stdout == "1: missed fact 'Bo is ok'\n" + told.stdout


@pytest.mark.parametrize("package", ["google-genai", "google-generativeai"])
def test_a_reader_that_errs_in_nothing_is_perfect(package: str, tmp_path: Path) -> None:
    """Through either package over HTTP, a model that answers the labels has every figure at 100 %."""
    file = tmp_path / "some.jsonl"
    file.write_bytes(b"\n".join((ROOM / "labelled.jsonl").read_bytes().splitlines()[:30]))
    texts = labelled_texts(file)
    fake = FakeGemini(read=canned({text.source.text: text.expected for text in texts}))

    with GeminiServer(fake) as server:
        done = evaluate_and_pay(
            file,
            "--extractor",
            package,
            GEMINI_API_KEY=fake.key,
            GEMINI_API_URL=server.url,
            GEMINI_REQUESTS_PER_MINUTE="60000",
        )

    assert done.exit_code == 0, done.output
    [everything] = [line for line in done.stdout.splitlines() if line.startswith("│ all")]
    labels = sum(len(text.expected) for text in texts)
    assert everything.split("│")[2:5] == [f" {labels:>6} ", f" {labels:>5} ", f" {labels:>5} "]
    assert everything.count("100 %") == 2
    assert len(fake.calls) == len(texts)
    [(calls, usd)] = ledger()
    assert calls == len(texts)
    assert usd > 0


def test_a_budget_of_nothing_pays_for_no_evaluation() -> None:
    """Nothing is sent, and which setting stands in the way is said in one line."""
    fake = FakeGemini(read=canned({}))

    with GeminiServer(fake) as server:
        done = evaluate_and_pay(
            ROOM / "held_out.jsonl",
            GEMINI_API_KEY=fake.key,
            GEMINI_API_URL=server.url,
            GEMINI_MONTHLY_BUDGET_USD="0",
        )

    assert (done.exit_code, done.stdout, fake.calls) == (1, "", [])
    assert done.stderr.startswith("GEMINI_MONTHLY_BUDGET_USD: this month's budget for reading is spent; ")


def test_what_was_paid_can_be_seen() -> None:
    """The ledger by month and model, with the budget."""
    migrate(Settings.load({}))
    fake = FakeGemini(read=canned({}))
    Path("texts.jsonl").write_text(TEXT)
    with GeminiServer(fake) as server:
        evaluate("texts.jsonl", GEMINI_API_KEY=fake.key, GEMINI_API_URL=server.url)

    done = CliRunner().invoke(commands, ["costs"], env={"GEMINI_MONTHLY_BUDGET_USD": "5"})

    [row] = [line for line in done.stdout.splitlines() if "gemini-" in line]
    assert [cell.strip() for cell in row.strip("│").split("│")][2:4] == ["1", "0"]
    assert "Budget of a month: $5.00" in done.stdout


def test_gemini_needs_a_key() -> None:
    """Which variable is missing is said in one line."""
    done = evaluate(ROOM / "held_out.jsonl", "--extractor", "google-genai")

    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == "GEMINI_API_KEY: is required here, and is not set\n"


def test_a_refused_key_is_said_in_one_line() -> None:
    """The key itself is not."""
    fake = FakeGemini(read=canned({}))

    with GeminiServer(fake) as server:
        done = evaluate_and_pay(ROOM / "held_out.jsonl", GEMINI_API_KEY="hunter2", GEMINI_API_URL=server.url)

    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("GEMINI_API_KEY: ")
    assert done.stderr.strip().count("\n") == 0
    assert "hunter2" not in done.stderr


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (f"{TEXT}\nnot JSON", "texts.jsonl, line 2: JSON: there is none "),
        (TEXT.replace("message", "fax"), "texts.jsonl, line 1: source_kind: 'fax' is none of message, "),
        (
            TEXT.replace("[]", '[{"topic": "phone", "value": "Bo", "quote": "Bo"}]'),
            "texts.jsonl, line 1: topic: 'phone' is none of name, email, address, callback, fact\n",
        ),
        (
            TEXT.replace("[]", '[{"topic": "name", "value": "Al", "quote": "Al"}]'),
            "texts.jsonl, line 1: quote: 'Al' does not stand in the text\n",
        ),
        ("", "texts.jsonl: holds no text\n"),
        (f"{TEXT}\n{TEXT}", "texts.jsonl, line 2: id: '1' is that of a line before\n"),
        (TEXT.replace('"text"', '"txt"'), "texts.jsonl, line 1: txt: is none of expected, id, "),
        (
            TEXT.replace('"text": "ok, Bo", ', ""),
            "texts.jsonl, line 1: text: must be there, or lines in its place\n",
        ),
    ],
)
def test_what_is_wrong_with_a_file_is_said_in_one_line(content: str, reason: str) -> None:
    """The line is named, and nothing is measured."""
    Path("texts.jsonl").write_text(content)

    done = evaluate("texts.jsonl")

    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith(reason)
    assert done.stderr.count("\n") == 1


def test_a_file_that_is_not_there_is_said_in_one_line() -> None:
    """Its name is said, and what the machine says of it."""
    done = evaluate("none.jsonl")

    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == "none.jsonl: cannot be read (No such file or directory)\n"


def test_a_page_without_a_place_is_said_before_anything_is_measured() -> None:
    """Nobody pays for figures that then cannot be written."""
    Path("texts.jsonl").write_text(TEXT)
    Path("page.md").write_text("# A page\n")

    done = evaluate("texts.jsonl", "--markdown", "page.md")

    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("page.md: needs a line <!-- evaluate texts.jsonl: begin -->")
