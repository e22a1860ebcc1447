"""How late are good feeds when a fifth of all feeds is hostile? The real daemon and limits, servers on loopback.

    benchmarks/lateness.py [--feeds N] [--hostile SHARE] [--kinds KIND,KIND] [--seconds S] [--interval S]

Each feed has a server (a port) of its own. Hostile are, in turn: a body of a byte a second (drip), one that never ends
(endless), a server that accepts and says nothing (mute), a document that costs the parser all the time it may have
(bomb), a server with trouble of its own (trouble), an answer of 9 MB (large). The same run without hostile feeds comes
first, so that the figures can be compared.

Late is what lies between two requests for a good feed beyond its interval and the jitter of a tenth; for the first
request, what lies between the start of the service and it. Seconds; the promise is 60 at most. Without a gap between
requests the first round is not spread over minutes: all feeds come at once.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from poll import ROOT

ITEM = "<item><title>{0} weather</title><link>http://site.example.org/{0}</link><guid>{0}</guid></item>"
GOOD = f"<rss version='2.0'><channel><title>good</title>{''.join(map(ITEM.format, range(20)))}</channel></rss>".encode()
# some 30 s of feedparser: an element costs it 20 microseconds, whatever it is
BOMB = b"<rss version='2.0'><channel><item><title>bomb</title>" + b"<b/>" * 1_500_000 + b"</item></channel></rss>"
HOSTILE = ("drip", "endless", "mute", "bomb", "trouble", "large")
MONITOR = """\
digests: [{{name: daily, recipients: [reader@example.org]}}]
polling: {{interval: {interval}s, floor: 1s, without_validators: 0, gap: 0}}
limits: {{allow: [{allow}]}}
"""


class Site:
    """A server of one feed; `asked` are the moments of its requests."""

    def __init__(self, kind: str) -> None:
        self.kind, self.asked, self.port = kind, list[float](), 0

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._answer, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            self.asked.append(time.monotonic())
            await getattr(self, f"_{self.kind}")(writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _say(self, writer: asyncio.StreamWriter, body: bytes, status: str = "200 OK", length: int | None = None):
        size = len(body) if length is None else length
        writer.write(f"HTTP/1.1 {status}\r\nContent-Length: {size}\r\nETag: \"{self.port}\"\r\n\r\n".encode() + body)

    async def _good(self, writer: asyncio.StreamWriter) -> None:
        await self._say(writer, GOOD)

    async def _drip(self, writer: asyncio.StreamWriter) -> None:
        await self._say(writer, b"", length=5000)
        for _ in range(120):
            writer.write(b"<")
            await writer.drain()
            await asyncio.sleep(1)

    async def _endless(self, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n<rss><channel>")
        for _ in range(2000):
            writer.write(ITEM.format(1).encode() * 100)
            await writer.drain()
            await asyncio.sleep(0.01)

    async def _mute(self, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(120)

    async def _bomb(self, writer: asyncio.StreamWriter) -> None:
        await self._say(writer, BOMB)

    async def _trouble(self, writer: asyncio.StreamWriter) -> None:
        await self._say(writer, b"", "500 Trouble")

    async def _large(self, writer: asyncio.StreamWriter) -> None:
        await self._say(writer, b"<rss><channel>" + b" " * (9 << 20) + b"</channel></rss>")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=200)
    parser.add_argument("--hostile", type=float, default=0.2)
    parser.add_argument("--kinds", type=lambda typed: typed.split(","), default=list(HOSTILE))
    parser.add_argument("--seconds", type=float, default=200)
    parser.add_argument("--interval", type=int, default=60)
    arguments = parser.parse_args()
    print(f"{arguments.feeds} feeds every {arguments.interval} s, load {os.getloadavg()[0]:.1f} before")
    for share in (0.0, arguments.hostile):
        asyncio.run(run(arguments, share))


async def run(arguments: argparse.Namespace, share: float) -> None:
    hostile = round(arguments.feeds * share)
    kinds = [arguments.kinds[n % len(arguments.kinds)] for n in range(hostile)]
    step = max(1, arguments.feeds // hostile) if hostile else 0
    sites = [Site("good") for _ in range(arguments.feeds)]
    for number, kind in enumerate(kinds):
        sites[number * step].kind = kind
    for site in sites:
        await site.start()
    with tempfile.TemporaryDirectory() as temporary:
        began = time.monotonic()
        process = start(Path(temporary), sites, arguments.interval)
        await asyncio.sleep(arguments.seconds)
        process.send_signal(signal.SIGTERM)
        ended = time.monotonic()
        await asyncio.to_thread(process.wait, 60)
        report(sites, hostile, began, ended, arguments.interval)


def start(folder: Path, sites: list[Site], interval: int) -> subprocess.Popen[bytes]:
    config = folder / "config"
    config.mkdir()
    allow = ", ".join(f'"127.0.0.1:{site.port}"' for site in sites)
    (config / "monitor.yaml").write_text(MONITOR.format(interval=interval, allow=allow), encoding="utf-8")
    lines = (f"  - {{name: f{n}-{site.kind}, url: 'http://127.0.0.1:{site.port}/'}}" for n, site in enumerate(sites))
    (config / "feeds.yaml").write_text("feeds:\n" + "\n".join(lines), encoding="utf-8")
    (config / "watchlist.yaml").write_bytes((ROOT / "config" / "watchlist.yaml").read_bytes())
    command = [sys.executable, "-m", "monitor", "--config", str(config), "--database", str(folder / "m.db"), "run"]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def report(sites: list[Site], hostile: int, began: float, ended: float, interval: int) -> None:
    late, first, asked = [], [], defaultdict(int)
    for site in sites:
        asked[site.kind] += len(site.asked)
        if site.kind != "good":
            continue
        first.append((site.asked[0] if site.asked else ended) - began)
        last = (site.asked[-1] if site.asked else began) + 1.1 * interval
        gaps = [after - before - 1.1 * interval for before, after in zip(site.asked, site.asked[1:], strict=False)]
        late += [max(0.0, gap) for gap in (*gaps, ended - last)]
    load = f"load {os.getloadavg()[0]:.1f}"
    print(f"{hostile} hostile, {load}: late {spread(late)}; first request {spread(first)}; requests {dict(asked)}")


def spread(seconds: list[float]) -> str:
    ordered = sorted(seconds)
    at = {name: ordered[min(len(ordered) - 1, int(len(ordered) * share))] for name, share in SHARES.items()}
    return ", ".join(f"{name} {value:.1f}" for name, value in at.items())


SHARES = {"p50": 0.5, "p99": 0.99, "max": 1.0}

if __name__ == "__main__":
    main()
