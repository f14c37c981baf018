"""The search of a built site without a browser: the theme's own worker and our script before it, run by QuickJS."""

import json
import re
from pathlib import Path
from typing import Any

import quickjs

from support import ROOT, search_index

# What the scripts need of a page and of a worker. A message comes in a turn of its own.
_BROWSER = """
globalThis.self = globalThis;
globalThis.console = { warn() {}, log() {} };
globalThis.XMLHttpRequest = class { open() {} };
globalThis.MessageEvent = class { constructor(type, { data }) { Object.assign(this, { type, data }); } };
globalThis.EventTarget = class {
  heard = [];
  addEventListener(type, hear) { this.heard.push(hear); }
  dispatchEvent(event) { for (const hear of this.heard) hear(event); }
};
let listener, worker;
globalThis.asked = [];
globalThis.addEventListener = (type, hear) => { listener = hear; };
globalThis.postMessage = (data) => worker.dispatchEvent({ data: JSON.parse(JSON.stringify(data)) });
globalThis.Worker = class extends EventTarget {
  constructor() { super(); worker = this; }
  postMessage(data) {
    if (data.type === 2) asked.push(data.data);
    Promise.resolve().then(() => listener({ data }));
  }
};
const Plain = Worker;
"""
_ASKING = """
let answer;
const start = (index, isPlain) => {
  const search = isPlain ? new Plain() : new Worker();
  search.addEventListener("message", ({ data }) => { answer = data; });
  globalThis.ask = (message) => { answer = null; search.postMessage(JSON.parse(message)); };
  search.postMessage({ type: 0, data: { ...JSON.parse(index), options: { suggest: true } } });
};
globalThis.answer = () => JSON.stringify(answer);
globalThis.told = () => JSON.stringify(asked.splice(0));
globalThis.start = start;
"""


class Search:
    """The search of a site; `plain` without our script, as the worker alone answers."""

    def __init__(self, site: Path, plain: bool = False):
        self.site = site
        self._engine = quickjs.Context()
        worker = next(site.glob("assets/javascripts/workers/search.*.js"))
        scripts = (_BROWSER, worker.read_text("utf-8"), (ROOT / "docs/assets/search.mjs").read_text("utf-8"), _ASKING)
        for script in scripts:
            self._engine.eval(script)
        self._engine.get("start")(json.dumps(search_index(site)), plain)
        self._run()

    def result(self, query: str) -> dict[str, Any]:
        """What the theme is told."""
        self._engine.get("ask")(json.dumps({"type": 2, "data": query}))
        self._run()
        return json.loads(self._engine.get("answer")())["data"]

    def asked(self, *queries: str) -> list[str]:
        """What the worker is asked where a reader types these queries without waiting for an answer."""
        self._engine.eval("told()")
        for query in queries:
            self._engine.get("ask")(json.dumps({"type": 2, "data": query}))
        self._run()
        return json.loads(self._engine.get("told")())

    def pages(self, query: str, most: int = 5) -> list[str]:
        """The first pages that are found: a recommendation by its ID, another by its address."""
        return [page_of(items[0]["location"]) for items in self.result(query)["items"][:most]]

    def _run(self) -> None:
        while self._engine.execute_pending_job():
            pass


def page_of(location: str) -> str:
    """The page of an address: a recommendation by its ID."""
    path = location.partition("#")[0].rstrip("/")
    return re.sub(r"^recommendations/(?=LLME)", "", path)
