"""A class that shares one robot: each pupil has a robot of their own, and the real one goes round among them.

The pupil whose turn it is has the real robot coupled to the own one (`Coupling`), as long as they are here. Whatever
changes ends in `_settle`, which decides who has the robot now, tells everybody what is new for them, and keeps it.
"""

import asyncio
import time
from collections.abc import Collection
from pathlib import Path

import msgspec

from tjbot.daemon.body_names import REAL_BODY
from tjbot.daemon.clients import RESTARTING, Client
from tjbot.daemon.robot import Robot
from tjbot.daemon.school.away import Away
from tjbot.daemon.school.keeper import Keeper
from tjbot.daemon.school.kept import ClassFolder, KeptClass, KeptTurn
from tjbot.daemon.school.own_robots import OwnRobots
from tjbot.daemon.school.pupils import PupilRecord, Pupils
from tjbot.daemon.school.queue import Queue
from tjbot.daemon.school.real_robot import RealRobot
from tjbot.daemon.school.recipes import give_all, hand_out
from tjbot.daemon.school.reports import Reports
from tjbot.daemon.school.rules import CLOSED, LOCKED, ClassRules
from tjbot.daemon.sessions import Sessions
from tjbot.daemon.unfinished import boot_id
from tjbot.errors import ConflictError
from tjbot.protocol.about import OwnPupil
from tjbot.protocol.class_messages import Handing
from tjbot.protocol.messages import State

RETURN_SECONDS = 10.0
"""Who was lost in the middle of a turn has so long to come back."""

RESTART_SECONDS = 30.0
"""The same after the robot's own restart: pages find it again within seconds, slow computers a little later."""

WAITING_SECONDS = 120.0
"""Who was lost while they waited keeps their place for so long."""

COME_BACK = "The class has begun or is over. Connect again."
"""Browsers and programs connect again by themselves."""


