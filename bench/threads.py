"""Scores ``archiver extract`` on real pages with hand-checked threads, kept beside the checkout.

    python bench/threads.py [--bench DIR] [--half even|odd] [--worst N]

Prints the scorer's own table. ``--half`` takes the pages whose name's SHA-1 is even or odd: develop on one half,
look at the other last.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

BENCH = Path(__file__).parents[2] / "shared" / "bench"


def main() -> int:
    """Extract, score, print; gives the scorer's exit code."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--bench", type=Path, default=BENCH)
    options.add_argument("--half", choices=["even", "odd"])
    options.add_argument("--worst", type=int, default=10)
    given = options.parse_args()
    if not given.bench.is_dir():
        print(f"There are no pages at {given.bench}: name their folder with --bench DIR.", file=sys.stderr)
        return 2
    pages = [page for page in sorted((given.bench / "pages").glob("*.html.gz")) if _is_in_half(page, given.half)]
    with tempfile.TemporaryDirectory() as folder:
        predictions, gold = Path(folder, "predictions.jsonl"), Path(folder, "gold")
        gold.mkdir()
        for page in pages:
            shutil.copy(given.bench / "gold" / f"{_name(page)}.json", gold)
        predictions.write_text("".join(_predictions(pages)), encoding="utf-8")
        scorer = [sys.executable, str(given.bench / "score_threads.py"), str(predictions), "--gold", str(gold)]
        return subprocess.run([*scorer, "--worst", str(given.worst)], check=False).returncode


def _predictions(pages: list[Path]) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-m", "archiver", "extract", *map(str, pages)], stdout=subprocess.PIPE, check=False
    )
    lines = []
    for line in done.stdout.decode().splitlines():
        read = json.loads(line)
        lines.append(json.dumps({"page": _name(Path(read["path"])), "comments": read["comments"]}) + "\n")
    return lines


def _name(page: Path) -> str:
    return page.name.removesuffix(".gz").removesuffix(".html")


def _is_in_half(page: Path, half: str | None) -> bool:
    is_odd = hashlib.sha1(_name(page).encode()).digest()[-1] % 2 == 1
    return half is None or is_odd == (half == "odd")


if __name__ == "__main__":
    sys.exit(main())
