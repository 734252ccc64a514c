"""Files that held people in plain text are written over before they are removed.

On a disk that moves what is written (an SSD, a file system that keeps copies) the old octets may stay until it needs the room; what
helps there is a disk that is encrypted whole.
"""

import os
from pathlib import Path
from typing import Final

CONVERTING: Final = ".converting"
CONVERTED: Final = ".converted"
_PIECE: Final = 1 << 20


def overwrite(path: Path) -> None:
    """Write over a file, and remove it. A name of a file that has another name too is only taken away."""
    if path.stat().st_nlink == 1:
        with path.open("r+b", buffering=0) as file:
            left = os.fstat(file.fileno()).st_size
            while left > 0:
                left -= file.write(bytes(min(left, _PIECE)))
            os.fsync(file.fileno())
            file.truncate(0)
            os.fsync(file.fileno())
    path.unlink(missing_ok=True)


def bring_to_disk(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
