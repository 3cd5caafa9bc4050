#!/bin/sh
# Builds MicroPython for the Raspberry Pi Pico inside a Debian 13, from Debian's source packages and nothing else.
# Run in its root file system; leaves /opt/micropython/firmware.uf2.
set -eu
export DEBIAN_FRONTEND=noninteractive
sed 's/^deb /deb-src /' /etc/apt/sources.list >/etc/apt/sources.list.d/sources.list
apt-get update -q
apt-get install -y -q --no-install-recommends build-essential cmake python3 dpkg-dev picotool pico-sdk-source \
    tinyusb-source gcc-arm-none-eabi libnewlib-arm-none-eabi libstdc++-arm-none-eabi-newlib
mkdir -p /opt/micropython
cd /opt/micropython
apt-get source -q --download-only micropython mbedtls
rm -rf micropython mbedtls build
dpkg-source --no-check -x micropython_*.dsc micropython
dpkg-source --no-check -x mbedtls_*.dsc mbedtls
# Debian's package has these taken out: it takes them from its own packages.
cp -r mbedtls/. micropython/lib/mbedtls/
cp -r /usr/src/tinyusb/. micropython/lib/tinyusb/
rm -rf micropython/lib/pico-sdk
ln -s /usr/src/pico-sdk micropython/lib/pico-sdk
# Of MicroPython's own library Debian has but a part; the firmware needs none of it.
touch micropython/lib/micropython-lib/README.md
cat >manifest.py <<'TEXT'
freeze("$(PORT_DIR)/modules")
TEXT
jobs=$(nproc)
make -C micropython/mpy-cross -j"$jobs"
cmake -S micropython/ports/rp2 -B build -DMICROPY_BOARD=RPI_PICO -DPICO_SDK_PATH=/usr/src/pico-sdk \
    -DPICO_TINYUSB_PATH=/usr/src/tinyusb -DMICROPY_FROZEN_MANIFEST=/opt/micropython/manifest.py -DPICO_BUILD_DOCS=0
make -C build -j"$jobs"
cp build/firmware.uf2 .
