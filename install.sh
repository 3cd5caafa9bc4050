#!/bin/bash
# Sets TJBot up in this folder and starts it. Run it as often as you like: what is done stays done.
set -euo pipefail
cd "$(dirname "$0")"
log=$PWD/build/install.log
source tools/environment.sh

usage() {
    cat <<'TEXT'
Usage: ./install.sh [--no-start] [OPTIONS OF tjbot start …]

Sets TJBot up in this folder and starts it. Without a Raspberry Pi the robot is simulated.

  --no-start   only install
  --help       this text

Every other option goes to `tjbot start`, for example: ./install.sh --simulate --port 9000
TEXT
}

start=yes
start_options=()
for option in "$@"; do
    case $option in
        --help | -h) usage && exit ;;
        --no-start) start=no ;;
        *) start_options+=("$option") ;;
    esac
done

[ "$(uname -s)" = Linux ] || stop "TJBot runs on Linux. On another computer, try Linux in a virtual machine (or WSL on Windows)."
need_writable_folder
choose_python
get_missing_packages
make_environment .venv requirements/runtime.txt

if ! tjbot_is_installed .venv; then
    # Node and its packages are large and needed for the build alone: what this run brings, it takes away again.
    leftovers=(.venv-build)
    [ -d web_ui/node_modules ] || leftovers+=(web_ui/node_modules)
    make_environment .venv-build requirements/build.txt
    install_tjbot .venv .venv-build
    # What only installs is not needed to run: 25 MB. (It comes back with: .venv/bin/python -m ensurepip)
    .venv-build/bin/python -m pip --python .venv/bin/python uninstall --yes pip setuptools >"$log" 2>&1 ||
        explain_failure "pip could not be taken out of .venv."
    rm -rf "${leftovers[@]}"
fi
say "TJBot is installed."

if [ "$start" = no ]; then
    say "Start it with: .venv/bin/tjbot start"
else
    exec .venv/bin/tjbot start "${start_options[@]}"
fi
