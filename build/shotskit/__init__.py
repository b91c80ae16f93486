"""The parts of build/screenshots.py: which pages there are, and how they are pictured."""
