"""Run the installed unit under a real systemd, as process 1 of namespaces of its own above an overlay of this machine.

    sudo benchmarks/unit.py [--python /usr/bin/python3]      # about five minutes; a line for each thing that held

Nothing of the machine's files changes: what `make install`, systemd and the service write goes into memory. Processes,
mounts and names are the namespace's own; the network is this machine's, of which only loopback is used. cgroups come
without controllers where the machine has them elsewhere: then limits of memory and tasks are not in force.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

HERE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HERE / "tests"))
from smtp_sink import Sink  # noqa: E402 - the tests' own mail server

UNIT = "ai-video-monitor"
MASKED = (
    "systemd-udevd.service systemd-udevd-control.socket systemd-udevd-kernel.socket systemd-udev-trigger.service"
    " systemd-networkd.service systemd-networkd.socket systemd-networkd-wait-online.service systemd-resolved.service"
    " systemd-timesyncd.service systemd-remount-fs.service systemd-sysctl.service systemd-modules-load.service"
    " systemd-logind.service systemd-random-seed.service systemd-update-utmp.service getty.target ssh.service"
    " opensmtpd.service dev-hugepages.mount dev-mqueue.mount sys-kernel-debug.mount sys-kernel-tracing.mount"
    " sys-fs-fuse-connections.mount sys-kernel-config.mount tmp.mount"
)
# $1: a folder to build the new root in, $2: the checkout. The root is pivoted to, since the kernel gives no user
# namespace (PrivateUsers=) to who was chrooted, and shared, since credentials are mounted from a namespace below.
BOOT = f"""
set -e
mount --make-rprivate /
mount -t tmpfs -o size=3g tmpfs $1
mkdir $1/upper $1/work $1/root
mount -t overlay overlay -o lowerdir=/,upperdir=$1/upper,workdir=$1/work $1/root
cd $1/root
mount -t proc proc proc
mount -t sysfs sysfs sys
mount -t cgroup2 cgroup2 sys/fs/cgroup
mount -t tmpfs -o mode=755 tmpfs run
mount -t tmpfs tmpfs tmp
mount --rbind /dev dev
mkdir -p opt/source old
cp -r $2/. opt/source
for unit in {MASKED}; do ln -sf /dev/null etc/systemd/system/$unit; done
: > etc/fstab
printf '[Unit]\\nRequires=basic.target\\nAfter=basic.target\\n' > etc/systemd/system/proof.target
pivot_root . old
umount -l /old
mount --make-rshared /
exec env -i container=proof PATH=/usr/sbin:/usr/bin:/sbin:/bin \\
    /lib/systemd/systemd --system --unit=proof.target --show-status=0 systemd.unified_cgroup_hierarchy=1
