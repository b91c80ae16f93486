"""The demo diary: fragments written for it, the grammar that joins them, the folder they fill."""
