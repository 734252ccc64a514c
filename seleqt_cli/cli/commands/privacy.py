"""`seleqt privacy`: what people may ask for, and what the law asks of whoever keeps their data."""

import typer

from seleqt_cli.cli import (
    privacy_breaches,
    privacy_encryption,
    privacy_erasing,
    privacy_keeping,
    privacy_papers,
    privacy_requests,
    privacy_rights,
)

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="What people may ask for: requests, export, correction, restriction, objection; and the papers the law asks for.",
)

privacy_requests.mount(app)
privacy_papers.mount(app)
privacy_rights.mount(app)
privacy_erasing.mount(app)
privacy_keeping.mount(app)
privacy_breaches.mount(app)
privacy_encryption.mount(app)
