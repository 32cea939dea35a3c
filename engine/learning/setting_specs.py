"""What is known of one setting of a training run: its words, its range, its text in and out."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.core.errors import shown
from engine.core.messages import Message, marked, message
from engine.core.number_text import NumberError, UnclearNumberError, full, plain_signs, read_number

MOST_LAYERS = 6
MOST_NEURONS = 32


class SettingError(ValueError):
    """A setting that is not possible: `field` is its name, `reason` a sentence on what it needs."""

    def __init__(self, field: str, reason: Message):
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


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
        return self._read(text.strip())

    @abstractmethod
    def _read(self, typed: str) -> Any: ...

    @abstractmethod
    def text(self, value: Any) -> str:
        """A value as it stands in the form; `read` takes it back."""

    @abstractmethod
    def problem(self, settings: Any) -> Message | None:
        """What is wrong with the value in `settings`, which may be of any type."""

    def words(self, value: Any) -> Message:
        """A value as a person reads it."""
        return message("{value}", value=self.text(value))

    def mention(self, value: Any) -> Message:
        """A few words that tell a run from others that have another value."""
        name = message(self.short or self.title)
        return message("{name} {value}", name=name, value=self.words(value))

    def refused(self, template: str, **places: object) -> SettingError:
        """The SettingError of this setting, with a sentence on what it needs."""
        return SettingError(self.name, message(template, **places))


@dataclass(frozen=True, kw_only=True)
class NumberSpec(SettingSpec):
    """A number from `least` to `most`, both included; a whole one if `whole`."""

    least: float
    most: float
    whole: bool = False
    absent: str = ""
    """The word that stands for None, where the setting may be None."""
    slider: Sequence[float] = ()
    """The numbers that a slider offers beside the text, if there is one."""

    def text(self, value: Any) -> str:
        if value is None:
            return self.absent
        return full(value) if isinstance(value, float) else str(value)

    def words(self, value: Any) -> Message:
        return message(self.absent) if value is None else super().words(value)

    def _read(self, typed: str) -> int | float | None:
        if self.absent and typed.lower() == self.absent:
            return None
        try:
            value = self._parsed(typed)
        except UnclearNumberError as error:
            raise SettingError(self.name, error.reason) from None
        except NumberError:
            raise self._refused(typed) from None
        if not self.least <= value <= self.most or (self.whole and value % 1.0):
            raise self._refused(typed)
        return int(value) if self.whole else value

    def _parsed(self, typed: str) -> float:
        """What a text stands for, in the range or not. Raises NumberError."""
        return read_number(typed)

    def _refused(self, typed: str) -> SettingError:
        if self.absent and self.whole:
            asked = marked("“{absent}”, or a whole number from {least} to {most} goes here")
        elif self.absent:
            asked = marked("“{absent}”, or a number from {least} to {most} goes here")
        elif self.whole:
            asked = marked("A whole number from {least} to {most} goes here")
        else:
            asked = marked("A number from {least} to {most} goes here")
        return self._sentence(asked, typed, _limit)

    def _sentence(self, asked: str, typed: str, limit: Callable[[float], str]) -> SettingError:
        wanted = message(
            asked,
            least=limit(self.least),
            most=limit(self.most),
            absent=message(self.absent),
        )
        if not typed:
            return self.refused(marked("{wanted}."), wanted=wanted)
        return self.refused(
            marked("{wanted}, not “{typed}”."), wanted=wanted, typed=shown(typed, 12)
        )

    def problem(self, settings: Any) -> Message | None:
        value = getattr(settings, self.name)
        if value is None and self.absent:
            return None
        if _number(value, self.least, self.most) and (isinstance(value, int) or not self.whole):
            return None
        template = marked("This must be a number from {least} to {most}, not {value}.")
        least: object = _limit(self.least)
        most: object = _limit(self.most)
        if self.whole:
            template = marked("This must be a whole number from {least} to {most}, not {value}.")
            least, most = self.least, self.most
        return message(template, least=least, most=most, value=shown(str(value)))


def _limit(value: float) -> str:
    """An end of a range: `0`, `0.999`, `1,000,000`."""
    return f"{value:,.0f}" if value == int(value) else full(value)


@dataclass(frozen=True, kw_only=True)
class ShareSpec(NumberSpec):
    """A part of a whole, shown in per cent."""

    def text(self, value: Any) -> str:
        return f"{100 * value:g} %"

    def _parsed(self, typed: str) -> float:
        """`20 %`, and also `20` and `0.2`: what is above 1 can only be meant in per cent."""
        value = super()._parsed(typed.removesuffix("%"))
        return value / 100.0 if typed.endswith("%") or value > 1.0 else value

    def _refused(self, typed: str) -> SettingError:
        asked = marked("A share from {least} to {most} goes here")
        return self._sentence(asked, typed, "{:.0%}".format)


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

    def words(self, value: Any) -> Message:
        title = self.options().get(value)
        return message(title) if title else super().words(value)

    def mention(self, value: Any) -> Message:
        # A choice speaks for itself.
        return self.words(value)

    def _choice_problem(self, value: object) -> Message | None:
        names = self.options()
        if value in tuple(names):
            return None
        return message(
            "There is no {value}; choose one of {names}.",
            value=shown(str(value)),
            names=", ".join(names),
        )


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
            return message(
                "{layers} hidden layers have {count} activations.",
                layers=len(settings.hidden),
                count=len(value),
            )
        named = value if isinstance(value, tuple) else (value,)
        return next(filter(None, map(self._choice_problem, named)), None)


@dataclass(frozen=True, kw_only=True)
class LayersSpec(SettingSpec):
    """The neurons of each hidden layer, as a tuple of whole numbers."""

    def text(self, value: Any) -> str:
        return ", ".join(map(str, value))

    def _read(self, typed: str) -> tuple[int, ...]:
        """`"16, 16"` as (16, 16); no text is no hidden layer."""
        parts = [part.strip() for part in plain_signs(typed).split(",")] if typed else []
        for part in parts:
            if not part:
                raise self.refused(marked("A number is missing next to a comma."))
            if not re.fullmatch("[+-]?[0-9]+", part):
                template = marked("{part} is not a whole number: write layers like 16, 16.")
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
            return message("no hidden layer")
        return message("[{layers}]", layers=self.text(value))


def hidden_problem(hidden: tuple[int, ...]) -> Message | None:
    """What is wrong with the sizes of the hidden layers, if anything."""
    if len(hidden) > MOST_LAYERS:
        return message(
            "At most {most} hidden layers, not {count}.", most=MOST_LAYERS, count=len(hidden)
        )
    for size in hidden:
        if not (isinstance(size, int) and _number(size, 1, MOST_NEURONS)):
            return _size_problem(size)
    return None


def _size_problem(size: object) -> Message:
    return message(
        "A hidden layer has 1 to {most} neurons, not {size}.",
        most=MOST_NEURONS,
        size=shown(str(size), 12),
    )


def _number(value: object, least: float, most: float) -> bool:
    """Whether `value` is a number in the range; True and nan are none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return least <= value <= most
