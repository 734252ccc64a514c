"""The start of the program: help and version at once, everything else through cli.program.

Nothing is imported here that the fast answers do not need; the start is measured (bench/startup.sh).
"""

import sys

from seleqt_cli.cli.front import answer


def main() -> None:
    """Run the command line in sys.argv and leave with its exit code."""
    text = answer(sys.argv[1:])
    if text is None:
        import gc

        gc.set_threshold(20_000, 20, 20)  # a command leaves little in circles: looking for them at every 700th object takes 3 % of a run
        from seleqt_cli.cli.program import run

        code = run(sys.argv[1:])
        gc.freeze()  # whatever is left goes with the process: nothing has to be looked through at the end
        sys.exit(code)
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        from seleqt_cli.cli.program import close_broken_pipe

        close_broken_pipe()


if __name__ == "__main__":
    main()
