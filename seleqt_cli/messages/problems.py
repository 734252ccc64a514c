"""What can be wrong with a template, or with one lead's message."""

from seleqt_cli.core.errors import Failed, UsageProblem


class TemplateProblem(UsageProblem):
    """A template that cannot be used for anybody; `line` counts from 1 inside the template, 0 = no line."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


class MissingVariables(Failed):
    """A message needs fields that this lead (or sender) does not have: all their names, sorted."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = tuple(sorted(set(names)))
        super().__init__(f"no value for {', '.join(self.names)}")


class Unrenderable(Failed):
    """A message that must not go to this lead as it is; `reason` says why in one sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Pretence(Unrenderable):
    """A mail that begins a thread with the subject of an answer."""
