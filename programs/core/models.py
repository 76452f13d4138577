"""What every row has."""

from django.db import models
from django.db.models.functions import Now


class Row(models.Model):
    """A row that knows when the database wrote it.

    `created_at` is the database's clock, kept for operators. No rule reads it: the
    moments that rules need are fields of their own, passed in as `at`.
    """

    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        abstract = True
