"""What changes while a view is hidden is there when it is shown."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage

from app.model.numbers import number
from app.train.analysis.fast_forward import FastForward


@pytest.fixture
def train(workspace):
    """The Train tab after twenty updates, with the Graph tab in front of it."""
    workspace.show_tab(1)
    page = workspace.train_page
    for _ in range(20):
        page.step()
    workspace.show_tab(0)
    return page


def boundary_of(page) -> QImage:
    """What the network of this moment answers, asked anew."""
    chart = page.dashboard.points.board.chart
    return chart.answer(FastForward(page.trainer.run))


def chosen(workspace, command: str) -> None:
    """The command's entry in its menu is clicked."""
    workspace.actions_table[command].trigger()


@pytest.mark.parametrize("commands", [["train_reset"], ["train_reset", "train_step", "train_step"]])
def test_the_boundary_is_that_of_the_network_after_commands_from_the_graph_tab(
    workspace, train, commands
) -> None:
    for command in commands:
        chosen(workspace, command)
    workspace.show_tab(1)
    assert train.trainer.run.step == len(commands) - 1
    assert train.dashboard.points.board.answer == boundary_of(train)


@pytest.mark.parametrize("page", [1, 2])
def test_distributions_and_numbers_are_those_after_commands_from_the_graph_tab(
    workspace, train, page
) -> None:
    card = train.dashboard.network
    workspace.show_tab(1)
    card.pages.choose(page)
    before = card.distributions.sentence.text()
    workspace.show_tab(0)
    chosen(workspace, "train_reset")
    workspace.show_tab(1)
    if page == 1:
        assert before != card.distributions.sentence.text()
        assert "no gradients yet" in card.distributions.sentence.text()
    else:
        assert card.table.isVisible()
        cell = card.table.model.index(0, 1)
        assert card.table.model.data(cell) == number(train.trainer.run.parameters[0])


def test_a_page_of_the_card_shows_the_run_as_it_is_when_it_is_turned_to(workspace, train) -> None:
    workspace.show_tab(1)
    card = train.dashboard.network
    train.step()
    card.pages.choose(1)
    assert "no gradients yet" not in card.distributions.sentence.text()
    train.reset()
    card.pages.choose(0)
    card.pages.choose(1)
    assert "no gradients yet" in card.distributions.sentence.text()
