"""Completion for bash, zsh and fish: a script with the words in it.

The shell never starts seleqt to complete a word, so completion is as quick as the shell. The words are read from the
commands themselves when the script is made; after an update the script is made again.
"""

import os
import sys

from typer._click import Command
from typer.core import TyperGroup

from seleqt_cli.app.people import MARKS
from seleqt_cli.cli.context import Context
from seleqt_cli.cli.front import OPTIONS
from seleqt_cli.cli.loading import load
from seleqt_cli.cli.options import global_options
from seleqt_cli.cli.table import names
from seleqt_cli.core.errors import UsageProblem

SHELLS = ("bash", "zsh", "fish")
_VALUES = {"plan": ("credit",), "mark": MARKS}
"""The words that an argument of a command may be."""
Words = dict[str, list[str]]
"""The words before the cursor, without options ('' at the start, 'leads import') -> the words that may follow."""


def serve(arguments: list[str], context: Context) -> int:
    """Answer --install-completion and --show-completion; the shell may be named behind it, else it is the one of $SHELL."""
    install = "--install-completion" in arguments
    flag = "--install-completion" if install else "--show-completion"
    rest = [argument for argument in arguments if argument != flag]
    shell = rest[0] if rest else os.path.basename(os.environ.get("SHELL", ""))
    if len(rest) > 1 or shell not in SHELLS:
        said = f"`{' '.join(rest)}` is none of the shells {', '.join(SHELLS)}" if rest else "which shell this is could not be found"
        raise UsageProblem(said, advice=f"Type `seleqt {flag} bash`, or zsh, or fish.")
    text = script(shell, words())
    if not install:
        sys.stdout.write(text)
        return 0
    path = place(shell, os.path.expanduser("~"))
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    context.screen.say(f"Completion for {shell} stands in {path}; it works in the next shell.{_remark(shell, path)}")
    return 0


def words() -> Words:
    """Read every command, subcommand and option of the program; this imports all command modules."""
    shared = sorted(name for option in global_options() for name in option.opts if name.startswith("--"))
    front = sorted(word.rstrip(",") for told, _ in OPTIONS for word in told.split() if word.startswith("--"))
    found: Words = {"": [*names(), *front]}
    for name in names():
        _collect(load(name), name, shared, found)
    return found


def _collect(command: Command, path: str, shared: list[str], found: Words) -> None:
    own = [
        name for parameter in command.params if not getattr(parameter, "hidden", False) for name in parameter.opts if name.startswith("--")
    ]
    members = list(command.commands) if isinstance(command, TyperGroup) else []
    found[path] = [*members, *_VALUES.get(path, ()), *sorted({*own, *(shared if not members else ()), "--help"})]
    if isinstance(command, TyperGroup):
        for name, member in command.commands.items():
            _collect(member, f"{path} {name}", shared, found)


def place(shell: str, home: str) -> str:
    """Return the file that a shell reads completions from, without being told, in a person's home folder."""
    return {
        "bash": os.path.join(home, ".local/share/bash-completion/completions/seleqt"),
        "zsh": os.path.join(home, ".local/share/zsh/site-functions/_seleqt"),
        "fish": os.path.join(home, ".config/fish/completions/seleqt.fish"),
    }[shell]


def script(shell: str, known: Words) -> str:
    """Return the completion script of one shell; where no word fits, the shell completes file names."""
    if shell == "fish":
        return _fish(known)
    cases = "\n".join(f"        '{path}') known='{' '.join(following)}' ;;" for path, following in known.items())
    return (_BASH if shell == "bash" else _ZSH).replace("@CASES@", cases)


def _remark(shell: str, path: str) -> str:
    if shell == "bash":
        return " (It needs the package bash-completion.)"
    if shell == "zsh":
        return f"\nPut this line into ~/.zshrc, before compinit: fpath=({os.path.dirname(path)} $fpath)"
    return ""


_BASH = """# bash completion of seleqt; made by `seleqt --show-completion bash`
_seleqt() {
    local path='' word known='' i
    for ((i = 1; i < COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        case $word in -*) ;; *) if _seleqt_known "${path:+$path }$word"; then path="${path:+$path }$word"; fi ;; esac
    done
    _seleqt_known "$path"
    COMPREPLY=($(compgen -W "$known" -- "${COMP_WORDS[COMP_CWORD]}"))
}
_seleqt_known() {
    case $1 in
@CASES@
        *) return 1 ;;
    esac
}
complete -o default -F _seleqt seleqt
"""

_ZSH = """#compdef seleqt
# zsh completion of seleqt; made by `seleqt --show-completion zsh`
_seleqt_known() {
    case $1 in
@CASES@
        *) return 1 ;;
    esac
}
_seleqt() {
    local where='' word known=''
    for word in "${(@)words[2,CURRENT-1]}"; do
        case $word in -*) ;; *) if _seleqt_known "${where:+$where }$word"; then where="${where:+$where }$word"; fi ;; esac
    done
    _seleqt_known "$where"
    compadd -- ${=known} || _files
}
if [ "$funcstack[1]" = _seleqt ]; then _seleqt "$@"; else compdef _seleqt seleqt; fi
"""


def _fish(known: Words) -> str:
    lines = ["# fish completion of seleqt; made by `seleqt --show-completion fish`"]
    for path, following in known.items():
        behind = path.split()
        members = [word for word in following if not word.startswith("-")]
        test = " ".join(f"; and __fish_seen_subcommand_from {word}" for word in behind).removeprefix("; and ")
        if members:
            unseen = f"not __fish_seen_subcommand_from {' '.join(members)}"
            condition = f"{test}; and {unseen}" if test else unseen
        else:
            condition = test
        for word in following:
            what = f"-l {word[2:]}" if word.startswith("--") else f"-f -a {word}"
            lines.append(f"complete -c seleqt -n '{condition}' {what}")
    return "\n".join(lines) + "\n"
