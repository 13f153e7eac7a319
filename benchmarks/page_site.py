"""A published page on disk, as a measurement needs it: made from a real incident by the real build.

python -m benchmarks.page_site DATA_DIR
"""

from __future__ import annotations

import gzip
import sys
from collections.abc import Mapping
from pathlib import Path

from noroshi.pages.routes import read_routes, write_routes

KEY = "bench"
_WORTH = 256


def put(page_root: Path, files: Mapping[str, bytes], version: int, *, key: str = KEY) -> None:
    """Make ``files`` public as the directory target does, without its fsync: one rename."""
    root = page_root / key
    folder = root / "versions" / f"{version:08d}-bench"
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    fresh = root / ".current-new"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(folder.relative_to(root))
    fresh.rename(root / "current")


def files_of(page_root: Path) -> dict[str, bytes]:
    """The files that are public."""
    key = next(route.key for route in read_routes(page_root) or ())
    current = (page_root / key / "current").resolve()
    return {
        str(file.relative_to(current)): file.read_bytes()
        for file in current.rglob("*")
        if file.is_file()
    }


def packed(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files with a compressed one beside each, as nginx's gzip_static wants them."""
    small = {
        f"{path}.gz": gzip.compress(content, 6, mtime=0)
        for path, content in files.items()
        if len(content) > _WORTH
    }
    return {**files, **small}


def main() -> None:
    """Tables, plan, an incident with an update, and its page."""
    import django

    django.setup()
    from benchmarks import scene
    from noroshi.actions.queries.page_state import page_state
    from noroshi.actions.queries.plan import current_plan
    from noroshi.actions.queries.sites import routes_of
    from noroshi.bootstrap.context import context
    from noroshi.pages.build import build

    scene.prepare(10)
    scene.publish()
    plan = current_plan()
    page_root = Path(sys.argv[1]) / "pages"
    page = plan.pages[0]
    put(page_root, build(page_state(context(), plan, page, version=1)), 1, key=page.key)
    # As the web process will note it, too.
    write_routes(page_root, routes_of(plan))


if __name__ == "__main__":
    main()
