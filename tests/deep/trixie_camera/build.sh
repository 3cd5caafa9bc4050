#!/bin/sh
# Makes the camera's environment inside a Debian 13: the system's libcamera, picamera2 without its dependencies beside
# it (as on a Pi), and what stands in for hardware. Run in its root file system, with this folder at /opt/stand_ins.
set -eu
export DEBIAN_FRONTEND=noninteractive
python3 -m venv --system-site-packages /opt/camera
# pidng has no wheels, hence the compiler; picamera2 imports it for raw pictures, which the robot does not take.
/opt/camera/bin/pip install --no-deps picamera2 simplejpeg pidng videodev2 msgspec
cp /opt/stand_ins/pykms.py "$(/opt/camera/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')"
gcc -shared -fPIC -O1 -Wall -Werror -o /opt/dma_buffers.so /opt/stand_ins/dma_buffers.c
mkdir -p /usr/share/libcamera/pipeline/virtual
cp /opt/stand_ins/virtual.yaml /usr/share/libcamera/pipeline/virtual/
