"""Styles, scripts and pictures, under an address that changes with them and so may be kept for ever."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable

import attrs
import falcon
from falcon.asgi import Request, Response

STYLES = "app.css"
FOR_EVER = "public, max-age=31536000, immutable"

_FIRST_STYLES = ("tokens.css", "base.css", "layout.css", "components.css")
_TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "webmanifest": "application/manifest+json",
}


@attrs.frozen
class Assets:
    """
    Everything that is served as it is, read once, and one digest of it and of the templates.

    All styles are one file: those of the whole console first, those of its pages after them.
    """

    files: Mapping[str, bytes]
    digest: str

    @classmethod
    def load(cls) -> Assets:
        """Read what belongs to the console."""
        home = files(__package__ or __name__)
        found = {file.name: file.read_bytes() for file in home.joinpath("static").iterdir() if file.is_file()}
        styles = sorted((name for name in found if name.endswith(".css")), key=_style_order)
        found[STYLES] = b"\n".join(found[name] for name in styles)
        hashed = hashlib.blake2b(digest_size=8)
        for name, content in sorted({**found, **_templates(home.joinpath("templates"))}.items()):
            hashed.update(name.encode() + b"\0" + content + b"\0")
        return cls(found, hashed.hexdigest())

    def path(self, name: str) -> str:
        """
        Where a file is.

        Raises:
            KeyError: When there is no such file: a template names one that is not there.
        """
        if name not in self.files:
            raise KeyError(name)
        return f"/static/{self.digest}/{name}"


@attrs.frozen
class Static:
    """A file of the console; of a digest that is not ours any more it is the present one, kept by nobody."""

    assets: Assets

    async def on_get(self, _: Request, response: Response, digest: str, name: str) -> None:
        """Answer with it."""
        content = self.assets.files.get(name)
        if content is None:
            raise falcon.HTTPNotFound
        response.data = content
        response.content_type = _TYPES.get(name.rpartition(".")[2], "application/octet-stream")
        is_present = digest == self.assets.digest
        response.set_header("Cache-Control", FOR_EVER if is_present else "no-store")
        response.set_header("X-Content-Type-Options", "nosniff")

    on_head = on_get


def _style_order(name: str) -> tuple[int, str]:
    is_first = name in _FIRST_STYLES
    return (_FIRST_STYLES.index(name) if is_first else len(_FIRST_STYLES)), name


def _templates(directory: Traversable, prefix: str = "templates/") -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for entry in directory.iterdir():
        if entry.is_dir():
            found |= _templates(entry, f"{prefix}{entry.name}/")
        else:
            found[prefix + entry.name] = entry.read_bytes()
    return found
