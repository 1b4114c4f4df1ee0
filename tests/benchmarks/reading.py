"""A list of 100,000 rows read to its last household, as a workbook and as text: time and memory.

Each runs in a process of its own; its memory is the most that it ever took, and the most that its reading
child ever took, added up as if both came at one moment.
"""

from __future__ import annotations

import csv
import io
import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from aidtrack.cases.intake import open_list
from aidtrack.places.tables import gazetteer
from tests.benchmarks.figure import Figure, seconds

MB = 1_000_000


def figures() -> Iterator[Figure]:
    """Both forms of the list that `imports` brings in."""
    from tests.benchmarks.imports import HEAD, ROWS, SEED, the_list, the_rows

    text = io.StringIO()
    csv.writer(text).writerows([HEAD, *the_rows(ROWS, SEED)])
    with tempfile.TemporaryDirectory() as folder:
        for name, data in (("list.xlsx", the_list(ROWS, SEED)), ("list.csv", text.getvalue().encode())):
            file = Path(folder) / name
            file.write_bytes(data)
            asked = [sys.executable, "-m", "tests.benchmarks.reading", str(file)]
            found = json.loads(subprocess.run(asked, check=True, stdout=subprocess.PIPE).stdout)
            of = f"{file.suffix}, {found['rows']:,} rows, seed {SEED}"
            yield Figure(f"list opened: head, wards, edition ({of})", found["opened"], "s")
            yield Figure(f"list read to its last household ({of})", found["read"], "s", 30)
            yield Figure(f"memory of reader and child together ({of})", found["memory"], "MB", 300)


def measured(file: str) -> dict[str, float]:
    """One list, read line by line and let go."""
    places = {name: gazetteer(name) for name in ("2021", "2025")}
    found = []

    def opening() -> None:
        found.append(open_list(Path(file), gazetteers=places, areas={"2025": "2025:01"}, patience=True))

    opened = seconds(opening)
    read = opened + seconds(lambda: sum(line.household is not None for line in found[0].lines()))
    unit = 1 if sys.platform == "darwin" else 1024
    most = own_peak() + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit
    return {"rows": found[0].rows, "opened": opened, "read": read, "memory": most / MB}


def own_peak() -> int:
    """The most memory of this process since it began; the system's own figure remembers its parent's."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    told = dict(line.split(":", 1) for line in status.read_text().splitlines())
    return int(told["VmHWM"].split()[0]) * 1024


if __name__ == "__main__":
    print(json.dumps(measured(sys.argv[1])))
