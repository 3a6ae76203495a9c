"""What a process says on stderr, for the log when it dies by itself."""

import re
import resource
from tempfile import TemporaryFile

_MAX_BYTES = 1024**2
_SHOWN_BYTES, _SHOWN_LINES, _LINE_LENGTH = 8192, 20, 300
_RAISED = re.compile(r"^([\w.]+(?:Error|Exception|Interrupt|Exit)): .*")
"""The line of a traceback that may quote what was read."""


class LastWords:
    """A file without a name, to be the stderr of a process: nobody has to read along, as a pipe would need."""

    def __init__(self) -> None:
        self.file = TemporaryFile(buffering=0)  # noqa: SIM115  closed by `close`

    def limit(self, pid: int) -> None:
        """The process can write no larger file from now on; what it says beyond that is lost, and it goes on.

        Raises
        ------
        OSError: there is no such process any more.
        """
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (_MAX_BYTES, _MAX_BYTES))

    def forget(self) -> None:
        """Make room: the process shares the place in the file and goes on at its start."""
        self.file.seek(0)
        self.file.truncate()

    def lines(self) -> list[str]:
        """The last lines, cut, without the messages of Python's exceptions."""
        size = self.file.seek(0, 2)
        self.file.seek(max(0, size - _SHOWN_BYTES))
        said = self.file.read().decode(errors="replace").splitlines()
        return [_RAISED.sub(r"\1", line)[:_LINE_LENGTH] for line in said[-_SHOWN_LINES:]]

    def close(self) -> None:
        self.file.close()
