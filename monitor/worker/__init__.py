"""A pure function in; its answers out, worked out in child processes that can be killed: parsing is done there.

Rules:
1. A call has `deadline` of CPU time, and thrice that on the clock: a busy machine must not fail an honest document. A
   child that needs more is killed, and with it nothing else: the next call starts another. So does a call after a child
   died of its own.
2. One call at a time may take long, more than 0.03 of its deadline: it has a child beside the two of all others, of
   still lower priority. Others like it are ended and begun again in turn; at most three wait, what comes then fails.
   Else a few documents made to cost all they may would hold every child and thread, and honest ones would wait for
   minutes.
3. Children yield to their parent: the one thread that files what they read must never wait for a processor because
   of them. On two it goes on on one, they share the other; as equals they are done early, and it works on alone.
4. A child has `memory` more than it had at its start, and is the first the kernel takes when memory runs out. One that
   grew large leaves after its answer.
5. A child that is not asked for a minute leaves; it is buried at the next call. It outlives its parent by no instant,
   whatever it is doing: the pipe on its standard input ends with the parent, and the kernel's signal about that (SIGIO)
   is its end.
6. It holds no secret: its environment is empty, and no file of ours is open in it.
7. What it sends is not believed: only builtins, dates, `monitor.model` and exceptions are built from it.

Children are started by exec, not by fork: the parent has threads and an open database. Rejected: multiprocessing's
forkserver, a second resident process that imports the caller's __main__ (there is none in `python -`), to save 0.3 s at
a start; PR_SET_PDEATHSIG, which fires when the thread ends that started the child.
"""

from monitor.worker.pool import Worker, longest
from monitor.worker.wire import WorkerError

__all__ = ["Worker", "WorkerError", "longest"]
