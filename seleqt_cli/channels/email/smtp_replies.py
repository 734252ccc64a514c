"""Cuts what an SMTP server says into whole replies (RFC 5321 section 4.2.1), within bounds that no honest server meets."""

import re
from typing import Final, NamedTuple

REPLY_LINE: Final = 8_192
"""Longest line of a reply that is read; RFC 5321 section 4.5.3.1.5 allows servers 512."""
REPLY_LINES: Final = 200
_REPLY_LINE = re.compile(rb"([2-5]\d\d)(?:([ \-])(.*))?", re.DOTALL)


class Reply(NamedTuple):
    """One whole reply; lines of a longer one are joined by LF."""

    code: int
    text: str


class Replies:
    """Octets in, replies out. `fault` says why nothing more can be read, '' while it can."""

    def __init__(self) -> None:
        self.fault = ""
        self._input = bytearray()
        self._lines: list[bytes] = []

    @property
    def begun(self) -> bool:
        """Whether a part of a reply is there."""
        return bool(self._input or self._lines)

    def feed(self, data: bytes) -> list[Reply]:
        """The replies that these octets complete. What follows a fault is not read any more."""
        buffer = self._input
        buffer += data
        found: list[Reply] = []
        begin = 0
        while not self.fault:
            end = buffer.find(b"\n", begin)
            if end < 0:
                break
            self._line(bytes(buffer[begin:end]).removesuffix(b"\r"), found)
            begin = end + 1
        del buffer[:begin]
        if not self.fault and len(buffer) > REPLY_LINE:
            self.fault = "the server's reply has a line without end"
        return found

    def _line(self, line: bytes, found: list[Reply]) -> None:
        match = _REPLY_LINE.fullmatch(line)
        if match is None or len(line) > REPLY_LINE or (self._lines and self._lines[0][:3] != match[1]):
            self.fault = f"the server's reply cannot be read: {line[:80].decode('utf-8', 'replace')}"
            return
        self._lines.append(line)
        if match[2] == b"-":
            if len(self._lines) > REPLY_LINES:
                self.fault = "the server's reply has no end"
            return
        text = b"\n".join(part[4:] for part in self._lines).decode("utf-8", "replace")
        self._lines.clear()
        found.append(Reply(int(match[1]), text))
