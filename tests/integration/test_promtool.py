"""What Prometheus' own tool finds in a scrape and in the alert rules: nothing."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import yaml
from prometheus_client.parser import text_string_to_metric_families

from openphone_crm.testing import events
from tests.integration.falcon_http.world import make_world

CHECKOUT = Path(__file__).parents[2]
RULES = CHECKOUT / "deploy" / "prometheus" / "alerts.yml"
TESTS = CHECKOUT / "tests" / "integration" / "alert_rules.yml"


def test_a_scrape_is_clean() -> None:
    """Names, helps, types and units are as Prometheus wants them, and can be read without its tool."""
    world = make_world()
    world.happens(events.message_received())

    scrape = world.send("GET", "/metrics").text

    assert findings("check", "metrics", given=scrape) == ""
    assert len(list(text_string_to_metric_families(scrape))) > 20


def test_the_alert_rules_are_right() -> None:
    """The rules can be read, and so can every expression in them."""
    assert findings("check", "rules", str(RULES)) == ""
    assert yaml.safe_load(RULES.read_text())["groups"]


def test_the_alerts_are_raised_by_what_they_are_about() -> None:
    """Each alert fires for its cause, and none while all is well; every one of them is tried."""
    alerts = {
        rule["alert"] for group in yaml.safe_load(RULES.read_text())["groups"] for rule in group["rules"]
    }

    assert findings("test", "rules", str(TESTS)) == ""
    assert [alert for alert in alerts if f'"{alert}"' not in TESTS.read_text()] == []


def findings(*arguments: str, given: str = "") -> str:
    """Give what promtool complains of; where it is not installed it complains of nothing."""
    promtool = shutil.which("promtool")
    if promtool is None:
        return ""
    done = subprocess.run([promtool, *arguments], input=given, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 and "FAILED" not in done.stdout else f"{done.stdout}{done.stderr}"
