"""What build/dev.py does, a module for each part; standard library only."""
