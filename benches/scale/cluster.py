"""What the job of `distributed/` costs beside one machine, and from which size on a cluster is worth it.

    cargo build --release --bin renda --example generate
    python3 benches/scale/cluster.py target/release/renda target/release/examples/generate --python PYTHON 500 2000 8000

PYTHON has PySpark. Each size of articles runs twice on this machine: through `renda extract -` and `renda fuse -`, and by
Spark in local[2]. A line through the times of each gives what a start costs and what an article costs.
"""

import argparse
import os
import statistics
import sys
import tempfile
from pathlib import Path

from measured import head, row, run

JOB = Path(__file__).resolve().parents[2] / "distributed" / "spark.py"
OPTIONS = "--master local[2] --conf spark.driver.host=127.0.0.1 --conf spark.driver.bindAddress=127.0.0.1 --conf spark.ui.enabled=false pyspark-shell"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("renda", type=Path)
    parser.add_argument("generate", type=Path)
    parser.add_argument("articles", type=int, nargs="+", help="two sizes or more")
    parser.add_argument("--python", default=os.environ.get("RENDA_SPARK_PYTHON"))
    options = parser.parse_args()
    if not options.python:
        sys.exit("SKIPPED: needs a Python with PySpark (--python, or RENDA_SPARK_PYTHON), which is not there")
    renda, generate = options.renda.resolve(), options.generate.resolve()
    spark = dict(os.environ, PYSPARK_SUBMIT_ARGS=OPTIONS, PYSPARK_PYTHON=options.python, SPARK_LOCAL_IP="127.0.0.1")
    sizes, times = [], {"one machine": [], "Spark local[2]": []}
    # By the clock: the Java below Spark is nobody's child when it ends, so that its processor time is not counted.
    head("articles", *[f"{name}, wall s" for name in times])
    with tempfile.TemporaryDirectory() as scratch:
        pages, out = Path(scratch, "pages.jsonl"), Path(scratch, "out")
        for articles in options.articles:
            pages.write_bytes(run([generate, f"{articles}a", "9", "-"]).out)
            one = f"'{renda}' extract - < '{pages}' | tee '{scratch}/claims' | '{renda}' fuse - > '{scratch}/facts'"
            alone = run(["bash", "-c", f"set -o pipefail; {one}; LC_ALL=C sort -u -o '{scratch}/claims' '{scratch}/claims'"])
            job = [options.python, JOB, "--renda", renda, "--input", pages, "--output", out / str(articles), "--parts", "4"]
            together = run(job, env=spark)
            sizes.append(articles)
            times["one machine"].append(alone)
            times["Spark local[2]"].append(together)
            row(articles, *[f"{cost.wall:.1f}" for cost in (alone, together)])
    print()
    lines = {}
    for name, costs in times.items():
        line = statistics.linear_regression(sizes, [cost.wall for cost in costs])
        lines[name] = line
        print(f"{name}: {line.intercept:.1f} s to start, {1e3 * line.slope:.2f} ms an article")
    one, spark = lines["one machine"], lines["Spark local[2]"]
    for machines in (2, 4, 10):
        gained = one.slope - spark.slope / machines
        point = (spark.intercept - one.intercept) / gained if gained > 0 else None
        print(f"on {machines} such machines Spark is through first from {point:.0f} articles on" if point else f"on {machines} such machines Spark is never through first")


main()
