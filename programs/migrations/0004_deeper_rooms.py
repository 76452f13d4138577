import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0003_rules_aside"),
    ]

    operations = [
        migrations.AddField(
            model_name="invitation",
            name="dose",
            field=models.CharField(
                choices=[
                    ("", "Not said"),
                    ("none", "No visit"),
                    ("some", "One visit or more"),
                    ("one", "One visit"),
                    ("two", "Two visits"),
                    ("many", "Three visits or more"),
                ],
                default="",
                max_length=7,
            ),
        ),
        migrations.AddField(
            model_name="response",
            name="dose",
            field=models.CharField(
                choices=[
                    ("", "Not said"),
                    ("none", "No visit"),
                    ("some", "One visit or more"),
                    ("one", "One visit"),
                    ("two", "Two visits"),
                    ("many", "Three visits or more"),
                ],
                default="",
                max_length=7,
            ),
        ),
        migrations.CreateModel(
            name="DraftEdit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("lock", "Locked"),
                            ("unlock", "Unlocked"),
                            ("take_out", "Taken out"),
                            ("move", "Moved"),
                            ("place", "Placed"),
                            ("undo", "Undone"),
                        ],
                        max_length=8,
                        verbose_name="what",
                    ),
                ),
                ("before", models.JSONField(default=dict)),
                ("after", models.JSONField(default=dict)),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "day",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programs.hostingday"
                    ),
                ),
                (
                    "enrollment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programs.enrollment"
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="edits", to="programs.matchingrun"
                    ),
                ),
                (
                    "undoes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="undone_by",
                        to="programs.draftedit",
                    ),
                ),
            ],
            options={
                "verbose_name": "edit of a draft",
                "verbose_name_plural": "edits of drafts",
                "ordering": ["-id"],
            },
        ),
    ]
