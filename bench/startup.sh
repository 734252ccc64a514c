#!/usr/bin/env bash
# Start-up of seleqt against a bare typer 0.29.2 program's --help, as ratios of one run (bars: --help and --version <= 0.60,
# aim 0.20; status <= 2.0, aim 0.6), and the number of modules that --help loads (<= 150).
#
#   bench/startup.sh [COMMAND...]      default: --help, --version; a command is one word in quotes: 'status --home /tmp/x'
#
# SELEQT_BASELINES: the folder with pair.py (default ../shared/baselines). SELEQT_BENCH: a folder for the two venvs
# (default: a temporary one, removed at the end; both are made when missing).
set -euo pipefail
cd "$(dirname "$0")/.."
pair=${SELEQT_BASELINES:-../shared/baselines}/pair.py
[ -f "$pair" ] || { echo "no $pair: set SELEQT_BASELINES" >&2; exit 2; }
work=${SELEQT_BENCH:-}
if [ -z "$work" ]; then work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; fi
mkdir -p "$work"
unset PYTHONDONTWRITEBYTECODE

[ -x "$work/bare/bin/python" ] || { python3 -m venv "$work/bare"; "$work/bare/bin/pip" install -q 'typer==0.29.2' rich; }
[ -x "$work/seleqt/bin/seleqt" ] || { python3 -m venv "$work/seleqt"; "$work/seleqt/bin/pip" install -q .; }
mkdir -p "$work/bare_program"
cat > "$work/bare_program/bare_cli.py" <<'PY'
import typer
app = typer.Typer()
@app.command()
def hello(name: str = 'x'):
    '''Say hello.'''
    print('hello', name)
def main(): app()
PY

# Both start the way an installed program does: python, a module, main().
bare="$work/bare/bin/python -c 'import sys; sys.path.insert(0, \"$work/bare_program\"); from bare_cli import main; main()' --help"
[ $# -gt 0 ] || set -- --help --version
for command in "$@"; do
    printf '%s: ' "$command"
    python3 "$pair" -n "${ROUNDS:-15}" --metric cpu "$bare" "$work/seleqt/bin/seleqt $command"
done
printf 'modules loaded by --help: '
"$work/seleqt/bin/python" - <<'PY'
import io, sys
from seleqt_cli.__main__ import main
out, sys.stdout, sys.argv = sys.stdout, io.StringIO(), ["seleqt", "--help"]
main()
print(len(sys.modules), file=out)
PY
