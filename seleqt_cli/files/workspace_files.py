"""Files that a campaigns.yaml names, read from its own folder and from nowhere else."""

import os
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from seleqt_cli.core.errors import UsageProblem
from seleqt_cli.core.facts import FILE_SIZE
from seleqt_cli.files.wording import UNSAFE, quoted

Read = Callable[[str], bytes]
"""Relative path, as the YAML writes it -> content. Raises FileRefused."""

_NO_FOLLOW: Final = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)


class FileRefused(UsageProblem):
    """A file that the YAML names cannot or must not be read; the message says why, without the path."""


def reader(root: Path, *, size: int = FILE_SIZE) -> Read:
    """Reads regular files below `root`, of at most `size` bytes; a link that leads out is refused.

    The way to the file is opened folder by folder without following links, so nothing can be swapped in between.
    """

    def read(relative: str) -> bytes:
        check_spelling(relative)
        try:
            base = Path(os.path.realpath(root))
            inside = Path(os.path.realpath(base / relative)).relative_to(base)
        except ValueError:
            raise FileRefused("leads out of the folder of the YAML; copy the file into it") from None
        except OSError as error:
            raise _refusal(error) from None
        try:
            return _read_regular(base, inside, size)
        except OSError as error:
            raise _refusal(error) from None

    return read


def stored(files: Mapping[str, bytes]) -> Read:
    """Reads from files that were kept with an applied version, instead of from the disk."""

    def read(relative: str) -> bytes:
        if relative not in files:
            raise FileRefused("is not among the files of this version")
        return files[relative]

    return read


def programs_in(root: Path) -> Callable[[str], str]:
    """Tells what is wrong with a program below `root` that a hook names, '' when it can be run; nothing is run."""

    def fault(relative: str) -> str:
        try:
            check_spelling(relative)
            base = Path(os.path.realpath(root))
            found = base / Path(os.path.realpath(base / relative)).relative_to(base)
        except FileRefused as refusal:
            return refusal.message
        except ValueError:
            return "leads out of the folder of the YAML"
        except OSError as error:
            return _refusal(error).message
        if not found.exists():
            return "does not exist in the folder of the YAML"
        if not found.is_file():
            return "is no file"
        return "" if os.access(found, os.X_OK) else f"is not executable; type chmod +x {relative}"

    return fault


def programs_elsewhere(root: Path) -> Callable[[str], str]:
    """Tells why a program outside of `root` that a hook names could not be run on this machine, '' when it could; nothing is run.

    Shares of the network are not asked: a stranger's file must not make this machine call another one.
    """

    def fault(name: str) -> str:
        if name.startswith("~"):
            return "there is no shell that knows what ~ means: write the whole path"
        if "/" not in name and "\\" not in name:
            from shutil import which

            return "" if which(name) else "PATH of this machine has no such program"
        if "\\" in name or name.startswith("//"):
            return ""
        found = root / name
        if not found.is_file():
            return "it does not exist on this machine"
        return "" if os.access(found, os.X_OK) else "it is not executable"

    return fault


def unchanged(root: Path, files: Mapping[str, bytes]) -> bool:
    """Whether the files below `root` that were kept with a version still hold what they held then."""
    read = reader(root)
    try:
        return all(read(name) == content for name, content in files.items())
    except FileRefused:
        return False


def check_spelling(relative: str) -> None:
    """Refuse a name that is not a plain relative path. Raises FileRefused."""
    if not relative or UNSAFE.search(relative):
        raise FileRefused("is not a usable file name")
    if "\\" in relative:
        raise FileRefused("contains a backslash; write folders with /")
    if relative.startswith(("/", "~")) or relative[1:2] == ":":
        raise FileRefused("is not relative to the folder of the YAML; copy the file into it and write its name")
    if ".." in relative.split("/"):
        raise FileRefused("leads out of the folder of the YAML; copy the file into it")


def _read_regular(base: Path, inside: Path, size: int) -> bytes:
    if not inside.parts:
        raise FileRefused("is a folder, not a file")
    handle = _open_below(base, inside)
    try:
        status = os.fstat(handle)
        if stat.S_ISDIR(status.st_mode):
            raise FileRefused("is a folder, not a file")
        if not stat.S_ISREG(status.st_mode):
            raise FileRefused("is a device or pipe, not a file")
        content = bytearray()
        while len(content) <= size and (part := os.read(handle, min(1 << 20, size + 1 - len(content)))):
            content += part
    finally:
        os.close(handle)
    if len(content) > size:
        raise FileRefused(f"is larger than {size / 1024 / 1024:.3g} MiB")
    return bytes(content)


def _open_below(base: Path, inside: Path) -> int:
    flags = os.O_RDONLY | _NO_FOLLOW | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    if os.open not in os.supports_dir_fd:
        return os.open(base / inside, flags)
    folder = os.open(base, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for part in inside.parts[:-1]:
            deeper = os.open(part, os.O_RDONLY | os.O_DIRECTORY | _NO_FOLLOW, dir_fd=folder)
            os.close(folder)
            folder = deeper
        return os.open(inside.parts[-1], flags, dir_fd=folder)
    finally:
        os.close(folder)


def _refusal(error: OSError) -> FileRefused:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return FileRefused("does not exist in the folder of the YAML")
    if isinstance(error, PermissionError):
        return FileRefused("may not be read; check its permissions")
    return FileRefused(f"cannot be read: {quoted(error.strerror or str(error))}")
