"""What GitHub runs: the workflow of this repository, and the one that the README shows for crawls."""

from __future__ import annotations

import re
from typing import Any

import yaml

from tests.command import CHECKOUT

ON = True  # YAML 1.1 takes the key ``on`` for a truth


def steps_of(workflow: dict[Any, Any]) -> list[dict[str, Any]]:
    (job,) = workflow["jobs"].values()
    assert isinstance(job["runs-on"], str)
    steps: list[dict[str, Any]] = job["steps"]
    assert all(("uses" in step) != ("run" in step) for step in steps)
    return steps


def test_the_repositorys_workflow_does_what_ci_run_does() -> None:
    workflow = yaml.safe_load((CHECKOUT / ".github/workflows/ci.yml").read_text())
    assert set(workflow[ON]) == {"push", "pull_request"}
    targets = re.findall(r"^make (\S+)", (CHECKOUT / ".ci/run").read_text(), re.M)
    ran = [re.search(r"\bmake (\S+)", step["run"]) for step in steps_of(workflow) if "run" in step]
    assert [found and found[1] for found in ran] == targets
    assert "demo" in targets


def test_the_readmes_workflow_crawls_by_the_clock_and_keeps_the_archive() -> None:
    (shown,) = re.findall(r"^```yaml\n(.*?)^```", (CHECKOUT / "README.md").read_text(), re.M | re.S)
    workflow = yaml.safe_load(shown)
    (clock,) = workflow[ON]["schedule"]
    assert len(clock["cron"].split()) == 5
    steps = steps_of(workflow)
    assert [step["run"] for step in steps if "archiver crawl" in step.get("run", "")]
    restored = next(step["with"] for step in steps if step.get("uses", "").startswith("actions/cache"))
    kept = next(step["with"] for step in steps if step.get("uses", "").startswith("actions/upload-artifact"))
    assert restored["path"] == kept["path"] == "data"
