"""The commands that install.sh runs: `python -m tjbot.installing add …` and `… remove …`."""

import argparse
import sys

from tjbot.errors import TJBotError
from tjbot.installing.computer import Computer
from tjbot.installing.consent import Consent


def main() -> int:
    """Does what is asked for; returns the exit code, after a sentence where something went wrong."""
    given = _arguments()
    computer, consent = Computer(), Consent(to_all=given.yes)
    try:
        if given.command == "add":
            from tjbot.installing.add import Wishes, add, person_at_keyboard

            wishes = Wishes(given.host_name, given.overlays, given.start, person_at_keyboard(), given.or_go_back)
            add(computer, consent, wishes)
        else:
            from tjbot.installing.remove import Removal, remove

            remove(computer, consent, Removal(everything=given.forget_everything))
    except TJBotError as error:
        print(error.message, *filter(None, [error.hint]), sep="\n", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Start it again, and it goes on.", file=sys.stderr)
        return 130
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="install.sh")
    commands = parser.add_subparsers(dest="command", required=True)
    adding = commands.add_parser("add")
    adding.add_argument("--hostname", dest="host_name", action="store_true", default=None)
    adding.add_argument("--no-hostname", dest="host_name", action="store_false")
    adding.add_argument("--no-overlays", dest="overlays", action="store_false")
    adding.add_argument("--no-start", dest="start", action="store_false")
    adding.add_argument("--or-go-back", action="store_true")
    removing = commands.add_parser("remove")
    removing.add_argument("--forget-everything", action="store_true")
    for command in (adding, removing):
        command.add_argument("--yes", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
