"""A function in a killable child: answers, bounds, deaths."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import textwrap
import threading
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import timedelta
from pathlib import Path
from types import ModuleType

import chores
import pytest

import monitor
from monitor.model import Feed, Item, Limits
from monitor.parse import ParseError, parse
from monitor.worker import Worker, WorkerError
from monitor.worker.wire import may_cross

HERE = Path(__file__).parent
MEMORY = 256 << 20


@pytest.fixture
def made():
    """Make workers for `chores.do`, which are closed at the end."""
    workers = []

    def make(deadline=30.0, memory=MEMORY, idle=60.0, waiting=3):
        seconds = {"deadline": timedelta(seconds=deadline), "idle": timedelta(seconds=idle)}
        workers.append(Worker(chores.do, memory=memory, waiting=waiting, **seconds))
        return workers[-1]

    yield make
    for worker in workers:
        worker.close()


def ended(pid: int) -> None:
    """Wait until a child of ours has ended, and leave it to be buried."""
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)


def test_answers_are_what_the_function_returns(made):
    """Arguments go in and values come out whole, those of the model too."""
    worker = made()
    assert worker.call("echo", 1, "二", None) == ((1, "二", None), {})
    assert worker.call("item", 7) == Item("feed", "7", "", "可灵")
    assert worker.call("process") != os.getpid()


def test_a_child_of_another_version_is_not_listened_to(made, tmp_path, monkeypatch):
    """A program that replaced the running one parses nothing for it: the two may differ in what they say."""
    newer, ours = tmp_path / "monitor", Path(monitor.__file__).parent
    newer.mkdir()
    for part in ours.iterdir():
        (newer / part.name).symlink_to(part)
    (newer / "__init__.py").unlink()
    (newer / "__init__.py").write_text('__version__ = "99"\n')
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(WorkerError) as error:
        made().call("echo")
    assert error.value.code == "proc.replaced"


def test_a_child_serves_many_calls(made):
    """Calls one after another are served by one child."""
    worker = made()
    assert len({worker.call("process") for _ in range(5)}) == 1


def test_parsing_gives_the_same_as_in_this_process():
    """The real function crosses: items out, its own error out."""
    worker = Worker(parse, deadline=timedelta(seconds=30), memory=MEMORY)
    said = {"feed": Feed("f", "https://f.example.org/"), "limits": Limits(), "url": "", "content_type": ""}
    body = (HERE / "feeds" / "atom10.xml").read_bytes()
    try:
        assert worker.call(body, **said) == parse(body, **said)
        with pytest.raises(ParseError) as error:
            worker.call(b"<html>", **said)
    finally:
        worker.close()
    assert (error.value.code, str(error.value)) == ("http.not_feed", "a web page, no feed")


@pytest.mark.parametrize(
    ("how", "kind", "args"),
    [
        ("ours", ParseError, ("http.not_feed", "a page")),
        ("builtin", ValueError, ("no", 7)),
        ("stranger", RuntimeError, ("error: odd",)),
    ],
)
def test_what_the_function_raises_is_raised_here(made, how, kind, args):
    """An error comes back as itself with the child's traceback as a note; another package's, in words."""
    worker = made()
    with pytest.raises(kind) as error:
        worker.call("fail", how)
    assert error.value.args == args
    assert "in fail" in error.value.__notes__[0]
    assert worker.call("echo") == ((), {})


def test_a_call_that_takes_too_long_is_killed(made):
    """A document that holds the interpreter costs its deadline and nothing more: the next call is served."""
    worker = made(deadline=0.5)
    with pytest.raises(WorkerError) as error:
        worker.call("spin")
    assert error.value.code == "parse.cpu"
    assert worker.call("echo", 1) == ((1,), {})


def test_memory_is_bounded(made):
    """Wanting more memory than allowed fails the call; as much as allowed is given."""
    worker = made()
    with pytest.raises(WorkerError) as error:
        worker.call("hoard", 2 * MEMORY)
    assert error.value.code == "parse.memory"
    assert worker.call("hoard", MEMORY // 2) == MEMORY // 2


def test_a_child_that_grew_is_replaced(made):
    """Memory that a call took comes back: the child leaves after its answer."""
    worker = made(memory=1 << 30)
    before = worker.call("process")
    worker.call("keep", 64 << 20)
    assert worker.call("process") != before


@pytest.mark.parametrize("how", ["exit", "SIGSEGV", "SIGABRT", "SIGKILL"])
def test_a_child_that_dies_fails_one_call(made, how):
    """A crash in the child is the failure of one document; the next has a child again."""
    worker = made()
    with pytest.raises(WorkerError) as error:
        worker.call("die", how)
    assert error.value.code == "parse.crash"
    assert worker.call("echo", 1) == ((1,), {})


def test_the_bound_on_cpu_time_follows_the_calls(made):
    """Each call has its seconds from where the one before ended."""
    worker = made(deadline=40)
    first = worker.call("surroundings")[2]
    worker.call("toil", 1.1)
    assert 40 < first < worker.call("surroundings")[2] < 50


def test_too_much_cpu_time_is_told_from_a_crash(made):
    """The kernel's signal for it has a code of its own."""
    with pytest.raises(WorkerError, match="CPU") as error:
        made().call("die", "SIGXCPU")
    assert error.value.code == "parse.cpu"


