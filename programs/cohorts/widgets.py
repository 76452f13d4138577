"""Inputs that forms of cohorts and the rooms above share."""

from django import forms


class DateInput(forms.DateInput):
    """The browser's own date picker."""

    input_type = "date"

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """The browser's own time picker, in steps of five minutes."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(attrs={"step": "300"}, format="%H:%M")
