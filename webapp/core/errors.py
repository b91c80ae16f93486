"""The one kind of error that a person is meant to read."""

from __future__ import annotations


class Refusal(Exception):
    """Something Quietleaf will not or cannot do, said in three sentences.

    Args:
        happened: what happened, as a sentence.
        safe: that nothing is lost, or exactly what is; a sentence, or "".
        todo: what to do next; a sentence, or "".
        status: HTTP status the page answers with.
        curious: the technical reason, shown under "For the curious"; never a person's words.
    """

    def __init__(
        self,
        happened: str,
        safe: str = "",
        todo: str = "",
        *,
        status: int = 400,
        curious: str = "",
    ) -> None:
        self.happened = str(happened)
        self.safe = str(safe)
        self.todo = str(todo)
        self.status = status
        self.curious = curious
        super().__init__(" ".join(part for part in self.sentences if part))

    @property
    def sentences(self) -> tuple[str, str, str]:
        """The three sentences in the order in which they are read."""
        return self.happened, self.safe, self.todo

    def as_json(self) -> dict[str, str]:
        """The shape that the page's scripts read."""
        return {"happened": self.happened, "safe": self.safe, "todo": self.todo}
