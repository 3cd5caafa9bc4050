"""Where the robot lies on a Pi."""

FOLDER = "/opt/tjbot"
ENVIRONMENT = f"{FOLDER}/environment"
"""A link to the environment that holds; install.sh turns it when a new one is whole."""

USER = "tjbot"
RECIPES_USER = "tjbot-recipes"
HOME = "/var/lib/tjbot"
COMMAND = "/usr/local/bin/tjbot"
UNIT_NAME = "tjbot.service"
RECIPES_SOCKET_NAME = "tjbot-recipes.socket"
RECIPES_UNIT_NAME = "tjbot-recipes.service"
UNIT_NAMES = (UNIT_NAME, RECIPES_SOCKET_NAME, RECIPES_UNIT_NAME)
UNITS_FOLDER = "/etc/systemd/system"
UNIT = f"{UNITS_FOLDER}/{UNIT_NAME}"
HOSTNAME = "/etc/hostname"
HOSTS = "/etc/hosts"

MARK = "# Written by TJBot's install.sh; ./install.sh --uninstall takes it away."
