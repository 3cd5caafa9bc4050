"""What the daemon holds for one robot: its bodies, who drives them, what they see, which recipes run."""

import asyncio
import time
from collections import Counter
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from tjbot.daemon.access import Identity
from tjbot.daemon.belongings import Belongings
from tjbot.daemon.body_names import REAL_BODY as REAL_BODY
from tjbot.daemon.body_names import THE_REAL_ROBOT
from tjbot.daemon.body_names import THE_ROBOT_ITSELF as THE_ROBOT_ITSELF
from tjbot.daemon.bus import Bus
from tjbot.daemon.clients import RESTARTING, Client, Clients
from tjbot.daemon.coupling import Coupling
from tjbot.daemon.following import Following
from tjbot.daemon.lessons.courses import Courses
from tjbot.daemon.lessons.shelf import Lessons
from tjbot.daemon.library import Library
from tjbot.daemon.questions import Questions
from tjbot.daemon.recipes import RecipeRuns, Run
from tjbot.daemon.saving import Saving
from tjbot.daemon.sights import Sights
from tjbot.daemon.smoothing_file import SmoothingFile
from tjbot.daemon.stored_projects import StoredProjects
from tjbot.daemon.taught_models import TaughtModels
from tjbot.daemon.turns import Turns
from tjbot.daemon.unfinished import UnfinishedRecipes
from tjbot.daemon.without_class import WithoutClass
from tjbot.errors import RefusedError, UnknownNameError, did_you_mean
from tjbot.languages import translated
from tjbot.protocol.about import About, RecipeCard
from tjbot.protocol.messages import Hello, Message, Output, Seen, State, Stopped
from tjbot.protocol.values import Language, Pace, Stream, Topic
from tjbot.robot.body import Body


