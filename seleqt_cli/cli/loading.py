"""Turns a name of the table into a command; only that command's module is imported."""

from importlib import import_module

from typer._click import Command
from typer.main import get_command

from seleqt_cli.cli.options import add_options
from seleqt_cli.cli.table import module_of


def load(name: str) -> Command:
    """Import a command of the table and return it, with the options that all commands have."""
    command = get_command(import_module(module_of(name)).app)
    command.name = name
    return add_options(command)
