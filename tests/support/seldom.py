"""A module that nothing imports but the tests of late imports."""

WORD = "heron"
