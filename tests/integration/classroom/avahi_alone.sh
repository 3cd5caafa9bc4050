#!/bin/sh
# avahi-daemon as Raspberry Pi OS has it, but without D-Bus and in a /run of its own: avahi_alone.sh HOST_NAME
# To be run with `unshare --mount`, because it lays files over the system's.
set -e
mount -t tmpfs none /run
mkdir /run/avahi-daemon
for kind in passwd group; do
    cp "/etc/$kind" "/run/$kind"
    grep -q ^avahi: "/run/$kind" || echo avahi:x:990:990::/:/bin/false >>"/run/$kind"
    mount --bind "/run/$kind" "/etc/$kind"
done
cat >/run/avahi.conf <<TEXT
[server]
host-name=$1
use-ipv6=no
enable-dbus=no
TEXT
exec avahi-daemon --file /run/avahi.conf --no-drop-root --no-chroot --no-rlimits 2>&1
