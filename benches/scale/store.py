"""How fast `renda build` stores, beside a bare bulk load of the same quads by the engine below it.

    cargo build --release --features rocksdb
    pip install oxigraph
    python3 benches/scale/store.py target/release/renda ARTICLES…

In one run, in turn, five times: the whole of `renda build --backend rocksdb`, and `oxigraph load` of the quads that it
stored (the program of the same version, of which the package brings a release build). Medians. The line of the storing
alone is the time that the build itself gives for that step.
"""

import argparse
import json
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from measured import head, row, run


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("renda", type=Path)
    parser.add_argument("articles", type=Path, nargs="+")
    parser.add_argument("--oxigraph", default=shutil.which("oxigraph"))
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    if not options.oxigraph:
        sys.exit("SKIPPED: needs the command oxigraph (pip install oxigraph), which is not there")
    ours, theirs, steps = [], [], []
    with tempfile.TemporaryDirectory() as scratch:
        store, bare, graph = Path(scratch, "renda.db"), Path(scratch, "bare"), Path(scratch, "graph.nq")
        for _ in range(options.runs):
            built = run(
                [options.renda, "build", *options.articles, "--store", store, "--fresh", "--backend", "rocksdb", "--log", "json"]
            )
            ours.append(built)
            told = json.loads([line for line in built.err.splitlines() if b'"event":"summary"' in line][-1])
            steps.append(told["steps"])
            quads = told["store"]["quads"]
            if not graph.exists():
                graph.write_bytes(run([options.renda, "export", "--format", "nq", "--store", store]).out)
            theirs.append(run([options.oxigraph, "load", "--location", bare, "--file", graph, "--lenient"]))
            shutil.rmtree(bare)
            shutil.rmtree(store)

    def median(values):
        return statistics.median(list(values))

    print(f"{quads} quads, medians of {options.runs}\n")
    head("", "wall s", "quads/s", "processor s", "peak MB", "× bulk load, wall", "× bulk load, processor")
    wall, cpu = median(c.wall for c in theirs), median(c.cpu for c in theirs)
    for name, costs in [("oxigraph load", theirs), ("renda build", ours)]:
        w, c = median(c.wall for c in costs), median(c.cpu for c in costs)
        row(name, f"{w:.2f}", f"{quads / w:.0f}", f"{c:.2f}", f"{median(c.peak for c in costs):.0f}", f"{wall / w:.2f}", f"{cpu / c:.2f}")
    for step in steps[0]:
        w = median(s[step] for s in steps)
        row(f"of it {step}", f"{w:.2f}", f"{quads / max(w, 1e-9):.0f}", "", "", f"{wall / max(w, 1e-9):.2f}", "")


main()
