"""What `check` says about `on:`: templates that cannot be read, and programs that a stranger's file would have run."""

from collections.abc import Callable, Iterator
from typing import Final

from seleqt_cli.core.campaign import Hook, Workspace
from seleqt_cli.core.errors import Level, Problem
from seleqt_cli.messages.hook_items import fault_in_items

Program = Callable[[str], str]
"""What is wrong with a program that the file names inside its folder, '' when nothing is."""
ELSEWHERE: Final = "runs {} on every such event, a program outside of the folder of this file; look at it before you apply"


def hook_problems(workspace: Workspace, program: Program, elsewhere: Program = lambda name: "") -> Iterator[Problem]:
    """Everything about the hooks of a workspace, in the order of the file. Nothing is run.

    `elsewhere`: as `program`, outside of its folder.
    """
    yield from _of("on", workspace.hooks, workspace, program, elsewhere)
    for campaign in workspace.campaigns.values():
        yield from _of(f"campaigns.{campaign.name}.on", campaign.hooks, workspace, program, elsewhere)


def broken_templates(workspace: Workspace) -> Iterator[Problem]:
    """Only what is an error: for this the file is refused."""
    yield from (problem for problem in hook_problems(workspace, lambda name: "") if problem.level == "error")


def _of(path: str, hooks: tuple[Hook, ...], workspace: Workspace, program: Program, elsewhere: Program) -> Iterator[Problem]:
    for hook in hooks:
        if not hook.command:
            continue

        def problem(level: Level, code: str, message: str, hook: Hook = hook) -> Problem:
            return Problem(workspace.path, hook.place.line, hook.place.column, f"{path}.{hook.event}.command", message, level, code)

        fault = fault_in_items(hook.command[1:], workspace.business)
        if fault:
            yield problem("error", "template", fault)
        name = hook.command[0]
        if outside(name):
            lacking = elsewhere(name)
            yield problem("warning", "hook-outside", ELSEWHERE.format(name) + (f"; {lacking}" if lacking else ""))
        elif wrong := program(name):
            yield problem("warning", "hook-program", f"{name} {wrong}")


def outside(name: str) -> bool:
    """A program that is no file below the folder of the YAML: found by PATH, or by a way that leads out."""
    parts = name.replace("\\", "/").split("/")
    return "/" not in name or name.startswith(("/", "~")) or ".." in parts