class Robot:
    """One robot. All methods are called on the event loop.

    Args:
        name: what people call it.
        simulated: whether its real body is a simulated one.
        library: its recipes.
        smoothing: how eager each label is.
        models: what was taught.
        projects: what pages asked the robot to keep.
        unfinished: which recipes run, for after a crash.
        lessons: those that there are.
        recipe_host: the socket of the recipe host that another user is; None where the robot starts its own.
    """

    def __init__(
        self,
        name: str,
        library: Library,
        smoothing: SmoothingFile,
        models: TaughtModels,
        projects: StoredProjects,
        unfinished: UnfinishedRecipes,
        lessons: Lessons,
        *,
        simulated: bool,
        recipe_host: Path | None = None,
    ) -> None:
        self.name = name
        self.simulated = simulated
        self.library = library
        self._belongings: dict[str, Belongings] = {}
        self.saving = Saving()
        self.saving.add(library.memories.turn)
        self.smoothing = smoothing
        self.models = models
        self.projects = projects
        self.unfinished = unfinished
        self.url = ""
        self.recipes_url = ""
        self.bodies: dict[str, Body] = {}
        self.coupling = Coupling(self.bodies)
        self.sights: dict[str, Sights] = {}
        self._stops: Counter[str] = Counter()
        self.school = WithoutClass()
        self.bus = Bus()
        self.courses = Courses(lessons, self.bus, self.tell_about, self.sights, self.saving.lock())
        self.turns = Turns()
        self.questions = Questions()
        self.clients = Clients(self.bus, self.tell_about)
        self.following = Following(self)
        self.recipes = RecipeRuns(self._say, self._recipe_over, recipe_host, self.following.deeds.started)
        self.closing = False
        self.starting_over = asyncio.Event()
        self._told_recipes: dict[str, list[RecipeCard] | UnsetType] = {}

    @property
    def real(self) -> Body:
        """The real body."""
        return self.bodies[REAL_BODY]

    def add(self, body: Body, belongings: Belongings | None = None) -> None:
        """Adds a body; the first one is the real one.

        Args:
            body: the body.
            belongings: what is its own; None for what is the robot's.
        """
        self.bodies[body.name] = body
        self.sights[body.name] = Sights()
        if belongings is not None:
            self._belongings[body.name] = belongings
        self.courses.add(body.name, body.home, self.library_of(body.name))

    def remove(self, body: str, why: str) -> None:
        """Lets a body go, with its recipes and clients, who are told why; what belongs to it stays on the disk."""
        self.stop_recipes(body, why)
        for client in self.clients.on(body):
            client.dismiss(RESTARTING, why)
        self.bodies[body].halt()
        self.bodies.pop(body).close()
        for held in (self.sights, self._belongings, self._told_recipes, self._stops):
            held.pop(body, None)
        self.courses.remove(body)
        self.turns.end(body)

    def library_of(self, body: str) -> Library:
        """The recipes of a body, with what they remember."""
        own = self._belongings.get(body)
        return own.library if own else self.library

    def smoothing_of(self, body: str) -> SmoothingFile:
        """How eager each word is for a body."""
        own = self._belongings.get(body)
        return own.smoothing if own else self.smoothing

    def publish(self, body: str, message: Message) -> None:
        """Tells all clients of a body who want to know."""
        self.bus.publish(body, message)

    def notice(self, body: str, source: str, seen: Seen) -> None:
        """Takes in what a client or the body itself sees, hears or feels, and tells the others.

        What a client hears is left to it: two who hear one clap would tell of two.
        """
        if body not in self.bodies:
            return
        by_the_ears = source in (THE_ROBOT_ITSELF, THE_REAL_ROBOT) and seen.sense == "hear" and seen.phase != "stopped"
        if by_the_ears and seen.label in self.clients.offers(body).get("hear", ()):
            return
        now = time.monotonic()
        # A client that is behind its clock's measure may have sent it later than it came.
        steps = {step: min(time, now) for step, time in seen.stamps.items()}
        stamped = msgspec.structs.replace(seen, time=now, stamps={**steps, "received": now})
        self.tell_seen(body, self.sights[body].accept(source, stamped))

    def tell_seen(self, body: str, sights: list[Seen]) -> None:
        """Tells what began, lasts or ended."""
        now = time.monotonic()
        for seen in sights:
            self.publish(body, msgspec.structs.replace(seen, time=now))

    def labels(self, body: str) -> list[str]:
        """Every label that a client's model or a part of the body can recognise now."""
        offered = (label for labels in self.clients.offers(body).values() for label in labels)
        return sorted({*offered, *self.bodies[body].labels()})

    def part_changed(self, body: str, part: str) -> None:
        """Announces a part's new reading."""
        # What a body still did when it was let go may end later.
        if body not in self.bodies:
            return
        self.publish(body, State(time=time.monotonic(), parts={part: self.bodies[body].reading(part)}))

    def tell_about(self, body: str) -> None:
        """Announces what `about` holds, without the recipes' cards where everybody has them."""
        if body not in self.bodies:
            return
        about = self.about(body)
        if about.recipes == self._told_recipes.get(body):
            about = msgspec.structs.replace(about, recipes=UNSET)
        else:
            self._told_recipes[body] = about.recipes
        self.publish(body, State(time=time.monotonic(), about=about))

    def state(self, body: str) -> State:
        """Everything there is to know about a body."""
        if self.about(body).recipes != self._told_recipes.get(body):
            # Somebody wrote to the folder. What one client is told all must be, or they would miss what follows.
            self.tell_about(body)
        return State(time=time.monotonic(), parts=self.bodies[body].readings(), about=self.about(body))

    def tell_what_is_wanted(self, client: Client, wants: frozenset[Topic]) -> None:
        """Tells a client only these reports from now on; those that are new to it begin with all that is so now."""
        new, client.wants = wants - client.wants, wants
        if "state" in new:
            client.put(self.state(client.body))
        if "seen" in new:
            # What began before would else be unknown to it until it ends.
            for seen in self.sights[client.body].all():
                client.put(msgspec.structs.replace(seen, phase="now"))
        if "class" in new:
            self.school.tell(client)
        if "why" in new:
            self.following.tell(client)

    def about(self, body: str, *, with_recipes: bool = True) -> About:
        """What no part tells: names, recipes, clients, labels, models, driver."""
        run = self.recipes.running(body)
        file, cards = run.file if run else None, self.library_of(body).cards() if with_recipes else []
        marked = [msgspec.structs.replace(card, running=card.file == file) for card in cards]
        return About(
            name=self.name,
            body=body,
            recipes=marked if with_recipes else UNSET,
            clients=[client.card for client in self.clients.on(body)],
            labels=self.labels(body),
            offers=self.clients.offers(body),
            smoothing=self.smoothing_of(body).all() or UNSET,
            models=self.models.hashes() or UNSET,
            driver=self.turns.driver(body),
            question=self.questions.open(body) or UNSET,
            pupil=self.school.about(body),
            lesson=self.courses.state(body),
        )

    def welcome(self, hello: Hello, identity: Identity, run: Run | None = None) -> Client:
        """Takes in a client that said hello.

        Args:
            hello: what it said.
            identity: who it is.
            run: which of the recipes that the robot started.

        Raises:
            UnknownNameError: there is no such body.
            RefusedError: too many clients, the robot is stopping, a recipe greets as something else, or the body or
                the reports are not for them.
        """
        body = self.school.body_for(hello.body, identity)
        if self.closing:
            raise RefusedError("The robot is stopping.", "Start it again.")
        if body not in self.bodies:
            raise UnknownNameError(f'There is no body "{body}".', did_you_mean(body, self.bodies))
        if run is not None and (hello.role != "recipe" or run.body != body):
            raise RefusedError("This recipe is no longer the one that runs.", "Press Run to start it again.")
        self.school.check_wants(identity, hello.wants)
        self.school.check_hello(hello, body, identity)
        if hello.role == "recipe" and run is None:
            self._end_recipes(body, f'The recipe "{hello.name}" was started.')
        client = self.clients.join(hello, body, identity, run.number if run else None)
        self.school.joined(client)
        if hello.role == "recipe" and run is None:
            self.courses.run_started(body, client.name_here, own=True)
        self.following.join(client)
        return client

    def take_turn(self, client: Client) -> None:
        """Asks for the turn on a client's body.

        Raises:
            RefusedError: it is not to be had.
        """
        if self.closing:
            raise RefusedError("The robot is stopping.", "Start it again.")
        if self.turns.take(client.body, client.name_here):
            self.tell_about(client.body)

    def halt(self, body: str) -> None:
        """STOP: no new pulse from now on, and nobody's turn."""
        for each in self.coupling.moved_with(body):
            self.bodies[each].halt()
        self.turns.end(body)
        self.tell_about(body)

    def rest(self, body: str) -> asyncio.Future[Any]:
        """Begins now to bring a body gently to rest; what it returns is done when it rests."""
        return asyncio.gather(*[self.bodies[each].rest() for each in self.coupling.moved_with(body)])

    def run_recipe(
        self, body: str, file: str, language: Language | None = None, pace: Pace = "normal"
    ) -> Coroutine[Any, Any, None]:
        """Starts a recipe of the library in place of the one that runs; what becomes of it is told in `language`.

        Raises:
            UnknownNameError: there is no such recipe.
            RecipeError: it cannot be started.
            RefusedError: it was stopped meanwhile.
        """
        # Counted when it is asked for: STOP may come before anything of this is done.
        return self._run_recipe(body, file, language, pace, self._stops[body])

    async def _run_recipe(self, body: str, file: str, language: Language | None, pace: Pace, stops: int) -> None:
        recipe = self.library_of(body).find(file)
        # Waiting for the host comes first: from here to the start nobody else's recipe can get in between.
        await self.recipes.warm()
        self._check_is_there(body)
        if self._stops[body] != stops:
            raise RefusedError("The recipe was stopped before it began.", "Press Run to start it again.")
        if self._end_recipes(body, f"{recipe.card.title} was started."):
            self.halt(body)
        run = await self.recipes.start(body, file, recipe.card.title, recipe.path, self.recipes_url, language, pace)
        if body not in self.bodies:
            self.recipes.stop(body)
            self._check_is_there(body)
        self.courses.run_started(body, run, own=recipe.card.mine)
        self.unfinished.begin(body, file)
        self.school.recipe_began(body)
        self.following.begin(run, recipe, pace)
        self._say(run, "notice", f"{recipe.card.title} is running.")
        self.tell_about(body)

    def stop_recipes(self, body: str, why: str) -> bool:
        """Ends the recipes of a body, whoever started them; they have no rights from now on.

        Args:
            body: the body.
            why: a sentence that they are told.

        Returns:
            Whether there were any.
        """
        # What is about to begin shall not, either.
        self._stops[body] += 1
        return self._end_recipes(body, why)

    def _end_recipes(self, body: str, why: str) -> bool:
        stopped = self.recipes.stop(body) is not None
        self.courses.run_ended(body, None, well=False)
        self.unfinished.end(body)
        for client in self.clients.on(body):
            if client.role == "recipe":
                self.turns.ban(client.name_here)
                self.questions.leave(body, client.name_here)
                client.put(Stopped(message=why))
                stopped = True
        if stopped:
            self.tell_about(body)
        return stopped

    def end_recipe(self, body: str, file: str, why: str) -> None:
        """Stops a recipe of the library if it runs, as the button Stop does, and says why."""
        run = self.recipes.running(body)
        if run is not None and run.file == file:
            self._say(run, "notice", why)
            self.stop_recipes(body, why)
            self.halt(body)
            self.rest(body)

    async def close(self) -> None:
        """Refuses new commands, ends the recipes while the parts go to rest, and lets go of the hardware."""
        self.closing = True
        self.models.close()
        for name in self.bodies:
            if self.school.goes_on_after_a_restart(name):
                self.unfinished.go_on(name)
            self.stop_recipes(name, "The robot is stopping.")
        await asyncio.gather(self.recipes.close(), *(body.rest() for body in self.bodies.values()))
        for client in self.clients.all():
            client.dismiss(RESTARTING, "The robot is stopping.")
        await self.courses.close()
        for body in self.bodies.values():
            body.close()

    def _check_is_there(self, body: str) -> None:
        if body not in self.bodies:
            raise RefusedError("This robot is no longer there.", "Load the page again.")

    def has_recipe(self, body: str) -> bool:
        """Whether a recipe runs on a body, whoever started it."""
        return self.recipes.running(body) is not None or any(
            client.role == "recipe" for client in self.clients.on(body)
        )

    def _say(self, run: Run, stream: Stream, text: str) -> None:
        if stream == "notice":
            # What its host says is in that language already.
            text = translated(text, run.language)
        self.publish(run.body, Output(time=time.monotonic(), recipe=run.file, stream=stream, text=text))

    def _recipe_over(self, run: Run, lost: bool) -> None:
        """A recipe that broke leaves a robot that must not stay as it is."""
        self.following.end(run)
        if run.body not in self.bodies:
            return
        self.courses.run_ended(run.body, run, well=not lost)
        if lost:
            self.halt(run.body)
            self.rest(run.body)
        if self.recipes.running(run.body) is None:
            self.unfinished.end(run.body)
        self.school.recipe_over(run.body, lost=lost)
        self.tell_about(run.body)
