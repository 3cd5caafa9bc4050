"""The page's JavaScript and that of its workers, which each have a heap of their own, over the debugging protocol."""

import json
from typing import Any

from playwright.sync_api import Page


class Isolates:
    """A page and its workers, also those that come later."""

    PAGE = "page"

    def __init__(self, page: Page) -> None:
        self._page = page
        self._session = page.context.new_cdp_session(page)
        self._workers: list[str] = []
        self._answers: dict[int, dict[str, Any]] = {}
        self._asked = 0
        self._session.on("Target.attachedToTarget", lambda told: self._workers.append(told["sessionId"]))
        self._session.on("Target.detachedFromTarget", lambda told: self._workers.remove(told["sessionId"]))
        self._session.on("Target.receivedMessageFromTarget", lambda told: self._heard(json.loads(told["message"])))
        every = {"autoAttach": True, "waitForDebuggerOnStart": False, "flatten": False}
        self._session.send("Target.setAutoAttach", every)

    def names(self) -> list[str]:
        """`PAGE`, and one for each worker."""
        return [self.PAGE, *self._workers]

    def collect_garbage(self) -> None:
        """Twice, because what ends with the first may let go of more, also in another isolate."""
        for name in 2 * self.names():
            self._ask(name, "HeapProfiler.collectGarbage")

    def heap_bytes(self) -> dict[str, int]:
        """What lives in the heap of each."""
        return {name: int(self._ask(name, "Runtime.getHeapUsage")["usedSize"]) for name in self.names()}

    def value(self, name: str, expression: str) -> Any:
        """What an expression comes to there."""
        return self._ask(name, "Runtime.evaluate", expression=expression, returnByValue=True)["result"]["value"]

    def count(self, name: str, kind: str) -> int:
        """How many objects of a class live there, such as `Promise`; 0 where there is no such class."""
        found = self._ask(name, "Runtime.evaluate", expression=f"globalThis.{kind}?.prototype")["result"]
        if "objectId" not in found:
            return 0
        # This collects the garbage first.
        objects = self._ask(name, "Runtime.queryObjects", prototypeObjectId=found["objectId"])["objects"]
        length = self._ask(
            name,
            "Runtime.callFunctionOn",
            objectId=objects["objectId"],
            functionDeclaration="function () { return this.length; }",
        )
        for each in (found, objects):
            self._ask(name, "Runtime.releaseObject", objectId=each["objectId"])
        return int(length["result"]["value"])

    def close(self) -> None:
        """Lets go of them."""
        self._session.detach()

    def _ask(self, name: str, method: str, **parameters: Any) -> dict[str, Any]:
        if name == self.PAGE:
            return dict(self._session.send(method, parameters) or {})
        self._asked += 1
        number = self._asked
        message = json.dumps({"id": number, "method": method, "params": parameters})
        self._session.send("Target.sendMessageToTarget", {"sessionId": name, "message": message})
        while number not in self._answers:
            # What the browser tells is heard only while the driver is asked something.
            self._page.evaluate("() => undefined")
        answer = self._answers.pop(number)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']['message']}")
        return dict(answer["result"])

    def _heard(self, message: dict[str, Any]) -> None:
        if "id" in message:
            self._answers[message["id"]] = message
