"""A body: its parts, built from the configuration, and the one way to make them act."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from tjbot.config import FILE_NAME, Configuration, PartSettings
from tjbot.errors import ConfigurationError, HaltedError, PartError, RefusedError, UnknownNameError, did_you_mean
from tjbot.pins.board import NO_BOARD, Board
from tjbot.pins.unpluggable import Unpluggable
from tjbot.protocol.messages import PartOffer, Seen
from tjbot.robot.kit import chosen_parts, settings_of, wires_of
from tjbot.robot.part import Answer, Part, actions_of, bind, offer_of
from tjbot.robot.slot import HALTED, TAKEN_OVER, UNPLUGGED, Performance, Slot
from tjbot.robot.wiring import Wire
from tjbot.robot.wiring_conflicts import refuse_conflicts

log = logging.getLogger(__name__)

MOST_WAITING = 20
"""How many queued actions (sentences to say) may wait for one part."""


class Body:
    """One robot's body. All methods are called on the event loop.

    Args:
        name: how clients call the body; the real one is "real".
        pins: the gpiozero pin factory for all its devices.
        kinds: the parts to build.
        changed: called with a part's name whenever its reading has changed.
        noticed: called with what a part hears, feels or sees.
        home: the robot's home directory.
    """

    def __init__(
        self,
        name: str,
        pins: Any,
        kinds: list[type[Part]],
        changed: Callable[[str], None],
        *,
        noticed: Callable[[Seen], None] = lambda seen: None,
        home: Path = Path(),
    ) -> None:
        self.name = name
        self.pins = pins
        self.home = home
        self._changed = changed
        self._noticed = noticed
        self._slots = {kind.name: Slot(kind) for kind in kinds}
        self._verbs = _verbs(kinds)
        self.wires: dict[str, list[Wire]] = {}
        self.board = NO_BOARD
        self._plugging = asyncio.Lock()

    def start(self, configuration: Configuration, board: Board = NO_BOARD) -> None:
        """Builds the parts at rest. A part that fails is kept with its fault; the others go on.

        Args:
            configuration: the whole configuration.
            board: what the parts are connected to.

        Raises:
            ConfigurationError: a table of the configuration or a wire is wrong; then no part has been built.
        """
        self.board = board
        chosen = chosen_parts(configuration, [slot.kind for slot in self._slots.values()], board)
        self.wires = wires_of(chosen)
        refuse_conflicts(self.wires, board)
        self._slots = {kind.name: self._slots[kind.name] for kind in chosen}
        for kind, settings in chosen.items():
            self._build(self._slots[kind.name], settings)
        self._verbs = {verb: name for verb, name in self._verbs.items() if name in self._slots}

    def offers(self) -> list[PartOffer]:
        """What the body can do, part by part."""
        return [
            offer_of(slot.kind, list(slot.part.reading()), None, slot.part.labels())
            if slot.part
            else offer_of(slot.kind, [], slot.fault)
            for slot in self._slots.values()
        ]

    def labels(self) -> list[str]:
        """What the parts can notice."""
        return [label for slot in self._slots.values() if slot.part for label in slot.part.labels()]

    def readings(self) -> dict[str, dict[str, Any]]:
        """The state of every part by its name; a part with a fault has the key `fault`."""
        return {name: self.reading(name) for name in self._slots}

    def reading(self, name: str) -> dict[str, Any]:
        """The state of one part."""
        slot = self._slots[name]
        reading = slot.part.reading() if slot.part else {}
        return {**reading, "fault": slot.fault} if slot.fault else reading

    def part(self, name: str) -> Part | None:
        """A part itself; None where the body has none of this name, or it could not start."""
        slot = self._slots.get(name)
        return slot.part if slot else None

    def part_of(self, action: str) -> str | None:
        """The name of the part that does an action; None where none does."""
        return self._verbs.get(action)

    def foresee(self, action: str, arguments: dict[str, Any]) -> None:
        """Raises at once what an action would raise for a word in its brackets that it does not know, and does nothing.

        Args:
            action: a verb of the robot.
            arguments: those that are texts, by name.

        Raises:
            UnknownNameError: there is no such color, sound …
        """
        part = self.part(self._verbs.get(action, ""))
        if part is not None:
            part.foresee(action, arguments)

    def settings(self) -> dict[type[Part], PartSettings]:
        """The parts with their settings, as each part takes them."""
        return {slot.kind: _effective(slot) for slot in self._slots.values()}

    def check(self, name: str, table: dict[str, Any]) -> PartSettings:
        """Whether a part could be built anew with another table of the configuration.

        Args:
            name: the part.
            table: the whole table.

        Returns:
            The settings.

        Raises:
            UnknownNameError: the body has no such part.
            ConfigurationError: something in the table is wrong, or its wires are in conflict with others.
            PartError: the settings contradict each other.
        """
        if name not in self._slots:
            raise UnknownNameError(f'The robot has no part "{name[:64]}".', did_you_mean(name[:64], self._slots))
        kind = self._slots[name].kind
        settings = settings_of(kind, table, self.board, f"[{name}] in {FILE_NAME}")
        if not settings.enabled:
            raise ConfigurationError(
                f"The {name} cannot be left out while it is in use.", "Type `tjbot setup` for that."
            )
        kind.effective(settings)
        refuse_conflicts({**self.wires, name: kind.wires(settings)}, self.board)
        return settings

    async def reconfigure(self, name: str, settings: PartSettings, keep: Callable[[], Awaitable[None]]) -> None:
        """Builds a part anew with settings that passed `check`, after it went gently to where it will begin.

        Args:
            name: the part.
            settings: its new settings.
            keep: writes them down, when the part is there; if it raises, the part stays as it was.

        Raises:
            HaltedError: somebody pressed STOP before it was there; then nothing is kept.
        """
        slot = self._slots[name]
        if slot.part:
            self._end_all(slot)
            part = slot.part
            answer = await self._launch(slot, part.make_way, {"settings": settings}, after=[])
            if answer.note:
                raise RefusedError(f"The {name} was moved meanwhile, so nothing was saved.", "Try again.")
        await keep()
        ending = self._end_all(slot)
        if ending:
            await asyncio.wait(ending)
        if slot.part:
            self._guard(slot, slot.part.close)
        slot.part, slot.fault = None, None
        self.wires[name] = slot.kind.wires(settings)
        self._build(slot, settings)
        self._changed(name)

    async def plugged(self, fault: PartError | None) -> None:
        """The board with the pins is gone, or it is there again: then what is connected to it begins anew, at rest.

        Args:
            fault: why it is gone; None when it is there again.
        """
        async with self._plugging:
            for slot in [slot for slot in self._slots.values() if self._is_on_pins(slot)]:
                await self._lose(slot, fault) if fault else self._find(slot)

    def begin(self, action: str, arguments: dict[str, Any]) -> asyncio.Task[Answer]:
        """Begins an action; on the next turn of the loop its first pulse is out.

        Args:
            action: one of the verbs that the parts offer.
            arguments: by name.

        Returns:
            The task that answers when the action is over. It raises `HaltedError` when it was cut short
            by STOP; an action that another one takes over from answers with a note.

        Raises:
            UnknownNameError: no part has this verb.
            RefusedError: an argument is wrong, the part has a fault, or too many actions wait.
        """
        if action not in self._verbs:
            raise UnknownNameError(f'The robot has no action "{action[:64]}".', did_you_mean(action[:64], self._verbs))
        slot = self._slots[self._verbs[action]]
        if slot.part is None:
            raise RefusedError(f"The {slot.kind.name} does not work: {slot.fault}")
        method = getattr(slot.part, action)
        bound = bind(method, arguments)
        if not actions_of(slot.kind)[action].queued or bound.get("now"):
            self._end_all(slot)
            return self._launch(slot, method, bound, after=[])
        if len(slot.performances) >= MOST_WAITING:
            raise RefusedError(
                f"{MOST_WAITING} things already wait for the {slot.kind.name}.", "Wait until some are over."
            )
        return self._launch(slot, method, bound, after=[item.task for item in slot.performances if item.task])

    def is_for_builders(self, action: str) -> bool:
        """Whether recipes may not use an action."""
        part = self._verbs.get(action)
        return part is not None and actions_of(self._slots[part].kind)[action].for_builders

    def halt(self) -> None:
        """Ends all actions now; every part stays where it is."""
        for slot in self._slots.values():
            for performance in slot.performances:
                performance.end(HALTED)
            if slot.part:
                self._guard(slot, slot.part.halt)

    def rest(self) -> asyncio.Future[Any]:
        """Ends all actions now and begins to bring every part to rest; what it returns is done when all are."""
        self.halt()
        parts = [(slot, slot.part) for slot in self._slots.values() if slot.part]
        tasks = [self._launch(slot, part.rest, {}, after=[]) for slot, part in parts]
        return asyncio.gather(*tasks, return_exceptions=True)

    def close(self) -> None:
        """Lets go of the hardware."""
        for slot in self._slots.values():
            if slot.part:
                self._guard(slot, slot.part.close)

    def _end_all(self, slot: Slot) -> list[asyncio.Task[Answer]]:
        """Ends what a part does because something else takes over; returns what is about to end."""
        for performance in slot.performances:
            performance.end(TAKEN_OVER)
        return [performance.task for performance in slot.performances if performance.task]

    def _is_on_pins(self, slot: Slot) -> bool:
        return any(wire.gpio is not None for wire in self.wires[slot.kind.name])

    async def _lose(self, slot: Slot, fault: PartError) -> None:
        """Ends a part whose board is gone."""
        # Told first, because it is what actions that end now answer.
        slot.fault = str(fault)
        part, slot.part = slot.part, None
        for performance in slot.performances:
            performance.end(UNPLUGGED)
        ending = [performance.task for performance in slot.performances if performance.task]
        if ending:
            await asyncio.wait(ending)
        if part:
            self._guard(slot, part.close)
        self._changed(slot.kind.name)

    def _find(self, slot: Slot) -> None:
        if slot.part is None:
            slot.fault = None
            self._build(slot, slot.settings)
            self._changed(slot.kind.name)

    def _build(self, slot: Slot, settings: Any) -> None:
        slot.settings = settings
        if isinstance(self.pins, Unpluggable) and self.pins.fault and self._is_on_pins(slot):
            slot.fault = str(self.pins.fault)
            return
        try:
            part = slot.kind(settings, self.pins)
            part.home = self.home
            part.changed = lambda: self._changed(slot.kind.name)
            part.noticed = self._noticed
            part.tell = lambda what, level: self._pass_on(slot, what, level)
            part.start()
            slot.part = part
        except PartError as error:
            slot.fault = str(error)
            log.warning("%s", error)
        except Exception as error:
            # Pin libraries raise errors of their own kinds, and a part that someone else wrote may raise anything.
            slot.fault = f"The {slot.kind.name} cannot start: {error}. Check its wires and its table in {FILE_NAME}."
            log.exception("The part %s cannot start", slot.kind.name)

    def _launch(
        self, slot: Slot, method: Callable[..., Any], bound: dict[str, Any], after: list[asyncio.Task[Answer]]
    ) -> asyncio.Task[Answer]:
        performance = Performance()
        task = performance.task = asyncio.create_task(self._perform(slot, performance, method, bound, after))
        slot.performances.append(performance)
        task.add_done_callback(lambda _: slot.performances.remove(performance))
        return task

    async def _perform(
        self,
        slot: Slot,
        performance: Performance,
        method: Callable[..., Any],
        bound: dict[str, Any],
        after: list[asyncio.Task[Answer]],
    ) -> Answer:
        """Runs an action when those before it are over, and turns whatever ends it into our words."""
        performance.begun = True
        try:
            if performance.ended:
                raise asyncio.CancelledError(performance.ended)
            if after:
                await asyncio.wait(after)
            answer = await method(**bound) or Answer()
            self._note_fault(slot, None)
            return answer
        except asyncio.CancelledError as error:
            if UNPLUGGED in error.args:
                raise PartError(f"The {slot.kind.name} stopped. {slot.fault}") from None
            if HALTED in error.args:
                raise HaltedError(f"The {slot.kind.name} was halted.", "It waits for the next command.") from None
            return Answer(note=f"The {slot.kind.name} got another command before it was done.")
        except (RefusedError, PartError):
            raise
        except Exception as error:
            log.exception("The part %s failed", slot.kind.name)
            failure = PartError(f"The {slot.kind.name} failed: {error}.", "Check its wires; `tjbot doctor` tells more.")
            self._note_fault(slot, str(failure))
            raise failure from error

    def _note_fault(self, slot: Slot, fault: str | None) -> None:
        """Shows that a part has failed, until one of its actions works again."""
        if fault != slot.fault:
            slot.fault = fault
            self._changed(slot.kind.name)

    def _pass_on(self, teller: Slot, what: str, level: float | None) -> None:
        for slot in self._slots.values():
            if slot.part and slot is not teller:
                self._guard(slot, slot.part.told, what, level)

    def _guard(self, slot: Slot, method: Callable[..., None], *arguments: Any) -> None:
        """One broken part must not keep the others from halting, closing or being told."""
        try:
            method(*arguments)
        except Exception:
            log.exception("The part %s failed in %s", slot.kind.name, method.__name__)


def _effective(slot: Slot) -> PartSettings:
    try:
        effective: PartSettings = slot.kind.effective(slot.settings)
    except PartError:
        # Its fault tells already what is wrong with them.
        return slot.settings
    return effective


def _verbs(kinds: list[type[Part]]) -> dict[str, str]:
    """Which part has which verb; two parts may not share one."""
    verbs: dict[str, str] = {}
    for kind in kinds:
        for verb in actions_of(kind):
            if verb in verbs:
                raise ConfigurationError(
                    f'The parts "{verbs[verb]}" and "{kind.name}" both have the action "{verb}".', "Rename one of them."
                )
            verbs[verb] = kind.name
    return verbs
