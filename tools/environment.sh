# The set-up that install.sh and tests/run share; both source this file from the root of the checkout.

say() { printf '%s\n' "$*"; }

# stop SENTENCE…: says what happened and what to try, a line each, and ends with 1.
stop() {
    printf '%s\n' "$@" >&2
    exit 1
}

on_raspberry_pi() { grep -qs 'Raspberry Pi' /proc/device-tree/model; }

# need_package NAME WHY: a package of Debian. Root gets it installed; anybody else gets the line to ask for.
need_package() {
    local name=$1 why=$2
    if ! command -v apt-get >/dev/null; then
        stop "$why Here is no apt-get: please install what your system calls \"$name\", then start this again."
    fi
    if [ "$(id -u)" != 0 ]; then
        stop "$why Please ask an admin of this computer to type:" "    sudo apt-get install $name" "Then start this again."
    fi
    say "$why Installing the Debian package $name …"
    export DEBIAN_FRONTEND=noninteractive
    # The package lists may be missing or old: then the first try fails and the second has fresh ones.
    apt-get install -y --no-install-recommends "$name" >"$log" 2>&1 ||
        { apt-get update && apt-get install -y --no-install-recommends "$name"; } >"$log" 2>&1 ||
        explain_failure "The Debian package $name could not be installed."
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
    else
        cause="Here is the end of what it said:"$'\n'"$(tail -n 15 "$log")"
    fi
    stop "$1" "$cause" "(All that it said: $log)"
}

# need_writable_folder: the checkout has to take the environments and the page.
need_writable_folder() {
    [ -w . ] || stop "This folder cannot be written to: $PWD" "Copy it to your home, or ask whoever owns it, then start this again."
    mkdir -p build || stop "The folder build cannot be made in $PWD." "Check who owns this folder: ls -ld ."
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
            return
        fi
    done
    if [ -z "$python" ]; then
        command -v python3 >/dev/null &&
            stop "TJBot needs Python 3.11 or newer; here is $(python3 --version)." "Debian 12 and Raspberry Pi OS of 2023 have it: please update the system."
        need_package python3 "Python is missing."
        python=python3
    fi
    can_make_environments "$python" && return
    # Debian's Python comes without pip and ensurepip.
    need_package "$python-venv" "Python cannot make environments here: its venv package is missing."
    can_make_environments "$python" || stop "Python still cannot make environments." "Try: $python -m ensurepip --version"
}

can_make_environments() { "$1" -c 'import venv, ensurepip' 2>/dev/null; }

# make_environment FOLDER REQUIREMENTS…: a virtual environment with exactly these packages and TJBot itself.
# An environment that has them already is left as it is; any other is made anew, so that a stopped run does no harm.
make_environment() {
    local folder=$1 wanted options=()
    shift
    wanted=$({ echo "$PWD" && "$python" --version && cat "$@"; } | sha256sum)
    [ "$(cat "$folder/.complete" 2>/dev/null)" = "$wanted" ] && return

    if on_raspberry_pi && ! "$python" -c 'import sys; sys.exit(sys.version_info >= (3, 12))'; then
        # lgpio has no wheel for this Python: the system's own is used.
        "$python" -c 'import lgpio' 2>/dev/null || need_package python3-lgpio "The library for the Pi's pins is missing."
        options=(--system-site-packages)
    fi
    need_free_disk 1000
    say "Installing Python packages into $folder …"
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
    "$folder/bin/python" -m pip install --no-deps --no-index --force-reinstall build/editable/tjbot-*.whl >"$log" 2>&1 ||
        explain_failure "TJBot could not be installed into $folder."
    sha256sum pyproject.toml >"$folder/.tjbot"
}

# tjbot_is_installed FOLDER: whether FOLDER's TJBot and the page are those of this checkout.
tjbot_is_installed() {
    sha256sum --check --status "$1/.tjbot" 2>/dev/null && "$python" build_page.py --check
}