"""
MONITOR = """
digests: [{{name: daily, recipients: [reader@example.org], at: "{at:%H:%M}"}}]
mail: {{server: 127.0.0.1, port: {mail}, security: none, sender: news@example.org}}
limits: {{allow: ["127.0.0.1:{web}"]}}
"""
FEEDS = "feeds: [{{name: site, url: 'http://127.0.0.1:{web}/', headers: {{X-Key: {{credential: feed-key}}}}}}]\n"
RSS = """<rss version="2.0"><channel><title>Site</title><link>https://site.example.org/</link>
<item><title>Kling 3.0 is out</title><guid>1</guid><link>https://site.example.org/1</link>
<pubDate>{at:%a, %d %b %Y %H:%M:%S} GMT</pubDate></item></channel></rss>"""


class Machine:
    """A running systemd and the files it sees."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.root = Path(f"/proc/{pid}/root")

    def run(self, *command: str, check: bool = False) -> str:
        """Run a command inside and return what it says."""
        inside = ["nsenter", "-t", str(self.pid), "-m", "-p", "-u", "-i", "-C", "-r", "-w", *command]
        done = subprocess.run(inside, capture_output=True, text=True, check=False, timeout=600, cwd="/")
        if check and done.returncode:
            sys.exit(f"{' '.join(command)}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def ctl(self, *words: str) -> None:
        """Call systemctl; a failure ends the play."""
        self.run("systemctl", *words, check=True)

    def shown(self, what: str) -> str:
        """Return a property of the unit."""
        return self.run("systemctl", "show", "--value", "-p", what, UNIT).strip()

    def write(self, path: str, text: str, mode: int = 0o644) -> None:
        """Write a file inside."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        target.chmod(mode)


class Site(BaseHTTPRequestHandler):
    """A feed for subscribers; notes the keys that it was shown."""

    keys: ClassVar[list[str | None]] = []

    def do_GET(self) -> None:
        """Answer with one item of ten minutes ago."""
        self.keys.append(self.headers.get("X-Key"))
        body = RSS.format(at=datetime.now(UTC) - timedelta(minutes=10)).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/rss+xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *_: object) -> None:
        """Say nothing."""


def main() -> None:
    """Play it all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", default="/usr/bin/python3", help="of the installed service")
    arguments = parser.parse_args()
    if os.geteuid() != 0:
        sys.exit("root makes namespaces and mounts: run it by sudo")
    web = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=web.serve_forever, daemon=True).start()
    with Sink({}) as sink, booted() as machine:
        said("systemd is up", machine.run("systemctl", "is-system-running").strip() == "running")
        machine.run("sh", "-c", f"cd /opt/source && HOME=/root make install PYTHON={arguments.python}", check=True)
        at = datetime.now(UTC) + timedelta(minutes=2)
        configure(machine, at.replace(second=0, microsecond=0), sink.port, web.server_port)
        serve(machine, at.replace(second=0, microsecond=0), sink)
        edit(machine)
        end(machine)
        drop_ins(machine)


@contextmanager
def booted() -> Iterator[Machine]:
    """Boot, and end all that was started."""
    with tempfile.TemporaryDirectory(prefix="unit-") as folder:
        source, root = Path(folder, "source"), Path(folder, "root")
        source.mkdir(), root.mkdir()
        commit = subprocess.run(
            ["git", "-c", f"safe.directory={HERE}", "archive", "HEAD"], cwd=HERE, capture_output=True, check=True
        )
        subprocess.run(["tar", "-x", "-C", source], input=commit.stdout, check=True)
        wall = subprocess.Popen(["unshare", "-m", "-p", "-u", "-i", "-C", "--fork", "sh", "-c", BOOT, "", root, source])
        try:
            yield Machine(first_of(wall.pid))
        finally:
            for child in children(wall.pid):
                os.kill(child, signal.SIGKILL)  # the first process of a namespace takes all others with it
            wall.wait(timeout=30)


def children(pid: int) -> list[int]:
    """Return the processes that one started."""
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def first_of(wall: int) -> int:
    """Wait until systemd has taken over."""
    for _ in range(300):
        time.sleep(0.2)
        first = next(iter(children(wall)), None)
        if first and Path(f"/proc/{first}/comm").read_text() == "systemd\n":
            time.sleep(5)
            return first
    sys.exit("systemd did not start here; it needs overlay, cgroup2 and all namespaces")


def configure(machine: Machine, at: datetime, mail: int, web: int) -> None:
    """Write a config, and a secret that only systemd can hand to the service."""
    machine.write(f"etc/{UNIT}/monitor.yaml", MONITOR.format(at=at, mail=mail, web=web))
    machine.write(f"etc/{UNIT}/feeds.yaml", FEEDS.format(web=web))
    machine.write(f"etc/{UNIT}/credentials/feed-key", "sesame\n", 0o600)
    credential = f"LoadCredential=feed-key:/etc/{UNIT}/credentials/feed-key"
    machine.write(f"etc/systemd/system/{UNIT}.service.d/key.conf", f"[Service]\n{credential}\n")
    machine.ctl("daemon-reload")


