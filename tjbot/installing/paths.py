"""Where the robot lies on a Pi."""

FOLDER = "/opt/tjbot"
ENVIRONMENT = f"{FOLDER}/environment"
"""A link to the environment that holds; install.sh turns it when a new one is whole."""

USER = "tjbot"
HOME = "/var/lib/tjbot"
COMMAND = "/usr/local/bin/tjbot"
UNIT_NAME = "tjbot.service"
UNIT = f"/etc/systemd/system/{UNIT_NAME}"
DROP_INS = f"{UNIT}.d"
HOSTNAME = "/etc/hostname"
HOSTS = "/etc/hosts"

MARK = "# Written by TJBot's install.sh; ./install.sh --uninstall takes it away."
