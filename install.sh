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

On a Raspberry Pi, `sudo ./install.sh` makes a robot that starts with the Pi, and asks before it changes
the Pi's name or its config.txt:

  --yes                 agree to everything; a name that somebody has given the Pi stays
  --hostname            name the Pi tjbot-XXXX, whatever it is called now
  --no-hostname         leave the Pi its name
  --no-overlays         leave config.txt alone
  --no-service          as on any other computer: set up in this folder, for as long as it runs here
  --uninstall           take the robot off the Pi; everything is as it was, and what pupils made stays
  --forget-everything   with --uninstall: what pupils made is deleted, too
TEXT
}

start=yes
service=yes
uninstall=no
forget=()
start_options=()
pi_options=()
for option in "$@"; do
    case $option in
        --help | -h) usage && exit ;;
        --no-start) start=no ;;
        --no-service) service=no ;;
        --uninstall) uninstall=yes ;;
        --yes | --hostname | --no-hostname | --no-overlays) pi_options+=("$option") ;;
        --forget-everything) forget=("$option") ;;
        *) start_options+=("$option") ;;
    esac
done

[ "$(uname -s)" = Linux ] || stop "TJBot runs on Linux. On another computer, try Linux in a virtual machine (or WSL on Windows)."
if [ "$uninstall" = yes ]; then
    source tools/raspberry_pi.sh
    need_root "Taking the robot off" "$@"
    [[ " $* " != *" --yes "* ]] || forget+=(--yes)
    remove_service "${forget[@]}"
fi
[ ${#forget[@]} -eq 0 ] || stop "${forget[*]} goes with --uninstall."
on_raspberry_pi || service=no
if [ ${#pi_options[@]} -gt 0 ]; then
    [ "$service" = yes ] || stop "${pi_options[*]} is for a robot that starts with a Raspberry Pi, and this is none."
    source tools/raspberry_pi.sh
    need_root "That" "$@"
fi
need_writable_folder
if [ "$service" = yes ] && [ "$(id -u)" = 0 ]; then
    [ ${#start_options[@]} -eq 0 ] ||
        stop "A robot that starts with the Pi takes no options." \
            "Settings belong into its tjbot.toml (\`tjbot setup\` asks for them). For this folder only: --no-service"
    [ "$start" = yes ] || pi_options+=(--no-start)
    source tools/raspberry_pi.sh
    install_service "${pi_options[@]}"
    exit
fi
if [ "$service" = yes ]; then
    [ ! -e /etc/systemd/system/tjbot.service ] ||
        stop "A robot starts with this Pi already: \`tjbot state\` tells how it is." \
            "To bring it up to date: sudo ./install.sh" "For another one, in this folder: ./install.sh --no-service"
    say "For a robot that starts with the Pi, type: sudo ./install.sh"
fi
choose_python
get_missing_packages

# put_back: the environment from before an update that failed, or was cut off.
put_back() {
    [ -d .venv.before ] || return 0
    rm -rf .venv
    mv .venv.before .venv
    say "The environment of the robot from before is put back."
}
put_back
trap put_back EXIT
keep_robot=yes
make_environment .venv requirements/runtime.txt

if ! tjbot_is_installed .venv; then
    # Node and its packages are large and needed for the build alone: what this run brings, it takes away again.
    leftovers=(.venv-build)
    [ -d web_ui/node_modules ] || leftovers+=(web_ui/node_modules)
    make_environment .venv-build requirements/build.txt
    install_tjbot .venv .venv-build
    leave_out_pip .venv
    rm -rf "${leftovers[@]}"
fi
rm -rf .venv.before
trap - EXIT
say "TJBot is installed."

if [ "$start" = no ]; then
    say "Start it with: .venv/bin/tjbot start"
else
    exec .venv/bin/tjbot start "${start_options[@]}"
fi
