"""Starts one program so that it does not outlive its supervisor. Run as a script, not imported.

    tether.py SUPERVISOR_PID SIGNAL UID GID PROGRAM [ARGUMENT...]

Becomes the user UID:GID ("-" keeps the present one), asks Linux to send SIGNAL when the
supervisor dies (elsewhere the next start cleans up), then turns into PROGRAM, keeping the process
id. A process of its own instead of a hook between fork and exec, which would be unsafe beside
threads. The order matters: changing the user would clear the request.
"""

from __future__ import annotations

import ctypes
import os
import sys

_PR_SET_PDEATHSIG = 1
_SETUP_PROBLEM = 2


def _main(words: list[str]) -> None:
    supervisor, death_signal, uid, gid, *argv = words
    try:
        _become(uid, gid)
        if sys.platform == "linux":
            ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, int(death_signal))
        if os.getppid() == int(supervisor):  # else it died before the request was made
            os.execvp(argv[0], argv)  # noqa: S606 - the supervisor's own programs
    except OSError as error:
        sys.exit(_refusal(argv[0], error))


def _become(uid: str, gid: str) -> None:
    if uid != "-":
        os.setgroups([])
        os.setgid(int(gid))
        os.setuid(int(uid))


def _refusal(program: str, error: OSError) -> int:
    sys.stderr.write(f"{program} cannot be started: {error.strerror}.\n")
    return _SETUP_PROBLEM


if __name__ == "__main__":
    _main(sys.argv[1:])
