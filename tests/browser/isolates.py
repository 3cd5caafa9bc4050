"""The page's JavaScript and that of its workers, which each have a heap of their own, over the debugging protocol."""

import json
from collections import Counter
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
        self._chunks: dict[str, list[str]] = {}
        self._session.on("Target.attachedToTarget", lambda told: self._workers.append(told["sessionId"]))
        self._session.on("Target.detachedFromTarget", lambda told: self._workers.remove(told["sessionId"]))
        self._session.on(
            "Target.receivedMessageFromTarget", lambda told: self._heard(told["sessionId"], json.loads(told["message"]))
        )
        self._session.on("HeapProfiler.addHeapSnapshotChunk", lambda told: self._keep(self.PAGE, told))
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

    def classes(self, name: str) -> Counter[str]:
        """How many objects of each class live there, such as `Promise`; all functions count as `Function`.

        A snapshot of the heap tells, because Chromium 156 crashes where a worker is asked for its objects
        (`Runtime.queryObjects`).
        """
        self._chunks[name] = []
        # This collects the garbage first.
        self._ask(name, "HeapProfiler.takeHeapSnapshot", reportProgress=False)
        snapshot = json.loads("".join(self._chunks.pop(name)))
        meta, nodes, words = snapshot["snapshot"]["meta"], snapshot["nodes"], snapshot["strings"]
        size = len(meta["node_fields"])
        type_at, name_at = meta["node_fields"].index("type"), meta["node_fields"].index("name")
        types = meta["node_types"][type_at]
        counted: Counter[str] = Counter()
        for kind, word in zip(nodes[type_at::size], nodes[name_at::size], strict=True):
            if types[kind] in ("object", "native"):
                counted[words[word]] += 1
            elif types[kind] == "closure":
                counted["Function"] += 1
        return counted

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

    def _heard(self, name: str, message: dict[str, Any]) -> None:
        if "id" in message:
            self._answers[message["id"]] = message
        elif message["method"] == "HeapProfiler.addHeapSnapshotChunk":
            self._keep(name, message["params"])

    def _keep(self, name: str, told: dict[str, Any]) -> None:
        self._chunks[name].append(told["chunk"])
