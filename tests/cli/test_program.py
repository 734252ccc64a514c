"""A command line as a whole: which exit code it ends with and what is said about it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.main import get_command

from seleqt_cli.cli import program
from seleqt_cli.cli.context import Context, context_of
from seleqt_cli.cli.loading import load
from seleqt_cli.cli.options import add_options, with_json
from seleqt_cli.core.errors import Busy, Failed, FileProblems, NothingPossible, Problem, UsageProblem

app = typer.Typer(add_completion=False, rich_markup_mode=None)
seen: list[Context] = []
ends: list[BaseException | int | None] = []


@app.command()
@with_json
def probe(ctx: typer.Context, word: str = "") -> int | None:
    """Do what the test wants."""
    context = context_of(ctx)
    seen.append(context)
    end = ends.pop() if ends else None
    if isinstance(end, BaseException):
        raise end
    context.screen.show(f"data {word}")
    context.screen.say("talk")
    return end


@pytest.fixture(autouse=True)
def one_command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Put the probe beside the real commands."""
    monkeypatch.setattr(program, "names", lambda: ["probe", "init", "schema"])
    monkeypatch.setattr(program, "load", lambda name: add_options(get_command(app)) if name == "probe" else load(name))
    monkeypatch.setenv("SELEQT_HOME", str(tmp_path / "home"))
    seen.clear()
    ends.clear()


@pytest.mark.parametrize("before", [True, False], ids=["before", "behind"])
def test_global_options_stand_before_or_behind_the_name_of_the_command(before: bool) -> None:
    options = ["--home", "h", "--db", "d", "-f", "c.yaml", "-q", "--no-color"]
    assert program.run([*options, "probe"] if before else ["probe", *options]) == 0
    assert seen == [Context(home="h", database="d", file="c.yaml", quiet=True, color=False)]


def test_an_option_behind_the_name_goes_before_the_one_in_front_and_that_before_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SELEQT_HOME", "SELEQT_DATABASE_URL", "SELEQT_FILE"):
        monkeypatch.setenv(name, "variable")
    assert program.run(["--home", "front", "--db", "front", "probe", "--home", "behind"]) == 0
    assert seen == [Context(home="behind", database="front", file="variable")]


def test_the_value_of_an_option_may_look_like_a_global_option() -> None:
    assert program.run(["probe", "--word", "-q"]) == 0
    assert [context.quiet for context in seen] == [False]


def test_data_goes_to_stdout_and_talk_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    assert program.run(["probe"]) == 0
    assert capsys.readouterr() == ("data \n", "talk\n")


def test_quiet_leaves_the_data(capsys: pytest.CaptureFixture[str]) -> None:
    assert program.run(["probe", "-q"]) == 0
    assert capsys.readouterr() == ("data \n", "")