def serve(machine: Machine, at: datetime, sink: Sink) -> None:
    """Start, read a feed by its credential, mail an edition."""
    took = timed(lambda: machine.ctl("start", UNIT))
    said(f"READY after {took:.1f} s", machine.shown("ActiveState") == "active")
    said("the feed was shown the credential", wait(lambda: "sesame" in Site.keys, 60))
    sent = wait(lambda: bool(sink.accepted), 240)
    said(f"the edition left {(datetime.now(UTC) - at).total_seconds():.0f} s after its slot", sent)
    status = machine.run(UNIT, "status")
    said("status, as root, finds the service's own database", "last edition" in status)
    process = machine.run("cat", f"/proc/{machine.shown('MainPID')}/status")
    said("no capability, no new privilege, a filter of calls", all(
        line in process.splitlines() for line in ("CapEff:\t0000000000000000", "NoNewPrivs:\t1", "Seccomp:\t2")
    ))  # fmt: skip


def edit(machine: Machine) -> None:
    """Break the config, mend it, reload each time."""
    path = machine.root / f"etc/{UNIT}/monitor.yaml"
    good = path.read_text()
    path.write_text(good.replace("digests:", "digestss:"))
    machine.ctl("reload", UNIT)
    said("a broken edit changes nothing but the status", wait(lambda: "broken" in machine.shown("StatusText"), 20))
    path.write_text(good)
    machine.ctl("reload", UNIT)
    said("a good one is taken up", wait(lambda: "broken" not in machine.shown("StatusText"), 20))


def end(machine: Machine) -> None:
    """Kill it, stop it in its tracks, ask it to end."""
    restarts = int(machine.shown("NRestarts"))
    machine.run("systemctl", "kill", "-s", "KILL", UNIT)
    said("killed, it is started again", wait(lambda: _again(machine, restarts), 60))
    machine.run("kill", "-STOP", machine.shown("MainPID"))
    began = time.monotonic()
    said("stopped in its tracks, the watchdog ends it", wait(lambda: _again(machine, restarts + 1), 200))
    print(f"    {time.monotonic() - began:.0f} s after it stopped it was up again")
    took = timed(lambda: machine.ctl("stop", UNIT))
    said(f"SIGTERM ends it in {took:.1f} s", machine.shown("Result") == "success")


def _again(machine: Machine, restarts: int) -> bool:
    return machine.shown("ActiveState") == "active" and int(machine.shown("NRestarts")) > restarts


def drop_ins(machine: Machine) -> None:
    """Start it with each drop-in that comes with it; all keep its state."""
    for path in sorted((HERE / "systemd/drop-ins").glob("*.conf")):
        copy = f"etc/systemd/system/{UNIT}.service.d/{path.name}"
        machine.write(copy, path.read_text(encoding="utf-8"))
        machine.ctl("daemon-reload")
        machine.ctl("restart", UNIT)
        said(f"it runs, with its state, by {path.name}", "last edition" in machine.run(UNIT, "status"))
        (machine.root / copy).unlink()
    security = machine.run("systemd-analyze", "security", "--no-pager", UNIT).strip().splitlines()
    print(f"    {security[-1].lstrip('→ ')}")


def timed(act: Callable[[], None]) -> float:
    """Return the seconds that something took."""
    began = time.monotonic()
    act()
    return time.monotonic() - began


def wait(holds: Callable[[], bool], seconds: float) -> bool:
    """Wait until something holds, at most so long."""
    until = time.monotonic() + seconds
    while not (found := holds()) and time.monotonic() < until:
        time.sleep(0.5)
    return found


def said(what: str, held: bool) -> None:
    """Print what held; end with what did not."""
    print(f"{'ok' if held else 'NOT'}  {what}", flush=True)
    if not held:
        sys.exit(1)


if __name__ == "__main__":
    main()
