"""The dashboard and the alert rules ask for figures that exist, and judge as the core does."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from adapters.metrics import processes, processing_times, prometheus, readings
from adapters.metrics.families import PREFIX, Counter, Gauge, Histogram
from openphone_crm.alert_rules.events import FEWEST_SETTLED, FEWEST_TIMED
from openphone_crm.alert_rules.vital_signs import Thresholds
from openphone_crm.alerts import Rule
from openphone_crm.priority import Priority

DEPLOY = Path(__file__).parents[4] / "deploy"
DASHBOARD = DEPLOY / "grafana" / "openphone-crm.json"
RULES = DEPLOY / "prometheus" / "alerts.yml"
SCRAPING = DEPLOY / "prometheus" / "scrape.yml"
OF_PROMETHEUS = {"job", "instance"}
SELECTOR = re.compile(r"(openphone_crm_\w+)(?:\{([^}]*)\})?")
LABEL = re.compile(r"(\w+)\s*[=!]~?\s*\"")


@pytest.fixture(scope="module")
def dashboard() -> Mapping[str, Any]:
    """Read the dashboard."""
    board: Mapping[str, Any] = json.loads(DASHBOARD.read_bytes())
    return board


@pytest.fixture(scope="module")
def rules() -> Mapping[str, Mapping[str, Any]]:
    """Read the alert rules, by their names."""
    groups = yaml.safe_load(RULES.read_text())["groups"]
    return {rule["alert"]: rule for group in groups for rule in group["rules"]}


def test_the_dashboard_asks_for_figures_that_exist(dashboard: Mapping[str, Any]) -> None:
    """Every figure in it is one of a scrape, and so is every label that it selects by."""
    assert unknown_in(json.dumps(dashboard).replace('\\"', '"')) == set()


def test_the_rules_ask_for_figures_that_exist() -> None:
    """Every figure in them is one of a scrape, and so is every label that they select by."""
    assert unknown_in(RULES.read_text()) == set()


def test_the_dashboard_shows_every_figure(dashboard: Mapping[str, Any]) -> None:
    """What is told is also shown, but for how many events and numbers there are behind a share."""
    shown = {name for name, _ in SELECTOR.findall(json.dumps(dashboard))}

    hidden = {base for base, samples in figures().items() if not shown & set(samples)}

    assert hidden == {
        "openphone_crm_settled_events",
        "openphone_crm_our_lines",
        "openphone_crm_health_check_timestamp_seconds",
    }


def test_every_panel_says_what_it_shows(dashboard: Mapping[str, Any]) -> None:
    """A panel has a title, a description, a query, and a number of its own."""
    panels = [panel for panel in dashboard["panels"] if panel["type"] != "row"]

    assert len({panel["id"] for panel in dashboard["panels"]}) == len(dashboard["panels"])
    assert [panel["title"] for panel in panels if not (panel["description"] and panel["targets"])] == []


def test_no_panel_lies_on_another(dashboard: Mapping[str, Any]) -> None:
    """Panels lie side by side on a grid that is 24 wide."""
    taken: set[tuple[int, int]] = set()
    for panel in dashboard["panels"]:
        cells = cells_of(panel["gridPos"])

        assert not taken & cells, panel["title"]
        assert max(x for x, _ in cells) < 24, panel["title"]

        taken |= cells


def test_every_alert_says_what_to_do(rules: Mapping[str, Mapping[str, Any]]) -> None:
    """An alert has a severity, says in a sentence what is wrong, and in some more what that means."""
    for name, rule in rules.items():
        assert rule["labels"]["severity"] in {"warning", "critical"}, name
        assert rule["annotations"]["summary"].endswith("."), name
        assert rule["annotations"]["description"].endswith("."), name


def test_the_limits_are_those_of_the_core(rules: Mapping[str, Mapping[str, Any]]) -> None:
    """The rules judge by the thresholds that the core has where nobody sets others."""
    limits = Thresholds()
    oldest = {
        priority: f'{{priority="{priority.label}"}}) > {limits.oldest[priority].seconds}'
        for priority in Priority
    }

    slow, many = rules["OpenPhoneCrmSlowProcessing"]["expr"], rules["OpenPhoneCrmManyFailures"]["expr"]

    assert f"> {limits.processing.seconds} and" in slow
    assert slow.endswith(f">= {FEWEST_TIMED}")
    assert f"> {limits.failed_ratio} and" in many
    assert many.endswith(f">= {FEWEST_SETTLED}")
    assert rules["OpenPhoneCrmDeepQueue"]["expr"].endswith(f"> {limits.queue_depth}")
    assert f"> {limits.heartbeat.seconds} " in rules["OpenPhoneCrmSchedulerDead"]["expr"]
    assert [part for part in oldest.values() if part not in rules["OpenPhoneCrmOldEvents"]["expr"]] == []


def test_every_rule_of_the_core_is_told(rules: Mapping[str, Mapping[str, Any]]) -> None:
    """What has no alert of its own here is told by that for all others."""
    own = set(re.findall(r'rule!~"([^"]+)"', rules["OpenPhoneCrmAlertOpen"]["expr"])[0].split("|"))

    assert own < {rule.value for rule in Rule}
    assert len(own) == len(rules) - len(
        {"OpenPhoneCrmDown", "OpenPhoneCrmDatabaseAway", "OpenPhoneCrmAlertOpen"}
    )


def test_the_scrape_is_of_the_job_that_the_rules_ask_for() -> None:
    """The example of a scrape names the job whose absence is an alert."""
    (scraping,) = yaml.safe_load(SCRAPING.read_text())["scrape_configs"]

    assert scraping["metrics_path"] == "/metrics"
    assert f'up{{job="{scraping["job_name"]}"}}' in RULES.read_text()


def unknown_in(text: str) -> set[str]:
    """Name the figures that no scrape has, and the labels that a figure has not."""
    labels = {sample: labels for samples in figures().values() for sample, labels in samples.items()}
    asked = [(name, set(LABEL.findall(inside))) for name, inside in SELECTOR.findall(text)]
    unknown = {name for name, _ in asked if name not in labels}
    return unknown | {
        f"{name}: {label}"
        for name, chosen in asked
        if name in labels
        for label in chosen - labels[name] - OF_PROMETHEUS
    }


def figures() -> dict[str, dict[str, set[str]]]:
    """Give every figure, and the labels of each of its samples."""
    return {f"{PREFIX}{one.name}": dict(samples_of(one)) for one in definitions()}


def definitions() -> Iterator[Gauge | Counter | Histogram]:
    """Walk through all figures that are told."""
    yield from readings.COUNTERS.values()
    for module in (processes, processing_times, prometheus, readings):
        yield from (one for one in vars(module).values() if isinstance(one, Gauge | Counter | Histogram))


def samples_of(one: Gauge | Counter | Histogram) -> Iterator[tuple[str, set[str]]]:
    """Give the names of the samples of a figure, and their labels."""
    name, labels = f"{PREFIX}{one.name}", set(one.labels)
    match one:
        case Gauge():
            yield name, labels
        case Counter():
            yield f"{name}_total", labels
        case Histogram():
            yield f"{name}_bucket", labels | {"le"}
            yield f"{name}_count", labels
            yield f"{name}_sum", labels


def cells_of(position: Mapping[str, int]) -> set[tuple[int, int]]:
    """Give the cells of the grid that a panel takes."""
    columns = range(position["x"], position["x"] + position["w"])
    rows = range(position["y"], position["y"] + position["h"])
    return {(x, y) for x in columns for y in rows}
