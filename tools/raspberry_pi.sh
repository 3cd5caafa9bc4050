# What install.sh does on a Raspberry Pi with root's rights: a robot in /opt/tjbot that starts with the Pi.
# Sourced after tools/environment.sh. The rest, and its undoing, is tjbot/installing.

robot_folder=/opt/tjbot

# need_root WHAT OPTION…: for anybody but root the line to type, and the end.
need_root() {
    local what=$1
    shift
    [ "$(id -u)" = 0 ] || stop "$what needs an admin's rights. Type:" "    sudo ./install.sh${*:+ $*}"
}

# leave_checkout_to_its_owner: what root makes in somebody's checkout shall be theirs.
leave_checkout_to_its_owner() {
    local path
    for path in build .venv-build web_ui/node_modules web_ui/dist tjbot/daemon/page; do
        [ ! -e "$path" ] || chown -R --no-dereference --reference=. "$path"
    done
}

# miss_offered PACKAGE WHY: notes a Debian package that is missing, if this system has it to offer.
miss_offered() {
    installed "$1" && return
    # A fresh system may not have asked for the lists yet.
    if ! compgen -G '/var/lib/apt/lists/*_Packages*' >/dev/null; then
        say "Asking which Debian packages there are …"
        apt-get update >"$log" 2>&1 || explain_failure "The list of Debian packages could not be fetched."
    fi
    if [ -n "$(apt-cache --names-only search "^$1\$")" ]; then
        miss "$1" "$2"
    else
        say "$2 This system does not offer $1, so it goes without."
    fi
}

installed() { [ "$(dpkg-query --show --showformat '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

installed_packages() { dpkg-query --show --showformat '${Package} ${db:Status-Status}\n' | grep ' installed$' | cut -d ' ' -f 1 | sort; }

# get_noted_packages: gets the missing packages and writes down which ones came, so that they can go again.
get_noted_packages() {
    local before=$robot_folder/packages.before
    [ ${#missing_packages[@]} -gt 0 ] || return 0
    # Where a run before this one was interrupted, what it found still counts.
    [ -e "$before" ] || { installed_packages >"$before.new" && mv "$before.new" "$before"; }
    get_missing_packages
    installed_packages | comm -13 "$before" - >>"$robot_folder/packages"
    rm "$before"
}

# fingerprint: what the robot is made of, as a short name. Python's version is in it: an environment is for one only.
fingerprint() {
    {
        "$python" --version
        find tjbot recipes lessons web_ui requirements/runtime.txt pyproject.toml build_page.py LICENSE NOTICE README.md -type f \
            -not -path '*/node_modules/*' -not -path '*/__pycache__/*' -not -path 'tjbot/daemon/page/*' \
            -not -path 'web_ui/dist/*' -print0 | sort -z | xargs -0 sha256sum
    } | sha256sum | cut -c 1-12
}

# fill_environment FOLDER: an environment with TJBot in it that needs nothing of this checkout.
fill_environment() {
    local folder=$1 leftovers=(.venv-build build/wheel)
    make_environment "$folder" requirements/runtime.txt
    [ -d web_ui/node_modules ] || leftovers+=(web_ui/node_modules)
    make_environment .venv-build requirements/build.txt
    say "Building the page and the tjbot command …"
    rm -rf build/wheel
    .venv-build/bin/hatchling build -t wheel -d build/wheel >"$log" 2>&1 || explain_failure "TJBot could not be built."
    .venv-build/bin/python -m pip --python "$folder/bin/python" install --no-deps --no-index --force-reinstall \
        build/wheel/tjbot-*.whl >"$log" 2>&1 || explain_failure "TJBot could not be installed into $folder."
    leave_out_pip "$folder"
    rm -rf "${leftovers[@]}"
    touch "$folder/.tjbot"
}

# turn_to FOLDER: from now on that environment is the robot's.
turn_to() {
    ln -sfn "$1" "$robot_folder/environment.new"
    mv -T "$robot_folder/environment.new" "$robot_folder/environment"
}

# go_back_to FOLDER: the robot is again the one that it was before an update; ends with 1.
go_back_to() {
    say "The new robot does not get ready, so the one from before is put back."
    turn_to "$1"
    # Else systemd might go on trying the new one.
    systemctl stop tjbot.service tjbot-recipes.socket tjbot-recipes.service || true
    "$1/bin/python" -P -m tjbot.installing add --no-hostname --no-overlays ||
        stop "The one from before does not start either. \`tjbot doctor\` looks for faults."
    stop "The update was not kept. When what stands above is mended: sudo ./install.sh"
}

# install_service OPTION…: the robot as a service. A robot that runs goes on until the new one is whole, and comes back
# if the new one does not get ready.
install_service() {
    local folder before code=0 update=()
    umask 022
    # No files of root's in a checkout that is somebody else's.
    export PYTHONDONTWRITEBYTECODE=1
    trap leave_checkout_to_its_owner EXIT
    mkdir -p "$robot_folder/environments"
    choose_python
    miss_offered python3-libcamera "libcamera, which sees through the Pi's camera, is missing."
    miss_offered python3-picamera2 "picamera2, which Python sees through the Pi's camera with, is missing."
    miss_offered alsa-utils "The programs that play and record sound are missing."
    miss_offered avahi-daemon "The program that tells the Pi's name in the network is missing."
    get_noted_packages
    folder=$robot_folder/environments/$(fingerprint)
    [ -e "$folder/.tjbot" ] || fill_environment "$folder"
    before=$(readlink -f "$robot_folder/environment" || true)
    # One that never ran is no robot to go back to.
    if [ "$before" != "$folder" ] && [ -e "$before/.tjbot" ] && grep -qsF "$before" "$robot_folder/installed.json"; then
        update=(--or-go-back)
    fi
    turn_to "$folder"
    say "TJBot is installed."
    "$robot_folder/environment/bin/python" -P -m tjbot.installing add "${update[@]}" "$@" || code=$?
    # 130: somebody pressed Ctrl-C; nothing is known of the new one.
    [ $code = 0 ] || [ $code = 130 ] || [ ${#update[@]} = 0 ] || go_back_to "$before"
    [ $code = 0 ] || exit $code
    # Only now does nothing run from them.
    find "$robot_folder/environments" -mindepth 1 -maxdepth 1 -not -path "$folder" -exec rm -rf {} +
}

# remove_service OPTION…: everything as it was. The system's Python and this checkout do it: the robot's may be broken.
remove_service() { exec python3 -B -m tjbot.installing remove "$@"; }
