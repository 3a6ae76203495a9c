"""The peer of `bench/web.py`: the least that React 19 can be, built and served in the same way as ours."""

import json
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from bench.service import HOST, free_port
from ocrwtf.core.http import web_app
from scripts import node

REACT = "^19"
PAGE = '<!doctype html><div id="app"></div><script type="module" src="/main.js"></script>'
MAIN = """
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
createRoot(document.getElementById('app')).render(createElement('h1', null, 'Halo'));
"""
CONFIG = """
import {{ compress }} from {compress};
export default {{ plugins: [compress()] }};
"""


def build(folder: Path) -> Path:
    """Where it was built to. Raises CalledProcessError."""
    npm = node.find()
    if not npm:
        raise RuntimeError(f"{node.NEEDED} is needed")
    (folder / "index.html").write_text(PAGE)
    (folder / "main.js").write_text(MAIN)
    (folder / "vite.config.ts").write_text(CONFIG.format(compress=json.dumps(str(node.WEB / "build" / "compress.ts"))))
    versions = {"react": REACT, "react-dom": REACT, "vite": f"file:{node.WEB / 'node_modules' / 'vite'}"}
    (folder / "package.json").write_text(json.dumps({"private": True, "type": "module", "dependencies": versions}))
    (folder / ".npmrc").write_text("ignore-scripts=true\naudit=false\nfund=false\n")
    for arguments in (["install", "--silent"], ["exec", "vite", "build"]):
        subprocess.run([*npm.command, *arguments], cwd=folder, env=npm.environment, check=True, capture_output=True)
    return folder / "dist"


@contextmanager
def served(dist: Path) -> Iterator[str]:
    """Its address, from a server like ours that knows no API."""
    app = FastAPI(openapi_url=None)
    web_app.install(app, dist)
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, HOST, port, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield f"http://{HOST}:{port}"
    finally:
        server.should_exit = True
        thread.join()
