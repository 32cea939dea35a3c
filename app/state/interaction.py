"""Interaction: something in progress in a view, such as a drag or a number being typed."""

from __future__ import annotations

from engine.core.messages import marked


class Interaction:
    """A view registers one with the session; whoever saves, leaves or opens has it end.

    Both calls do nothing where nothing is in progress. No abstract class by `abc`: its metaclass
    and that of Qt's widgets can't be one.
    """

    pending_words = marked("“{text}” can’t be taken yet.")
    """What a question says of `pending`."""

    def commit(self) -> None:
        """Make an edit of it, as releasing the button or pressing Enter does.

        What can't be one, as a text that is no number, stays as it is.
        """
        raise NotImplementedError

    def cancel(self) -> None:
        """Leave everything as it was before, as Escape does."""
        raise NotImplementedError

    @property
    def pending(self) -> str:
        """A text that was typed and can't be committed, so it is in no file; empty if none is."""
        return ""
