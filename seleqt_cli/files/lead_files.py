"""Opening a lead file of any kind, also from standard input."""

import tempfile
from pathlib import Path
from shutil import copyfileobj
from typing import BinaryIO, Final

from seleqt_cli.core.errors import Failed, SeleqtError, UsageProblem
from seleqt_cli.files.csv_leads import CsvRows
from seleqt_cli.files.lead_batches import LeadRows

KINDS: Final = {
    ".csv": "csv", ".tsv": "csv", ".txt": "csv",
    ".xlsx": "xlsx", ".xlsm": "xlsx",
    ".jsonl": "jsonl", ".ndjson": "jsonl",
    ".vcf": "vcard", ".vcard": "vcard",
}  # fmt: skip
"""File name endings and what they mean."""


class NoLeadFile(UsageProblem):
    """A lead file that is not there: the command line or the YAML names another one than was meant."""


def open_leads(path: Path) -> LeadRows:
    """Open a lead file by its ending, or by its first bytes where the ending says nothing. Raises SeleqtError."""
    if not path.exists():
        raise NoLeadFile(f"there is no file {path}")
    if not path.is_file():
        raise UsageProblem(f"{path} is no file")
    try:
        stream = path.open("rb")
    except OSError as error:
        raise Failed(f"{path} cannot be read: {error.strerror}") from error
    kind = KINDS.get(path.suffix.lower()) or _kind_of(stream)
    try:
        if kind == "xlsx":
            from seleqt_cli.files.xlsx_leads import XlsxRows

            stream.close()
            return XlsxRows(path, path.name)
        return _opened(stream, path.name, kind)
    except BaseException:
        stream.close()
        raise


def outside(yaml: str, name: str) -> bool:
    """Whether a lead file that a YAML names lies outside the folder of that YAML.

    Such a file may be anything that its reader can open and its writer cannot: what stands in it is not shown.
    """
    folder = Path(yaml).absolute().parent.resolve()
    return not (folder / name).resolve().is_relative_to(folder)


def open_beside(folder: Path, name: str) -> LeadRows:
    """A lead file by the name that the YAML gives it; problems name it so too. Raises SeleqtError."""
    try:
        return open_leads(folder / name)
    except SeleqtError as error:
        raise type(error)(error.message.replace(str(folder / name), name), advice=error.advice) from error


def read_leads(source: BinaryIO) -> LeadRows:
    """Take a lead file from a stream that cannot go back (standard input), kept meanwhile in a nameless file."""
    stream = tempfile.TemporaryFile()  # noqa: SIM115  # the rows close it
    copyfileobj(source, stream)
    kind = _kind_of(stream)
    try:
        if kind == "xlsx":
            raise Failed("an Excel file is not read from standard input", advice="name the file")
        return _opened(stream, "standard input", kind)
    except BaseException:
        stream.close()
        raise


def _opened(stream: BinaryIO, name: str, kind: str) -> LeadRows:
    if kind == "jsonl":
        from seleqt_cli.files.jsonl_leads import JsonlRows

        return JsonlRows(stream, name)
    if kind == "vcard":
        from seleqt_cli.files.vcard_leads import VcardRows

        return VcardRows(stream, name)
    return CsvRows(stream, name)


def _kind_of(stream: BinaryIO) -> str:
    stream.seek(0)
    start = stream.read(64)
    stream.seek(0)
    if start.startswith(b"PK\x03\x04"):
        return "xlsx"
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"{"):
        return "jsonl"
    return "vcard" if text[:11].upper() == b"BEGIN:VCARD" else "csv"