@pytest.mark.parametrize(
    ("end", "code", "said"),
    [
        (None, 0, None),
        (3, 3, None),
        (typer.Exit(4), 4, ""),
        (KeyboardInterrupt(), 1, "stopped\n"),
        (EOFError(), 1, "stopped\n"),
        (Failed("the server is away", advice="Type it again."), 1, "seleqt: the server is away\nType it again.\n"),
        (UsageProblem("that is wrong"), 2, "seleqt: that is wrong\n"),
        (
            FileProblems(problems=(Problem("c.yaml", 3, 1, "senders", "is wrong"), Problem("c.yaml", 9, 2, "", "is wrong too"))),
            2,
            "c.yaml:3:1: senders: is wrong\nc.yaml:9:2: is wrong too\nCorrect the file, then type `seleqt check`. Nothing was written.\n",
        ),
        (
            NothingPossible("anna is held"),
            3,
            "seleqt: anna is held\n`seleqt status` shows who is held and why; `seleqt tasks` shows what waits for you.\n",
        ),
        (
            Busy("another seleqt runs"),
            4,
            "seleqt: another seleqt runs\nWait for the other seleqt to end, or stop it; nothing was changed.\n",
        ),
        (
            PermissionError(13, "Permission denied", "leads.csv"),
            1,
            "seleqt: leads.csv: Permission denied\nCheck whose file it is (`ls -l`) and who you are.\n",
        ),
        (
            OSError(28, "No space left on device"),
            1,
            "seleqt: No space left on device\nFree space on that disk, then type the same again.\n",
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_every_end_has_its_exit_code_and_its_words(
    end: BaseException | int | None, code: int, said: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    ends.append(end)
    assert program.run(["probe"]) == code
    if said is not None:
        assert capsys.readouterr() == ("", said)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("prob", "seleqt: there is no command `prob`: did you mean `probe`?\nType `seleqt --help`.\n"),
        ("zzz", "seleqt: there is no command `zzz`\nType `seleqt --help`.\n"),
        ("probe --wor x", "seleqt: there is no option --wor: did you mean `--word`?\nType `seleqt probe --help`.\n"),
        ("--json probe", "seleqt: --json stands behind the command, as in `seleqt status --json`\nType `seleqt --help`.\n"),
        ("--hom x probe", "seleqt: there is no option --hom: did you mean `--home`?\nType `seleqt --help`.\n"),
        ("probe --word", "seleqt: option '--word' requires an argument\nType `seleqt probe --help`.\n"),
        ("probe more", "seleqt: got unexpected extra argument(s) (more)\nType `seleqt probe --help`.\n"),
        ("init --json", "seleqt: `seleqt init` has no --json: it does something and shows no data\nType `seleqt init --help`.\n"),
    ],
)
def test_a_wrong_command_line_ends_with_2_and_says_what_may_be_meant(line: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert program.run(line.split()) == 2
    assert capsys.readouterr() == ("", said)


def test_a_bug_leaves_a_report_without_anybodys_data(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    ends.append(ValueError("no such lead: jane.doe@example.com, https://www.linkedin.com/in/jane-doe-123/, postgresql://me:secret@host/db"))
    assert program.run(["probe", "--word", "jane.doe@example.com"]) == 70
    (path,) = (tmp_path / "home" / "logs").iterdir()
    assert capsys.readouterr() == ("", f"seleqt: this is a bug in seleqt, not yours. What happened stands in {path}\n")
    text = path.read_text(encoding="utf-8")
    assert "\ncommand: seleqt --word (values left out)\n" in text
    assert text.endswith("\nValueError: no such lead: ***@***, https://www.linkedin.com/in/***/, postgresql://me:***@***\n")
    assert [secret for secret in ("jane", "secret") if secret in text] == []
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_same_bug_twice_is_one_report(tmp_path: Path) -> None:
    for _ in range(2):
        ends.append(ValueError("the same"))
        assert program.run(["probe"]) == 70
    assert len(list((tmp_path / "home" / "logs").iterdir())) == 1


def test_a_bug_is_reported_elsewhere_when_the_home_is_no_folder(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("SELEQT_HOME", str(tmp_path / "file"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    ends.append(ValueError("x"))
    assert program.run(["probe"]) == 70
    assert Path(capsys.readouterr().err.rsplit(" ", 1)[1].strip()).read_text(encoding="utf-8").startswith("seleqt bug report.")


def test_a_reader_that_goes_away_ends_the_program_quietly() -> None:
    code = "from seleqt_cli.cli.program import run; import sys; sys.exit(run(['--show-completion', 'bash']))"
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run([sys.executable, "-c", code], stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")


def test_ctrl_c_at_a_question_says_stopped() -> None:
    code = "import os, signal, sys; from seleqt_cli.cli import program; program._run = lambda *_: os.kill(os.getpid(), signal.SIGINT); "
    done = subprocess.run([sys.executable, "-c", code + "sys.exit(program.run([]))"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "stopped\n")


def test_the_help_of_a_group_tells_each_first_sentence_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    group = typer.Typer(add_completion=False, rich_markup_mode=None)

    @group.command()
    def one() -> None:
        """Do the first of two things, which takes so many words that no line of eighty columns holds them. More is below.

        And here.
        """

    @group.command()
    def two() -> None:
        """Do the other."""

    command = add_options(get_command(group))
    assert command.get_help(command.make_context("g", [], resilient_parsing=True)).endswith(
        "Commands:\n"
        "  one  Do the first of two things, which takes so many words that no line of\n"
        "       eighty columns holds them.\n"
        "  two  Do the other."
    )
