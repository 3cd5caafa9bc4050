# The set-up that install.sh and tests/run share; both source this file from the root of the checkout.

say() { printf '%s\n' "$*"; }

# stop SENTENCE…: says what happened and what to try, a line each, and ends with 1.
stop() {
    printf '%s\n' "$@" >&2
    exit 1
}

on_raspberry_pi() { grep -qs 'Raspberry Pi' /proc/device-tree/model; }

missing_packages=()
# miss PACKAGE WHY: notes that a package of Debian is missing.
miss() {
    say "$2"
    missing_packages+=("$1")
}

# get_missing_packages: root gets all that were missed; anybody else gets the line to ask an admin for, and the end.
get_missing_packages() {
    local names="${missing_packages[*]}"
    [ -n "$names" ] || return 0
    command -v apt-get >/dev/null ||
        stop "There is no apt-get here: please install what your system calls \"$names\", then start this again."
    [ "$(id -u)" = 0 ] ||
        stop "Please ask an admin of this computer to type:" "    sudo apt-get install $names" "Then start this again."
    say "Installing the Debian packages: $names …"
    export DEBIAN_FRONTEND=noninteractive
    # The package lists may be missing or old: then the first try fails and the second has fresh ones.
    apt-get install -y --no-install-recommends $names >"$log" 2>&1 ||
        { apt-get update && apt-get install -y --no-install-recommends $names; } >"$log" 2>&1 ||
        explain_failure "These Debian packages could not be installed: $names."
}

# What apt-get, pip and npm say where the network is at fault.
unreachable='temporary failure|name or service not known|could not resolve host|network is unreachable|timed out|ETIMEDOUT'
unreachable+='|connection (refused|reset|broken)|ECONN(REFUSED|RESET)|\bENOTFOUND|EAI_AGAIN|CERTIFICATE_VERIFY|SELF_SIGNED'

# explain_failure SENTENCE: ends with 1 and the likely cause of what the last command wrote to $log.
explain_failure() {
    local cause
    # A full disk takes no log either.
    if grep -qiE 'no space left|ENOSPC|disk quota' "$log" || [ "$(free_megabytes)" -lt 20 ]; then
        cause="The disk is full. Make about 1 GB of room, then start this again."
    elif grep -qiE 'do not match the hashes|EINTEGRITY' "$log"; then
        cause="A download was not the one we know, so it was thrown away. Try another network; if it stays, tell us."
    elif grep -qiE "$unreachable" "$log"; then
        cause="The internet could not be reached. Check the network (and its proxy), then start this again."
    elif grep -qiE 'permission denied|EACCES|read-only file system' "$log"; then
        cause="A file could not be written. Check who owns this folder and your home: ls -ld . ~"
    elif grep -qiE 'unable to locate package|has no installation candidate' "$log"; then
        cause="This system does not offer it. TJBot is tried on Debian, and on a Pi on Raspberry Pi OS."
    else
        cause="Here is the end of what it said:"$'\n'"$(tail -n 15 "$log")"
    fi
    stop "$1" "$cause" "(All that it said: $log)"
}

# need_writable_folder: the checkout has to take the environments and the page.
need_writable_folder() {
    local path
    [ -w . ] || stop "This folder cannot be written to: $PWD" "Copy it to your home, or ask whoever owns it, then start this again."
    for path in build .venv* web_ui web_ui/node_modules tjbot/daemon tjbot/daemon/page; do
        # `sudo ./install.sh` leaves files that are root's.
        [ ! -e "$path" ] || [ -w "$path" ] ||
            stop "$path belongs to somebody else, so it cannot be changed." "Try: sudo chown -R $(id -un) '$PWD'"
    done
    mkdir -p build
}

free_megabytes() { df -Pm . | awk 'NR == 2 { print $4 }'; }

# need_free_disk MEGABYTES
need_free_disk() {
    [ "$(free_megabytes)" -ge "$1" ] ||
        stop "The disk is almost full: $(free_megabytes) MB are free, $1 MB are needed." "Make some room, then start this again."
}