def test_a_call_that_waits_is_not_waited_for(made):
    """A child that does nothing at all is killed by the clock."""
    with pytest.raises(WorkerError, match="not done") as error:
        made(deadline=0.1).call("die", "SIGSTOP")
    assert error.value.code == "parse.cpu"


def test_a_child_knows_no_secret(made, monkeypatch):
    """Its environment is empty, and it leaves no core file."""
    monkeypatch.setenv("AI_VIDEO_MONITOR_SMTP_PASSWORD", "canary")
    environment, core, _ = made().call("surroundings")
    assert "canary" not in str(environment)
    assert core == 0


def test_a_child_goes_first_when_memory_runs_out(made):
    """The kernel takes a child before the service."""
    assert made().call("adjusted") == 1000


def test_a_child_ignores_what_is_meant_for_the_parent(made):
    """SIGINT and SIGTERM to the whole group end the parent, which ends its children."""
    worker = made()
    pid = worker.call("process")
    os.kill(pid, signal.SIGINT)
    os.kill(pid, signal.SIGTERM)
    assert worker.call("process") == pid
    assert os.getpgid(pid) != os.getpgid(0)


def test_what_a_child_sends_is_not_believed(made):
    """An answer that would call a function here is refused."""
    with pytest.raises(WorkerError, match="refused"):
        made().call("sly")


@pytest.mark.parametrize(
    ("module", "name", "crosses"),
    [
        ("monitor.model.polling", "Parsed", True),
        ("monitor.parse.errors", "ParseError", True),
        ("builtins", "ValueError", True),
        ("monitor.model.polling", "dataclass", False),
        ("monitor.model.polling", "timedelta", False),
        ("monitor.worker.pool", "Worker", False),
        ("builtins", "eval", False),
        ("os", "system", False),
    ],
)
def test_only_values_and_errors_cross(module, name, crosses):
    """What comes from a child is built of the model's own classes, dates, sets and errors, and of nothing else."""
    assert may_cross(module, name) is crosses


def test_threads_share_two_children(made):
    """Sixteen threads are all served, by at most two children."""
    worker = made()
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda number: worker.call("echo", number)[0][0], range(200)))
        pids = set(pool.map(lambda number: worker.call("process"), range(50)))
    assert answers == list(range(200))
    assert len(pids) <= 2


def test_a_hostile_document_leaves_a_child_for_the_others(made):
    """While one call runs into its deadline another is answered."""
    worker = made(deadline=2)
    worker.call("echo")
    with ThreadPoolExecutor(2) as pool:
        hostile = pool.submit(worker.call, "spin")
        assert worker.call("echo", 1) == ((1,), {})
        assert not hostile.done()
        assert isinstance(hostile.exception(), WorkerError)


def test_calls_that_take_long_are_done_in_turn_and_hold_up_no_other(made, tmp_path):
    """Of three calls that take long one goes on, one waits for it and one fails; meanwhile others are answered."""
    worker, pipe = made(deadline=10, waiting=1), tmp_path / "pipe"
    os.mkfifo(pipe)
    held = os.open(pipe, os.O_RDWR)
    with ThreadPoolExecutor(3) as pool:
        calls = [pool.submit(worker.call, "linger", 0.4, str(pipe)) for _ in range(3)]
        failed = next(as_completed(calls))
        other = worker.call("echo", 1)
        os.write(held, b"ab")
        answers = [one.result() for one in calls if one is not failed]
    os.close(held)
    error = failed.exception()
    assert other == ((1,), {})
    assert (error.code, error.text) == ("parse.cpu", "not done in 0.3 s, like others under way")
    nice = max(10, os.nice(0))
    assert sorted(answers) == [(b"a", nice), (b"b", nice)]


def test_children_yield_to_their_parent(made):
    """Where parent and child want the same processor, the parent, which files what was read, has more of it."""
    assert made().call("niceness") == min(os.nice(0) + 5, 19)


def test_an_idle_child_leaves_and_the_next_call_has_another(made):
    """Nobody asks: the child ends by itself, and costs nothing until it is wanted again."""
    worker = made(idle=0.2)
    first = worker.call("process")
    ended(first)
    assert worker.call("process") != first


