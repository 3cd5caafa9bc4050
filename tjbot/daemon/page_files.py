"""The built page's files: sent as small as they lie there, and kept by the browser for ever where that is right."""

import hashlib
import mimetypes
import os
import re
from pathlib import Path
from urllib.parse import parse_qs

from anyio import to_thread
from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import Scope

CODINGS = {"br": ".br", "gzip": ".gz"}
"""What a file may be packed with, the smallest first; the packed one lies beside it (`web_ui/scripts/compress.mjs`)."""

FOR_EVER = "public, max-age=31536000, immutable"
KEPT_BY_ITS_READER = FOR_EVER.replace("public", "private")
"""For models: who has paired may keep them, and nobody on the way may give them on."""

MODEL = re.compile(r"models/([\w-]+)/.", re.ASCII)


class PageFiles(StaticFiles):
    """Serves the folder of the page.

    A file below `assets/` has a hash in its name and never changes. Any other file may be asked for with the SHA-256 of
    its content (`models/hand/palm.bin?v=…`): where that is right, the answer may be kept for ever too.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(directory=folder, html=True)
        self._hashes: dict[tuple[str, int, int], str] = {}

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The answer to one request."""
        response = await super().get_response(path, scope)
        if path.startswith("assets/"):
            response.headers["Cache-Control"] = FOR_EVER
        elif await self._is_right(path, scope):
            response.headers["Cache-Control"] = KEPT_BY_ITS_READER
        model = MODEL.match(path)
        if model is not None:
            response.headers["Link"] = licence_at(f"/models/{model[1]}/card.json")
        return response

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """The file, packed where the browser can unpack it."""
        asked = Headers(scope=scope)
        packed = _packed(str(full_path), stat_result, asked.get("accept-encoding", ""))
        if packed is None:
            response: Response = FileResponse(full_path, status_code=status_code, stat_result=stat_result)
        else:
            coding, other_path = packed
            kind = mimetypes.guess_type(full_path)[0] or "application/octet-stream"
            response = FileResponse(other_path, status_code=status_code, media_type=kind)
            response.headers["Content-Encoding"] = coding
            response.set_stat_headers(Path(other_path).stat())
        response.headers["Vary"] = "Accept-Encoding"
        return NotModifiedResponse(response.headers) if self.is_not_modified(response.headers, asked) else response

    async def _is_right(self, path: str, scope: Scope) -> bool:
        """Whether the request names the hash that the file really has."""
        (claimed,) = parse_qs(scope["query_string"].decode("latin-1")).get("v", [""])[-1:]
        return bool(claimed) and await to_thread.run_sync(self._hash, path) == claimed

    def _hash(self, path: str) -> str:
        full_path, status = self.lookup_path(path)
        if status is None or Path(full_path).is_dir():
            return ""
        key = (full_path, status.st_mtime_ns, status.st_size)
        if key not in self._hashes:
            self._hashes[key] = hashlib.sha256(Path(full_path).read_bytes()).hexdigest()
        return self._hashes[key]


def licence_at(card: str) -> str:
    """The header of a model's file that tells where its licence stands (RFC 4946)."""
    return f'<{card}>; rel="license"'


def _packed(path: str, status: os.stat_result, accepted: str) -> tuple[str, str] | None:
    """How and where a file lies packed, for who accepts this; a packed file that is older belongs to another one."""
    for coding, suffix in CODINGS.items():
        if not _accepts(accepted, coding):
            continue
        try:
            if Path(path + suffix).stat().st_mtime_ns >= status.st_mtime_ns:
                return coding, path + suffix
        except OSError:
            continue
    return None


def _accepts(accepted: str, coding: str) -> bool:
    for each in accepted.lower().split(","):
        name, _, quality = each.replace(" ", "").partition(";q=")
        if name == coding:
            return quality not in ("0", "0.0", "0.00", "0.000")
    return False
