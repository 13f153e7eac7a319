"""Reads the files of a plan directory. Whatever lies there, the outcome is text or a finding."""

from __future__ import annotations

import stat
from pathlib import Path

from noroshi.planfile.finding import Findings, Spot

LARGEST = 1_000_000
"""No file of a plan may be larger than this, in bytes."""

MOST_FILES = 5_000
"""How many entries a plan directory may hold."""

DEEPEST = 6
"""How many folders deep the plan directory is looked through."""


class PlanDirectory:
    """A directory with a plan. Links may point inside it only."""

    def __init__(self, root: Path, findings: Findings) -> None:
        self._root = root
        self._findings = findings
        self._home = root.resolve()
        self.sources: dict[str, str] = {}
        self.names = self._listed()

    def read(self, name: str) -> str | None:
        """The text of a file, or None after a finding says why not."""
        if name not in self.sources:
            text = self._read(name)
            if text is None:
                return None
            self.sources[name] = text
        return self.sources[name]

    def _read(self, name: str) -> str | None:
        try:
            content = self._content(name)
        except (OSError, RuntimeError) as broken:  # RuntimeError: a loop of links, before 3.13
            reason = getattr(broken, "strerror", None) or "its link leads back to itself"
            self._refused(name, "UNREADABLE", f"The file cannot be read: {reason}.")
            return None
        return None if content is None else self._decoded(name, content)

    def _content(self, name: str) -> bytes | None:
        file = self._root / name
        if not file.resolve(strict=True).is_relative_to(self._home):
            self._refused(name, "LINK_OUTSIDE", "The link leads out of the plan directory.")
            return None
        about = file.stat()
        if not stat.S_ISREG(about.st_mode):
            self._refused(name, "NOT_A_FILE", "This is not an ordinary file.")
            return None
        if about.st_size > LARGEST:
            why = f"The file has {about.st_size:,} bytes; at most {LARGEST:,} are read."
            self._refused(name, "TOO_LARGE", why)
            return None
        with file.open("rb") as opened:
            return opened.read(LARGEST + 1)[:LARGEST]

    def _decoded(self, name: str, content: bytes) -> str | None:
        if b"\x00" in content:
            self._refused(name, "BINARY", "The file is binary, or not saved as UTF-8.")
            return None
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as broken:
            before = content[: broken.start]
            line, column = before.count(b"\n") + 1, len(before) - before.rfind(b"\n")
            spot = Spot(file=name, line=line, column=column)
            why = f"Byte 0x{content[broken.start]:02x} is not UTF-8."
            self._findings.error(spot, "ENCODING", why, way_out="Save the file as UTF-8.")
            return None
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def _refused(self, name: str, code: str, why: str) -> None:
        way_out = {
            "LINK_OUTSIDE": "Copy the file into the plan directory.",
            "TOO_LARGE": "Move parts of it into files of their own.",
            "BINARY": "Save it as plain text in UTF-8.",
        }.get(code, "Replace it by a readable file.")
        self._findings.error(Spot(file=name), code, why, way_out=way_out)

    def _listed(self) -> tuple[str, ...]:
        found: list[str] = []
        folders = [(self._root, 0)]
        while folders:
            folder, depth = folders.pop()
            for entry in self._entries(folder):
                if not entry.is_dir() or entry.is_symlink():
                    found.append(entry.relative_to(self._root).as_posix())
                elif depth < DEEPEST:
                    folders.append((entry, depth + 1))
            if len(found) > MOST_FILES:
                why = f"The directory holds more than {MOST_FILES:,} files."
                way_out = "Point to the directory that holds plan.yaml and nothing else."
                self._findings.error(Spot(file="."), "TOO_MANY_FILES", why, way_out=way_out)
                return ()
        return tuple(sorted(found))

    def _entries(self, folder: Path) -> list[Path]:
        try:
            return [entry for entry in folder.iterdir() if not entry.name.startswith(".")]
        except OSError as broken:
            name = folder.relative_to(self._root).as_posix()
            why = f"The folder cannot be read: {broken.strerror}."
            self._findings.error(Spot(file=name), "UNREADABLE", why, way_out="Check its rights.")
            return []
