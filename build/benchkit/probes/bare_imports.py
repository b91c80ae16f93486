"""The floor of a start: import the named modules, say so, and wait to be looked at."""

from __future__ import annotations

import importlib
import sys

for name in sys.argv[1:]:
    importlib.import_module(name)
sys.stdout.write("ready\n")
sys.stdout.flush()
sys.stdin.read()
