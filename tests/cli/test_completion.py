"""Completion, tried in the shells themselves."""

import shutil
import subprocess
from pathlib import Path

import pytest

from seleqt_cli.cli import completion
from seleqt_cli.cli.program import run

KNOWN: completion.Words = {
    "": ["init", "leads", "--help"],
    "init": ["--name", "--help"],
    "leads": ["import", "list", "--help"],
    "leads import": ["--map", "--help"],
    "leads list": ["--json", "--help"],
}

CASES = [
    ("", ["init", "leads"]),
    ("i", ["init"]),
    ("leads ", ["import", "list"]),
    ("leads im", ["import"]),
    ("leads import --", ["--help", "--map"]),
    ("leads list --j", ["--json"]),
    ("--home x leads ", ["import", "list"]),
]


@pytest.mark.parametrize(("line", "offered"), CASES)
def test_bash_offers_what_may_follow(line: str, offered: list[str], tmp_path: Path) -> None:
    script = tmp_path / "seleqt.bash"
    script.write_text(completion.script("bash", KNOWN), encoding="utf-8")
    words = ["seleqt", *line.split(" ")]
    asked = (
        f"COMP_WORDS=({' '.join(repr(word) for word in words)}); COMP_CWORD={len(words) - 1}; _seleqt; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    )
    done = subprocess.run(["bash", "-c", f". {script}; {asked}"], capture_output=True, text=True, check=True)
    found = sorted(
        word for word in done.stdout.split() if line.endswith("--") or "-" in line.rsplit(" ", maxsplit=1)[-1] or not word.startswith("-")
    )
    assert (found, done.stderr) == (offered, "")


@pytest.mark.parametrize(("line", "offered"), CASES)
def test_fish_offers_what_may_follow(line: str, offered: list[str], tmp_path: Path) -> None:
    script = tmp_path / "seleqt.fish"
    script.write_text(completion.script("fish", KNOWN), encoding="utf-8")
    done = subprocess.run(
        ["fish", "--no-config", "-c", f"source {script}; complete -C 'seleqt {line}'"],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )
    names = {word.split("\t")[0] for word in done.stdout.splitlines()} - {script.name}
    assert (sorted(names), done.stderr) == (offered, "")


@pytest.mark.parametrize("shell", completion.SHELLS)
def test_the_script_of_the_real_commands_is_good_syntax(shell: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--show-completion", shell]) == 0
    script = tmp_path / "script"
    script.write_text(capsys.readouterr().out, encoding="utf-8")
    program = shutil.which(shell)
    assert program, f"install {shell}"
    done = subprocess.run([program, "-n", str(script)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_zsh_finds_the_words_of_where_it_is(tmp_path: Path) -> None:
    script = tmp_path / "_seleqt"
    script.write_text(completion.script("zsh", KNOWN), encoding="utf-8")
    program = f"""
        compdef() {{ :; }}; _files() {{ :; }}
        compadd() {{ shift; print -l -- "$@"; }}
        source {script}
        words=(seleqt --home x leads ''); CURRENT=5; _seleqt
    """
    done = subprocess.run(["zsh", "-f", "-c", program], capture_output=True, text=True, check=True)
    assert (done.stdout.split(), done.stderr) == (["import", "list", "--help"], "")


def test_it_is_installed_for_the_shell_of_the_user(
    neutral_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SHELL", "/usr/bin/fish")
    assert run(["--install-completion"]) == 0
    path = neutral_home / ".config/fish/completions/seleqt.fish"
    words = completion.words()
    assert path.read_text(encoding="utf-8") == completion.script("fish", words)
    assert (words["plan"][0], words["mark"][:2]) == ("credit", ["replied", "connected"])
    assert capsys.readouterr() == ("", f"Completion for fish stands in {path}; it works in the next shell.\n")


def test_an_unknown_shell_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--install-completion", "tcsh"]) == 2
    assert capsys.readouterr().err == (
        "seleqt: `tcsh` is none of the shells bash, zsh, fish\nType `seleqt --install-completion bash`, or zsh, or fish.\n"
    )
