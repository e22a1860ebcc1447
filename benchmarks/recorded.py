"""Read recorded feeds and say which files' items differ from what is right, grouped by the reason.

    benchmarks/recorded.py DATA

DATA holds three folders: `derived/` with `expected.json` (a list of file, content_type and the titles that are right),
`real/` beside `real.tsv` (file and entries, as feedparser with its defaults counts them; it counts repeated and empty
entries, too) and `nasty/` (anything; no more is asked of it than an answer). Files are read in a child process, by the
limits of the service. Exit 1 when a title differs, a count differs for no known reason, or a file crashes the reader.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import feedparser

from monitor.model import Feed, Limits, Parsed
from monitor.parse import ParseError, parse
from monitor.worker import Worker, WorkerError

FEED = Feed("recorded", "https://recorded.example.org/feed")
Difference = tuple[str, str]  # the reason, and the file with what was found


class Reader:
    """Reads files as a poll reads answers; counts them."""

    def __init__(self) -> None:
        self.limits = Limits()
        self.worker: Worker[Parsed] = Worker(parse, deadline=self.limits.parse, memory=self.limits.memory)
        self.read = 0

    def __call__(self, path: Path, content_type: str = "") -> tuple[Parsed | None, str]:
        self.read += 1
        said = {"url": FEED.url, "content_type": content_type}
        try:
            return self.worker.call(path.read_bytes(), feed=FEED, limits=self.limits, **said), ""
        except (ParseError, WorkerError) as error:
            return None, error.code
        except Exception as error:  # noqa: BLE001 - a fault of ours, which is what this is to find
            return None, f"crash {type(error).__name__}"


def derived(folder: Path, reader: Reader) -> Iterator[Difference]:
    """Compare titles, all of them and in order."""
    for row in json.loads((folder / "derived/expected.json").read_text(encoding="utf-8")):
        parsed, code = reader(folder / "derived" / row["file"], row.get("content_type", ""))
        titles = [item.title for item in parsed.items] if parsed else []
        right = row.get("titles", [])
        if titles != right:
            wrong = sum(one != other for one, other in zip(titles, right, strict=False))
            found = code or f"{len(titles)} of {len(right)} items, {wrong} titles otherwise"
            yield "titles differ", f"{row['file']}: {found} ({row.get('note', '')})"


def real(folder: Path, reader: Reader) -> Iterator[Difference]:
    """Compare the number of items with that of entries."""
    with (folder / "real.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            parsed, code = reader(folder / row["file"])
            if parsed is None:
                if row["entries"] != "0":
                    yield f"not read: {code}", f"{row['file']}: {row['entries']} entries"
            elif missing := int(row["entries"] or 0) - len(parsed.items):
                yield _reason(folder / row["file"], parsed, missing), f"{row['file']}: {missing:+d} of {row['entries']}"


def _reason(path: Path, parsed: Parsed, missing: int) -> str:
    """Say why there are fewer items than entries; feedparser itself is asked what it counted."""
    if missing < 0:
        return "more items than entries"
    if parsed.warning == "parse.truncated" and missing == 1:
        return "the file breaks off in its last entry"
    if parsed.dropped >= missing:
        return "entries with nothing in them"
    entries = feedparser.parse(path.read_bytes(), sanitize_html=False, resolve_relative_uris=False).entries
    names = [entry.get("id") or entry.get("link") or entry.get("title") for entry in entries]
    repeated = len(names) - len(set(names))
    return "entries that repeat others" if repeated + parsed.dropped >= missing else "missing for no known reason"


def nasty(folder: Path, reader: Reader) -> Iterator[Difference]:
    """Ask for an answer, of whatever kind."""
    for path in sorted(folder.glob("nasty/*")):
        _, code = reader(path)
        if "crash" in code:
            yield "crashes", f"{path.name}: {code}"


EXCUSED = {"the file breaks off in its last entry", "entries with nothing in them", "entries that repeat others"}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    folder = parser.parse_args().data
    good = True
    for compare in (derived, real, nasty):
        reader, groups = Reader(), dict[str, list[str]]()
        for reason, what in compare(folder, reader):
            groups.setdefault(reason, []).append(what)
        reader.worker.close()
        differ = sum(map(len, groups.values()))
        print(f"{compare.__name__}: {reader.read - differ} of {reader.read} files as they should be")
        for reason, found in sorted(groups.items()):
            print(f"  {reason}: {len(found)}", *(f"    {what}" for what in found), sep="\n")
        good = good and set(groups) <= EXCUSED
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
