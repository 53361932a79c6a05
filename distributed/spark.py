"""renda on Spark: articles in, N-Quads of claims and of facts out.

    spark-submit distributed/spark.py --renda /opt/renda --input pages.jsonl --output out

Takes text files (UTF-8, one page each), JSON Lines or Parquet (columns name, text, and where known url, issued).
Gives OUTPUT/claims and OUTPUT/facts: parts which together are sorted N-Quads, each line once, the same as from
`renda extract -` and `renda fuse -` on one machine. Spark names a folder whole by its file _SUCCESS.

Never takes half an answer: a child that fails fails the job, and what a child wrote counts only with the trailer that
tells its lines and their hash. Never depends on the locale: what goes to a child and comes back is UTF-8.
"""

import argparse
import hashlib
import json
import re
import shlex
import zlib

from pyspark import StorageLevel
from pyspark.sql import SparkSession

RD = "https://w3id.org/renda/ontology#"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
ISSUED = "<http://purl.org/dc/terms/issued>"
TRAILER = re.compile(r"# renda-trailer articles=(\d+) quads=(\d+) sha256=([0-9a-f]{64})")
ARTICLE = re.compile(r" <(https://w3id\.org/renda/article/[0-9a-f]{16})> \.$")
# What claims are fused under: a claim of an adoption by its mechanism, a number by its indicator. Each key of renda's
# fusion holds one of them, so that claims of one key meet in one shard.
SHARDED = (f"<{RD}mechanism>", f"<{RD}indicator>")
# What fusion reads of an article itself.
DATED = (ISSUED, f"<{RD}asOfEarliest>", f"<{RD}asOfLatest>", f"<{RD}asOfBasis>", f"<{RD}event>", f"<{RD}reprintOf>")


def pages(spark, path, form, parts):
    """The input as JSON Lines, in ASCII: no locale can spoil them, and no character in them ends a line."""
    if form == "jsonl":
        lines = spark.sparkContext.textFile(path, parts)
        return lines.filter(str.strip).map(lambda line: json.dumps(json.loads(line)))
    if form == "parquet":
        rows = spark.read.parquet(path).rdd.repartition(parts)
        return rows.map(lambda row: json.dumps({k: v for k, v in row.asDict().items() if v is not None}, default=str))

    def page(file):
        name, content = file
        try:
            text = bytes(content).decode("utf-8-sig")
        except UnicodeDecodeError as cause:
            raise ValueError(f"{name}: not valid UTF-8; convert it, or give JSON Lines") from cause
        return json.dumps({"name": name.rsplit("/", 1)[-1], "text": text})

    return spark.sparkContext.binaryFiles(path, parts).map(page)


def whole(lines):
    """The lines of a child, if its trailer says that they are all."""
    digest, count, trailer = hashlib.sha256(), 0, None
    for line in lines:
        if trailer:
            raise ValueError(f"a line stands behind the trailer of a shard: {line[:80]}")
        trailer = TRAILER.fullmatch(line)
        if not trailer:
            digest.update(line.encode() + b"\n")
            count += 1
            yield line
    if not trailer:
        raise ValueError("a shard has no trailer: its child was cut off")
    if (int(trailer[2]), trailer[3]) != (count, digest.hexdigest()):
        raise ValueError(f"a shard is not what its trailer says: {count} quads of {trailer[2]}")


def sharded(lines):
    """What fusion reads, by what it is fused under. The lines of an article come together."""

    def told(article, own):
        claims, dated = {}, []
        for line in own:
            subject, property, _ = line.split(" ", 2)
            if subject != f"<{article}>":
                claims.setdefault(subject, []).append(line)
            elif property in DATED:
                dated.append(line)
        for claim in claims.values():
            keys = [line.split(" ", 3)[2] for line in claim if line.split(" ", 2)[1] in SHARDED]
            for key in keys:
                yield from ((key, line) for line in claim + dated)

    article, own = None, []
    for line in lines:
        graph = ARTICLE.search(line)
        if not graph:
            continue
        if graph[1] != article:
            yield from told(article, own)
            article, own = graph[1], []
        own.append(line)
    yield from told(article, own)


def saved(lines, path):
    """Writes lines, sorted, each once."""
    lines.distinct().sortBy(lambda line: line).saveAsTextFile(path)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--renda", required=True, help="the program, by its full path, on every machine")
    parser.add_argument("--input", required=True, help="a file, folder or pattern")
    parser.add_argument("--format", choices=["text", "jsonl", "parquet"], default="jsonl")
    parser.add_argument("--output", required=True, help="a folder that is not there yet")
    parser.add_argument("--parts", type=int, default=8, help="in how many parts the work is done")
    args = parser.parse_args()
    spark = SparkSession.builder.appName("renda").getOrCreate()
    program = shlex.quote(args.renda)
    extracted = pages(spark, args.input, args.format, args.parts)
    extracted = extracted.pipe(f"{program} extract - --trailer --threads 1", checkCode=True).mapPartitions(whole)
    extracted.persist(StorageLevel.MEMORY_AND_DISK)
    saved(extracted, f"{args.output}/claims")
    shards = extracted.mapPartitions(sharded).partitionBy(args.parts, lambda key: zlib.crc32(key.encode()))
    shards = shards.mapPartitions(lambda pairs: sorted({line for _, line in pairs}))
    saved(shards.pipe(f"{program} fuse -", checkCode=True), f"{args.output}/facts")
    spark.stop()


if __name__ == "__main__":
    main()
