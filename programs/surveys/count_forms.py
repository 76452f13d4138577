"""What a lead types in to bring the counts of an earlier survey."""

from datetime import date
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from programs.cohorts.widgets import DateInput
from programs.gateways import tables
from programs.surveys import counts
from programs.surveys.baselines import Source
from programs.surveys.choices import ItemScale
from programs.surveys.counts import Count, CountRow
from programs.surveys.instruments import DISCOVERY

RATED = (ItemScale.AGREEMENT, ItemScale.FREQUENCY)


class BaselineForm(forms.Form):
    """The counts of an earlier survey: uploaded or typed in, the same text either way."""

    told = forms.CharField(
        label=_("Where the counts come from"),
        max_length=200,
        help_text=_("A sentence that is kept with them, for example “Discovery survey of the board, May 2025”."),
    )
    opened_on = forms.DateField(label=_("First day people were asked"), widget=DateInput())
    closed_on = forms.DateField(label=_("Last day to answer"), widget=DateInput())
    invited_it = forms.IntegerField(label=_("People of IT who were asked"), min_value=1, max_value=1_000_000)
    invited_business = forms.IntegerField(
        label=_("People of the business who were asked"), min_value=1, max_value=1_000_000
    )
    file = forms.FileField(
        label=_("CSV file"), required=False, widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"})
    )
    rows = forms.CharField(
        label=_("or type the lines in"),
        required=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false", "dir": "ltr"}),
        help_text=_(
            "Columns: item, side (it or business), then agree and answered; or how many chose 1, 2, 3, 4 and 5. "
            "cannot_judge may stand beside them."
        ),
    )

    def __init__(self, data: Any, files: Any, *, today: date) -> None:
        example = "item,side,agree,answered,cannot_judge\nD1,it,90,120,2\nD1,business,176,400,9\n"
        super().__init__(data, files, initial={"rows": example})
        self.today = today
        self.lines: list[CountRow] = []

    def clean(self) -> dict[str, Any]:
        """Read the lines; what is wrong with single ones is theirs, not the form's."""
        cleaned = super().clean() or {}
        opened, closed = cleaned.get("opened_on"), cleaned.get("closed_on")
        if opened and closed and not opened <= closed <= self.today:
            self.add_error("closed_on", _("The survey has to be over, and its last day after its first."))
        invited = {side: cleaned.get(f"invited_{side}") for side in ("it", "business")}
        if None in invited.values():
            return cleaned
        content = cleaned["file"].read() if cleaned.get("file") else cleaned.get("rows", "").encode()
        try:
            table = tables.read_csv(content, most_bytes=1_000_000, most_rows=500)
        except tables.TableRefused as refused:
            for refusal in refused.refusals:
                self.add_error("rows", str(refusal))
            return cleaned
        for refusal in counts.refusals_for_header(table.header):
            self.add_error("rows", str(refusal))
        if not self.errors:
            constructs = [item.construct for item in DISCOVERY.items if item.scale in RATED]
            lines = [(row.line, row.cells) for row in table.rows]
            asked = {side: int(n or 0) for side, n in invited.items()}
            self.lines = counts.read_counts(table.header, lines, constructs=constructs, invited=asked)
            self._keep_as_text(content)
        return cleaned

    def _keep_as_text(self, content: bytes) -> None:
        """Put an uploaded file into the text field, so that the next step needs no second upload."""
        data = cast("QueryDict", self.data).copy()
        data["rows"] = content.decode("utf-8-sig", "replace")
        self.data = data

    @property
    def counts(self) -> list[Count]:
        """Return the lines that can be taken."""
        return [line.count for line in self.lines if line.count]

    @property
    def is_complete(self) -> bool:
        """Whether every line can be taken: then, and only then, all are."""
        return bool(self.lines) and all(line.count for line in self.lines)

    @property
    def source(self) -> Source:
        """Return where the counts come from."""
        names = ("opened_on", "closed_on", "invited_it", "invited_business", "told")
        return Source(**{name: self.cleaned_data[name] for name in names})
