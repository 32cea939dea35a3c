"""Undo and redo of a value: what is one entry, and what is forgotten."""

from __future__ import annotations

import pytest

from app.model.history import UndoHistory


@pytest.fixture
def history() -> UndoHistory[int]:
    """0, then 1 and 2, each an edit with the key `drag`."""
    history = UndoHistory(0)
    history.add("Set to 1", 1)
    history.add("Drag to 2", 2, merge="drag")
    return history


def test_undo_and_redo_go_back_and_forth(history: UndoHistory[int]) -> None:
    assert (history.present, history.undo_name, history.redo_name) == (2, "Drag to 2", None)
    history.undo()
    assert (history.present, history.undo_name, history.redo_name) == (1, "Set to 1", "Drag to 2")
    history.undo()
    history.undo()
    assert (history.present, history.undo_name, history.redo_name) == (0, None, "Set to 1")
    history.redo()
    history.redo()
    history.redo()
    assert (history.present, history.redo_name) == (2, None)


def test_edits_with_one_key_make_one_entry(history: UndoHistory[int]) -> None:
    history.add("Drag to 3", 3, merge="drag")
    assert [entry.value for entry in history.past] == [1, 3]
    assert history.undo_name == "Drag to 3"


@pytest.mark.parametrize("merge", ["", "other"])
def test_edits_with_another_key_or_none_make_entries_of_their_own(
    history: UndoHistory[int], merge: str
) -> None:
    history.add("Set to 3", 3, merge=merge)
    history.add("Set to 4", 4)
    history.add("Set to 5", 5)
    assert [entry.value for entry in history.past] == [1, 2, 3, 4, 5]


def test_after_an_undo_nothing_is_merged(history: UndoHistory[int]) -> None:
    """The entry that undo came back to must not be overwritten: it is what undo promised."""
    history.add("Drop", 7)
    history.undo()
    history.add("Drag to 3", 3, merge="drag")
    assert [entry.value for entry in history.past] == [1, 2, 3]
    assert history.redo_name is None
    history.undo()
    assert history.present == 2


def test_a_closed_entry_takes_no_more(history: UndoHistory[int]) -> None:
    history.close_entry()
    history.add("Drag to 3", 3, merge="drag")
    assert [entry.value for entry in history.past] == [1, 2, 3]


def test_an_edit_that_changes_nothing_is_none(history: UndoHistory[int]) -> None:
    history.undo()
    history.add("Set to 1", 1)
    assert history.redo_name == "Drag to 2"
