"""Figures as reports print them: whole per cent, points, a true minus sign."""

import math
from dataclasses import dataclass

MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True)
class Estimate:
    """A share in per cent with its 95 % interval and the number of answers behind it.

    A hidden estimate has no value and says nothing about its n. `told` replaces the number in
    print where only a bound may be printed ("≥90%").
    """

    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    told: str = ""

    @property
    def is_shown(self) -> bool:
        """Whether the figure may be printed."""
        return self.value is not None


def whole(value: float) -> int:
    """Round half away from zero, as readers do by hand; `round` would make 44.5 a 44."""
    return int(math.copysign(math.floor(abs(value) + 0.5), value))


def minus(value: int) -> str:
    """Write a whole number with U+2212 in front when it is negative."""
    return f"{MINUS}{-value:,}" if value < 0 else f"{value:,}"


def percent(value: float | None, pattern: str = "{}%") -> str:
    """Write a share: 75 → "75%". Hidden is a dash."""
    return "–" if value is None else pattern.format(minus(whole(value)))


def points(value: float | None, *, signed: bool = False) -> str:
    """Write a difference of two shares in points: −7.8 → "−8", with `signed` 11.6 → "+12"."""
    if value is None:
        return "–"
    number = whole(value)
    return f"+{number}" if signed and number > 0 else minus(number)


def printed(estimate: Estimate, pattern: str = "{}%") -> str:
    """Write an estimate's number alone: "44%", the bound that may be printed, or a dash."""
    return estimate.told or percent(estimate.value, pattern)


def with_interval(estimate: Estimate, pattern: str = "{}%") -> str:
    """Write "44% (39–49, n 400)", or a dash."""
    if estimate.value is None:
        return "–"
    parts = []
    if estimate.low is not None and estimate.high is not None:
        parts.append(f"{minus(whole(estimate.low))}–{minus(whole(estimate.high))}")
    if estimate.n is not None:
        parts.append(f"n {estimate.n}")
    return printed(estimate, pattern) + (f" ({', '.join(parts)})" if parts else "")