def test_close_ends_the_children_and_can_be_repeated(made):
    """After close no child is left; a later call starts one anew."""
    worker = made()
    pid = worker.call("process")
    worker.close()
    worker.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert worker.call("process") != pid


def test_close_ends_the_calls_under_way(made, tmp_path):
    """Who stops waits neither for a document that takes long nor for those behind it."""
    worker, pipe = made(deadline=600), tmp_path / "pipe"
    os.mkfifo(pipe)
    held = os.open(pipe, os.O_RDWR | os.O_NONBLOCK)
    with ThreadPoolExecutor(4) as pool:
        calls = [pool.submit(worker.call, "report", str(pipe)) for _ in range(4)]
        begun = [select.select([held], [], [], 10)[0] and os.read(held, 1) for _ in range(2)]
        worker.close()
        assert {one.exception().code for one in calls} == {"parse.crash"}
    os.close(held)
    assert begun == [b"b", b"b"]
    assert worker.call("echo", 1) == ((1,), {})


def test_a_thread_that_ends_takes_no_child_with_it(made):
    """A child outlives the thread that started it."""
    worker, pids = made(), []
    thread = threading.Thread(target=lambda: pids.append(worker.call("process")))
    thread.start()
    thread.join()
    assert worker.call("process") == pids[0]


ORPHAN = """
    import os, sys, threading
    sys.path.insert(0, sys.argv[1])
    import chores
    from datetime import timedelta
    from monitor.worker import Worker

    worker = Worker(chores.do, deadline=timedelta(seconds=600), memory=1 << 28)
    print(worker.call("process"), flush=True)
    threading.Thread(target=worker.call, args=("{task}",), daemon=True).start()
    sys.stdin.read()
    os._exit(9)
"""


@pytest.mark.parametrize("task", ["echo", "spin"], ids=["idle", "busy"])
def test_a_child_dies_with_its_parent(task):
    """Whatever it is doing, a child ends at once when its parent is killed."""
    code = textwrap.dedent(ORPHAN.replace("{task}", task))
    parent = subprocess.Popen(
        [sys.executable, "-c", code, str(HERE)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with parent:
        child = os.pidfd_open(int(parent.stdout.readline()))
        parent.kill()
    try:
        assert wait_for(child)
    finally:
        os.close(child)


def wait_for(pidfd: int) -> bool:
    """Wait for the end of a process that is no child of ours."""
    return bool(select.select([pidfd], [], [], 10)[0])


@pytest.mark.parametrize("how", ["-", "-c"])
def test_it_works_in_a_program_without_a_file(how):
    """A program read from standard input or given as an argument has children too; nothing of it runs twice."""
    code = textwrap.dedent(
        """
        from datetime import timedelta
        from monitor.model import Feed, Limits
        from monitor.parse import parse
        from monitor.worker import Worker

        print("once")
        worker = Worker(parse, deadline=timedelta(seconds=30), memory=1 << 28)
        body = b"<rss version='2.0'><channel><item><title>Sora</title></item></channel></rss>"
        print(worker.call(body, feed=Feed("f", "https://f.example.org/"), limits=Limits()).items[0].title)
        worker.close()
        """
    )
    arguments, text = (["-"], code) if how == "-" else (["-c", code], "")
    done = subprocess.run([sys.executable, *arguments], input=text, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr, done.returncode) == ("once\nSora\n", "", 0)


def test_nothing_is_started_before_the_first_call(made):
    """A worker that is not asked costs nothing."""
    before = children()
    made()
    assert children() == before


def children() -> list[str]:
    """All processes of this one, those of other tests included."""
    return sorted(one for task in Path("/proc/self/task").iterdir() for one in (task / "children").read_text().split())


def test_a_child_that_cannot_be_started_fails_the_call(made, monkeypatch):
    """Where no process can be had the call fails with a code of its own, and works again once there is one."""
    worker = made()
    with monkeypatch.context() as patched:
        patched.setattr(sys, "executable", "/nowhere/python")
        with pytest.raises(WorkerError) as error:
            worker.call("echo")
    assert error.value.code == "proc.limit"
    assert worker.call("echo") == ((), {})


def nowhere():
    """Its module is made to be one that only this process has."""


def test_a_function_a_child_cannot_find_is_a_crash(monkeypatch, capfd):
    """A function of a module that a child cannot import fails the call, and standard error says why."""
    module = ModuleType("only_here")
    module.nowhere = nowhere
    monkeypatch.setitem(sys.modules, "only_here", module)
    monkeypatch.setattr(nowhere, "__module__", "only_here")
    worker = Worker(nowhere, deadline=timedelta(seconds=30), memory=MEMORY)
    with pytest.raises(WorkerError) as error:
        worker.call()
    worker.close()
    assert error.value.code == "parse.crash"
    assert "No module named 'only_here'" in capfd.readouterr().err
