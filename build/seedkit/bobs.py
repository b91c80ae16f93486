"""The fragments of bob's shorter diary: nights in a bakery, runs, and his sister's boat."""

from __future__ import annotations

from seedkit.themes import Theme

BREAD = Theme(
    tags=("bakery",),
    hours=(8, 9),
    names=(
        "Night shift, quiet",
        "Four hundred rolls",
        "The big mixer is down",
        "New flour, thirsty",
        "Ovens at 250",
        "Last batch caught",
    ),
    lead=(
        "Started at one. The street was wet and nobody was on it.",
        "The dough was slack and I let it be slack.",
        "Two out sick, so it was Sam and me and the radio.",
    ),
    more=(
        "Rye came out the best it has this year.",
        "Burnt my wrist on the same spot as always.",
        "At five the first taxi driver knocks on the back window. I give him the ugly ones.",
        "Sam sings when he thinks the mixer covers it.",
        "Note: three per cent more water, ten minutes less.",
    ),
    close=("Home at seven, blinds down.", ""),
)

RUN = Theme(
    tags=("run",),
    hours=(15, 16),
    names=("8 km, easy", "Hills", "Six in the rain", "Legs of wood", "Fast, by accident"),
    lead=(
        "Along the canal and back over the hill.",
        "Went out to clear my head, and it took four of the eight.",
        "New shoes. Old knees.",
    ),
    more=(
        "A swan would not move. I moved.",
        "Passed by a boy on a bicycle eating chips.",
        "Negative split, whatever anyone says.",
        "Stopped on the bridge for longer than I will admit.",
    ),
)

BOAT = Theme(
    tags=("boat",),
    hours=(19, 20, 21),
    names=("Sanding", "The boat, again", "Second coat", "Found the leak"),
    lead=(
        "Kit says May. Kit said May last year.",
        "We got one side done before the light went.",
        "It is cold in the shed, but it smells right.",
    ),
    more=(
        "There is a name under the paint: *Constance*. We are keeping it.",
        "Fish and chips on the trailer.",
        "I like work where you can see what you did.",
        "- [x] port side\n- [ ] starboard side\n- [ ] an engine",
    ),
)