class School(ClassRules):
    """The class of a robot, open or closed. All methods are called on the event loop.

    Args:
        robot: the robot that is shared.
        sessions: who has paired.
        home: the robot's home.
    """

    def __init__(self, robot: Robot, sessions: Sessions, home: Path) -> None:
        super().__init__(robot)
        self.sessions = sessions
        self.folder = ClassFolder(home)
        self.reports = Reports(robot, self)
        self.own_robots = OwnRobots(robot, self.reports.part_changed)
        self.real_robot = RealRobot(robot, self.own_robots)
        self.keeper = Keeper(self.folder, self._kept)
        self._timer: asyncio.TimerHandle | None = None
        self._away = Away(self._gone)
        self._told: dict[str, OwnPupil] = {}

    async def begin(self) -> None:
        """Goes on with the class as it was when the robot ended, also in the middle of a lesson."""
        kept = await asyncio.to_thread(self.folder.read)
        self.pupils = Pupils(kept.pupils)
        self.pupils.keep_sessions(each.id for each in self.sessions.all())
        self.queue.handing, self.queue.slice_seconds = kept.handing, kept.slice_seconds
        self.message = kept.message
        self.robot.courses.for_all = kept.lesson
        if not kept.open:
            return
        self.is_open, self.locked = True, kept.locked
        for pupil in self.pupils:
            self._add_robot(pupil)
        for id_ in kept.queue:
            if self.pupils.get(id_):
                self.queue.ask(id_)
        now = time.monotonic()
        turn = kept.turn
        if turn is not None and self.pupils.get(turn.pupil):
            self.queue.hand_to(turn.pupil, now)
            if kept.boot == boot_id():
                self.queue.began, self.queue.ends_at = turn.began, turn.ends_at
            self._away.wait_for(turn.pupil, RESTART_SECONDS)
        if self.locked:
            self.queue.pause(now)

    async def close(self) -> None:
        """The robot is stopping; the class stays as it is."""
        if self._timer:
            self._timer.cancel()
        self._away.close()
        self.reports.close()
        await self.keeper.done()

    def tell(self, client: Client) -> None:
        """Tells a teacher all of the class."""
        self.reports.greet(client)

    def joined(self, client: Client) -> None:
        """A pupil's page or program is there; who was away is back."""
        pupil = self.pupil_of(client)
        if pupil is not None:
            if client.role == "recipe":
                self.reports.complaints.begin(client.body)
            self._away.forget(pupil.id)
            self._settle()

    def left(self, client: Client, code: int) -> None:
        """A pupil's page or program is gone. Who says goodbye with the last one gives the robot back."""
        pupil = self.pupil_of(client)
        if pupil is None or self.robot.closing:
            return
        if pupil.id not in self.here():
            if code == 1000:
                self.queue.leave(pupil.id)
            elif pupil.id == self.queue.holder:
                self._away.wait_for(pupil.id, RETURN_SECONDS)
            elif pupil.id in self.queue.waiting:
                self._away.wait_for(pupil.id, WAITING_SECONDS)
        self._settle()

    def recipe_began(self, body: str) -> None:
        """A pupil's recipe runs."""
        self.reports.complaints.begin(body)

    def recipe_over(self, body: str, *, lost: bool) -> None:
        """A pupil's recipe is over."""
        self.reports.complaints.end(body, time.monotonic(), lost=lost)

    async def settings_changed(self, part: str) -> None:
        """Own robots have the same settings as the real one."""
        for pupil in self.open_pupils():
            self.robot.stop_recipes(pupil.body, f"The {part} gets new settings.")
            await self.own_robots.set_up(pupil.body, part)

    def lesson_changed(self) -> None:
        """New pupils begin with another lesson."""
        self.keeper.soon()

    def sessions_ended(self, ids: Collection[str], *, by_the_teacher: bool) -> None:
        """Whom a teacher has signed out may come again under their name."""
        for id_ in ids:
            pupil = self.pupils.forget_session(id_)
            if pupil is not None:
                pupil.expected = pupil.expected or (by_the_teacher and not pupil.sessions)
                self.keeper.soon()

    def open(self) -> None:
        """Begins a class; all pupils go to robots of their own."""
        if self.is_open:
            return
        self.is_open = True
        for pupil in self.pupils:
            self._add_robot(pupil)
        if self.robot.stop_recipes(REAL_BODY, "A class begins."):
            self.robot.halt(REAL_BODY)
            self.robot.rest(REAL_BODY)
        self._let_go_who_is_elsewhere()
        self._settle()

    def shut(self) -> None:
        """Ends a class; its pupils with all that they made stay for the next time."""
        if not self.is_open:
            return
        self.queue.take_back()
        self.queue.waiting.clear()
        self._set_locked(on=False)
        self._settle()
        self.is_open = False
        for pupil in self.pupils:
            self.robot.remove(pupil.body, COME_BACK)
        self._told.clear()
        self._settle()

    async def come_in(self, name: str, session: str | None) -> PupilRecord:
        """A pupil comes in under a name; a teacher makes one who is expected.

        Raises:
            ConflictError: no class is open, the name is taken, or the class is full.
            RefusedError: that is no name.
        """
        if not self.is_open:
            raise ConflictError(*CLOSED)
        return await self._in(self.pupils.come_in(name, session))

    async def come_in_by_key(self, key: str, session: str) -> PupilRecord:
        """Another page or program of a pupil comes in.

        Raises:
            ConflictError: no class is open.
            UnknownNameError: no pupil has this key.
        """
        if not self.is_open:
            raise ConflictError(*CLOSED)
        return await self._in(self.pupils.come_in_by_key(key, session))

    def expect(self, id_: str) -> None:
        """The next one who comes under a pupil's name is this pupil.

        Raises:
            UnknownNameError: there is none.
        """
        self.pupils.expect(id_)
        self._settle()

    async def remove(self, id_: str) -> None:
        """Removes a pupil with all that they made.

        Raises:
            UnknownNameError: there is none.
        """
        pupil = self.pupils.remove(id_)
        self.queue.leave(id_)
        self._away.forget(id_)
        self._settle()
        if pupil.body in self.robot.bodies:
            self.robot.remove(pupil.body, COME_BACK)
        self.reports.complaints.begin(pupil.body)
        self._told.pop(pupil.body, None)
        await self.keeper.alone(lambda: self.folder.remove_pupil(id_))

    async def wipe(self) -> None:
        """Ends the class, and removes its names and all that its pupils made; they pair anew."""
        self.shut()
        self.pupils, self.queue, self.message = Pupils(), Queue(), ""
        self.robot.courses.for_all = None
        await self.keeper.done()
        await self.keeper.alone(self.folder.wipe)
        self.reports.changed()
        await self.sessions.revoke_all("pupil")

    def ask_for_the_robot(self, body: str) -> None:
        """A pupil would like to have the real robot.

        Raises:
            ConflictError: no class is open, or this is no pupil's robot.
        """
        self.queue.ask(self.pupil_on(body).id)
        self._settle()

    def give_back(self, body: str) -> None:
        """A pupil gives the real robot back, or waits for it no longer.

        Raises:
            ConflictError: no class is open, or this is no pupil's robot.
        """
        self.queue.leave(self.pupil_on(body).id)
        self._settle()

    def hand_to(self, id_: str) -> None:
        """The real robot is a pupil's from now on.

        Raises:
            UnknownNameError: there is no such pupil.
            ConflictError: no class is open, or they are not here.
        """
        pupil = self.pupils.find(id_)
        if not self.is_open:
            raise ConflictError(*CLOSED)
        if id_ not in self.here():
            raise ConflictError(f"{pupil.name} is not here now.", "Their page must be open.")
        self.queue.hand_to(id_, time.monotonic())
        self._settle()

    def take_back(self) -> None:
        """Nobody has the real robot any more; who waits is next."""
        self.queue.take_back()
        self._settle()

    def change(self, slice_seconds: float | None, locked: bool | None, handing: Handing | None) -> None:
        """Changes how the robot goes round, or pauses everybody; None leaves it as it is."""
        if slice_seconds is not None:
            self.queue.set_slice(slice_seconds)
        if handing is not None:
            self.queue.handing = handing
        if locked is not None:
            self._set_locked(on=locked)
        self._settle()

    def say(self, message: str) -> None:
        """Puts a message into every pupil's page; an empty one takes it away."""
        self.message = message
        self._settle()

    def stop_everything(self) -> None:
        """STOP for everybody: every robot halts, every recipe ends, nobody has or waits for the real robot."""
        for body in list(self.robot.bodies):
            self.robot.stop_recipes(body, "Your teacher has pressed STOP for everybody.")
            self.robot.halt(body)
        self.queue.take_back()
        self.queue.waiting.clear()
        self._settle()

    async def hand_out(self, file: str) -> int:
        """Gives a recipe of the real robot's library to all pupils, also to those who come later; returns how many they
        are. What it replaces is kept as an earlier version.

        Raises:
            UnknownNameError: there is no such recipe.
            ConflictError: too many were handed out already.
            RecipeError: it cannot be written.
        """
        recipe = self.robot.library.find(file)
        homes = [self.folder.home_of(pupil.id) for pupil in self.pupils]
        await self.keeper.alone(lambda: hand_out(self.folder.handed_out, homes, self.robot.library, recipe))
        for pupil in self.open_pupils():
            self.robot.tell_about(pupil.body)
        return len(homes)

    def _settle(self) -> None:
        """Decides who has the real robot now, tells everybody what is new for them, and keeps it all."""
        here = self.here()
        self.queue.settle(time.monotonic(), here)
        holder = self.pupils.get(self.queue.holder)
        has_it = self.is_open and holder is not None and holder.id in here and not self.locked
        self.real_robot.give_to(holder.body if holder is not None and has_it else None)
        self._set_timer()
        for pupil in self.open_pupils():
            about = self.about(pupil.body)
            if about != self._told.get(pupil.body) and isinstance(about, OwnPupil):
                self._told[pupil.body] = about
                # Nobody looks for recipes: thirty may be told at once.
                news = self.robot.about(pupil.body, with_recipes=False)
                self.robot.publish(pupil.body, State(time=time.monotonic(), about=news))
        self.reports.changed()
        self.keeper.soon()

    def _set_timer(self) -> None:
        if self._timer:
            self._timer.cancel()
        self._timer = None
        if (ends_at := self.ends_at()) is not None:
            self._timer = asyncio.get_running_loop().call_later(max(0.0, ends_at - time.monotonic()), self._settle)

    def _set_locked(self, *, on: bool) -> None:
        if on == self.locked:
            return
        self.locked = on
        if not on:
            self.queue.go_on(time.monotonic())
            return
        self.queue.pause(time.monotonic())
        for pupil in self.open_pupils():
            self.robot.stop_recipes(pupil.body, LOCKED[0])
            self.robot.halt(pupil.body)
            self.robot.rest(pupil.body)

    async def _in(self, pupil: PupilRecord) -> PupilRecord:
        if pupil.body not in self.robot.bodies:
            self._add_robot(pupil)
        self._let_go_who_is_elsewhere()
        self._settle()
        library = self.robot.library_of(pupil.body)

        def write() -> None:
            if self.folder.write_pupil(pupil):
                give_all(self.folder.handed_out, library)

        await self.keeper.alone(write)
        await self.keeper.done()
        return pupil

    def _add_robot(self, pupil: PupilRecord) -> None:
        self.own_robots.add(pupil.body, self.folder.home_of(pupil.id))

    def _let_go_who_is_elsewhere(self) -> None:
        """Pupils' clients on a body that is not, or no longer, theirs have to come again."""
        for client in self.robot.clients.all():
            if client.identity.kind != "pupil":
                continue
            pupil = self.pupils.of_session(client.identity.session_id)
            if pupil is None or pupil.body != client.body:
                client.dismiss(RESTARTING, COME_BACK)

    def _gone(self, id_: str) -> None:
        self.queue.leave(id_)
        self._settle()

    def _kept(self) -> KeptClass:
        queue = self.queue
        turn = None if queue.holder is None else KeptTurn(queue.holder, queue.began, self.ends_at())
        return KeptClass(
            open=self.is_open,
            locked=self.locked,
            handing=queue.handing,
            slice_seconds=queue.slice_seconds,
            message=self.message,
            pupils=[msgspec.structs.replace(each, sessions=[*each.sessions]) for each in self.pupils],
            queue=[*queue.waiting],
            turn=turn,
            lesson=self.robot.courses.for_all,
            boot=boot_id(),
        )
