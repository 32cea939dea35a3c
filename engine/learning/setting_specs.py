"""What is known of one setting of a training run: its words, its range, its text in and out."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.core.errors import shown
from engine.core.messages import Message

MOST_LAYERS = 6
MOST_NEURONS = 32


class SettingError(ValueError):
    """A setting that is not possible: `field` is its name, `message` says what it needs."""

    def __init__(self, field: str, message: Message):
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message


@dataclass(frozen=True, slots=True)
class Constant:
    """How the script of a run holds a setting: `name = value`, in the order of `place`.

    `needed(settings, rows)` tells whether a run on so many training rows depends on it.
    """

    place: int
    name: str
    needed: Callable[[Any, int], bool] = lambda _settings, _rows: True


@dataclass(frozen=True, kw_only=True)
class SettingSpec(ABC):
    """One row: all that is known about the field `name` of Settings but its type and default."""

    name: str
    title: str
    """Its label in a form."""
    section: str
    """The heading that it stands under."""
    help: str
    short: str = ""
    """What it is called in the name of a run, if not by its own name."""
    redraws: bool = False
    """Whether another value draws the start weights anew."""
    remembered: bool = True
    """Whether the next start of the program begins with the last value."""
    applies: Callable[[Any], bool] = field(default=lambda _settings: True)
    """From Settings to whether a run looks at this one."""
    constant: Constant | None = None
    """How a script holds it, if it does."""

    def read(self, text: str) -> Any:
        """The value that a person typed. Raises SettingError with a sentence."""
        return self._read(text.strip().replace("−", "-"))

    @abstractmethod
    def _read(self, typed: str) -> Any: ...

    @abstractmethod
    def text(self, value: Any) -> str:
        """A value as it stands in the form; `read` takes it back."""

    @abstractmethod
    def problem(self, settings: Any) -> Message | None:
        """What is wrong with the value in `settings`, which may be of any type."""

    def mention(self, value: Any) -> Message:
        """A few words that tell a run from others that have another value."""
        places = {"name": self.short or self.name, "value": self.text(value)}
        return Message("{name} {value}", places)

    def refused(self, template: str, **places: object) -> SettingError:
        return SettingError(self.name, Message(template, places))


@dataclass(frozen=True, kw_only=True)
class NumberSpec(SettingSpec):
    """A number from `least` to `most`, both included; a whole one if `whole`."""

    least: float
    most: float
    whole: bool = False
    absent: str = ""
    """The text that stands for None, where the setting may be None."""
    slider: Sequence[float] = ()
    """The numbers that a slider offers beside the text, if there is one."""

    def text(self, value: Any) -> str:
        if value is None:
            return self.absent
        return f"{value:g}" if isinstance(value, float) else str(value)

    def _read(self, typed: str) -> int | float | None:
        if self.absent and typed.lower() == self.absent:
            return None
        value = self._parsed(typed)
        if value is None or not self.least <= value <= self.most:
            raise self._refused(typed)
        return value

    def _parsed(self, typed: str) -> int | float | None:
        """What a text stands for, in the range or not; None if for no number."""
        try:
            return int(typed) if self.whole else float(typed)
        except ValueError:
            return None

    def _refused(self, typed: str) -> SettingError:
        kind = "whole number" if self.whole else "number"
        limits = ("{:,}", "{:,}") if self.whole else ("{:g}", "{:,g}")
        asked = f"“{self.absent}”, or a {kind}" if self.absent else f"A {kind}"
        return self._sentence(f"{asked} from {{least}} to {{most}} goes here", typed, *limits)

    def _sentence(self, asked: str, typed: str, least: str, most: str) -> SettingError:
        return self.refused(
            f"{asked}, not “{{typed}}”." if typed else f"{asked}.",
            typed=typed if len(typed) <= 12 else f"{typed[:12]}…",
            least=least.format(self.least),
            most=most.format(self.most),
        )

    def problem(self, settings: Any) -> Message | None:
        value = getattr(settings, self.name)
        if value is None and self.absent:
            return None
        if _number(value, self.least, self.most) and (isinstance(value, int) or not self.whole):
            return None
        template = "This must be a number from {least:g} to {most:g}, not {value}."
        if self.whole:
            template = "This must be a whole number from {least} to {most}, not {value}."
        places = {"least": self.least, "most": self.most, "value": shown(str(value))}
        return Message(template, places)


@dataclass(frozen=True, kw_only=True)
class ShareSpec(NumberSpec):
    """A part of a whole, shown in per cent."""

    def text(self, value: Any) -> str:
        return f"{100 * value:g} %"

    def _parsed(self, typed: str) -> float | None:
        """`20 %`, and also `20` and `0.2`: what is above 1 can only be meant in per cent."""
        value = super()._parsed(typed.removesuffix("%"))
        percent = typed.endswith("%") or (value is not None and value > 1.0)
        return value / 100.0 if value is not None and percent else value

    def _refused(self, typed: str) -> SettingError:
        asked = "A share from {least} to {most} goes here"
        return self._sentence(asked, typed, "{:.0%}", "{:.0%}")


@dataclass(frozen=True, kw_only=True)
class ChoiceSpec(SettingSpec):
    """One name of a table."""

    options: Callable[[], Mapping[str, str]]
    """From name to title, in the order in which a list shows them, as the table is by now."""

    def text(self, value: Any) -> str:
        return str(value)

    def _read(self, typed: str) -> Any:
        if problem := self._choice_problem(typed):
            raise SettingError(self.name, problem)
        return typed

    def problem(self, settings: Any) -> Message | None:
        return self._choice_problem(getattr(settings, self.name))

    def mention(self, value: Any) -> Message:
        # A choice speaks for itself.
        return Message("{value}", {"value": self.text(value)})

    def _choice_problem(self, value: object) -> Message | None:
        names = self.options()
        if value in tuple(names):
            return None
        template = "There is no {value}; choose one of {names}."
        return Message(template, {"value": shown(str(value)), "names": ", ".join(names)})


@dataclass(frozen=True, kw_only=True)
class ActivationSpec(ChoiceSpec):
    """One name for all hidden layers, or a tuple with one for each."""

    def text(self, value: Any) -> str:
        return ", ".join(value) if isinstance(value, tuple) else str(value)

    def _read(self, typed: str) -> Any:
        names = tuple(super(ActivationSpec, self)._read(part.strip()) for part in typed.split(","))
        return names if len(names) > 1 else names[0]

    def problem(self, settings: Any) -> Message | None:
        value = getattr(settings, self.name)
        if isinstance(value, tuple) and len(value) != len(settings.hidden):
            places = {"layers": len(settings.hidden), "count": len(value)}
            return Message("{layers} hidden layers have {count} activations.", places)
        named = value if isinstance(value, tuple) else (value,)
        return next(filter(None, map(self._choice_problem, named)), None)


@dataclass(frozen=True, kw_only=True)
class LayersSpec(SettingSpec):
    """The neurons of each hidden layer, as a tuple of whole numbers."""

    def text(self, value: Any) -> str:
        return ", ".join(map(str, value))

    def _read(self, typed: str) -> tuple[int, ...]:
        """`"16, 16"` as (16, 16); no text is no hidden layer."""
        parts = [part.strip() for part in typed.split(",")] if typed else []
        for part in parts:
            if not part:
                raise self.refused("A number is missing beside a comma.")
            if not re.fullmatch("[+-]?[0-9]+", part):
                template = "{part} is no whole number: write layers like 16, 16."
                raise self.refused(template, part=shown(part, 12))
            # int() refuses thousands of digits with words of its own.
            if len(part) > 9:
                raise SettingError(self.name, _size_problem(part))
        hidden = tuple(map(int, parts))
        if problem := hidden_problem(hidden):
            raise SettingError(self.name, problem)
        return hidden

    def problem(self, settings: Any) -> Message | None:
        return hidden_problem(getattr(settings, self.name))

    def mention(self, value: Any) -> Message:
        if not value:
            return Message("no hidden layer")
        return Message("[{layers}]", {"layers": self.text(value)})


def hidden_problem(hidden: tuple[int, ...]) -> Message | None:
    """What is wrong with the sizes of the hidden layers, if anything."""
    if len(hidden) > MOST_LAYERS:
        return Message(
            "At most {most} hidden layers, not {count}.",
            {"most": MOST_LAYERS, "count": len(hidden)},
        )
    for size in hidden:
        if not (isinstance(size, int) and _number(size, 1, MOST_NEURONS)):
            return _size_problem(size)
    return None


def _size_problem(size: object) -> Message:
    template = "A hidden layer has 1 to {most} neurons, not {size}."
    return Message(template, {"most": MOST_NEURONS, "size": shown(str(size), 12)})


def _number(value: object, least: float, most: float) -> bool:
    """Whether `value` is a number in the range; True and nan are none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return least <= value <= most