# choose_python: sets $python to a Python of 3.11 or newer; rather one that can make environments than the first one.
choose_python() {
    local candidate
    python=
    for candidate in python3 python3.13 python3.12 python3.11; do
        "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
        python=${python:-$candidate}
        if can_make_environments "$candidate"; then
            python=$candidate
            break
        fi
    done
    if [ -z "$python" ] && command -v python3 >/dev/null; then
        stop "TJBot needs Python 3.11 or newer; here is $(python3 --version)." "Debian 12 and Raspberry Pi OS of 2023 have it: please update the system."
    fi
    python=${python:-python3}
    # Debian's Python comes without pip and ensurepip.
    # Inside one of our own environments, which is perhaps about to be made anew, it is the Python below it.
    python=$("$python" -c 'import sys; print(sys._base_executable)')
    can_make_environments "$python" || miss "$(basename "$python")-venv" "Python cannot make environments here: its venv package is missing."
    if needs_system_lgpio && ! "$python" -c 'import lgpio' 2>/dev/null; then
        miss python3-lgpio "The library for the Pi's pins is missing."
    fi
}

# needs_system_lgpio: on a Pi whose Python is newer than the wheels of lgpio.
needs_system_lgpio() { on_raspberry_pi && "$python" -c 'import sys; sys.exit(sys.version_info < (3, 12))'; }

can_make_environments() { "$1" -c 'import venv, ensurepip' 2>/dev/null; }

# make_environment FOLDER REQUIREMENTS…: a virtual environment with exactly these packages.
# An environment that has them already is left as it is; any other is made anew, so that a stopped run does no harm. With
# keep_robot=yes one with a robot in it stays beside, as FOLDER.before.
make_environment() {
    local folder=$1 wanted options=()
    shift
    wanted=$({ echo "$PWD" && "$python" --version && cat "$@"; } | sha256sum)
    [ "$(cat "$folder/.complete" 2>/dev/null)" = "$wanted" ] && return

    # The Pi's camera (and on newer systems its pins) has a library that only the system has.
    if on_raspberry_pi; then
        options=(--system-site-packages)
    fi
    need_free_disk 1000
    say "Installing Python packages into $folder …"
    if [ "${keep_robot:-no}" = yes ] && [ -e "$folder/.tjbot" ]; then
        mv "$folder" "$folder.before"
    fi
    rm -rf "$folder"
    "$python" -m venv "${options[@]}" "$folder" >"$log" 2>&1 || explain_failure "The environment $folder could not be made."
    "$folder/bin/python" -m pip install --require-hashes $(printf -- '-r %s ' "$@") >"$log" 2>&1 ||
        explain_failure "The Python packages could not be installed."
    echo "$wanted" >"$folder/.complete"
}

# install_tjbot FOLDER BUILDER: puts this checkout, editable, into the environment FOLDER. The environment BUILDER has
# hatchling and Node (requirements/build.txt); the page is built where it is missing or old.
install_tjbot() {
    local folder=$1 builder=$2
    say "Building the page and the tjbot command …"
    "$builder/bin/hatchling" build -t wheel:editable -d build/editable >"$log" 2>&1 || explain_failure "TJBot could not be built."
    "$builder/bin/python" -m pip --python "$folder/bin/python" install --no-deps --no-index --force-reinstall build/editable/tjbot-*.whl >"$log" 2>&1 ||
        explain_failure "TJBot could not be installed into $folder."
    sha256sum pyproject.toml >"$folder/.tjbot"
}

# leave_out_pip FOLDER: what only installs is not needed to run: 25 MB. (It comes back with: python -m ensurepip)
leave_out_pip() {
    .venv-build/bin/python -m pip --python "$1/bin/python" uninstall --yes pip setuptools >"$log" 2>&1 ||
        explain_failure "pip could not be taken out of $1."
}

# tjbot_is_installed FOLDER: whether FOLDER's TJBot and the page are those of this checkout.
tjbot_is_installed() {
    sha256sum --check --status "$1/.tjbot" 2>/dev/null && "$python" build_page.py --check
}
