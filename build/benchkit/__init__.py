"""The parts of build/bench.py: what is measured, its floor, its peer, and how it is told."""
