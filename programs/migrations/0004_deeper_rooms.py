import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0003_rules_aside"),
    ]

    operations = [
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
            ],
            options={
                "verbose_name": "edit of a draft",
                "verbose_name_plural": "edits of drafts",
                "ordering": ["-id"],
            },
        ),
        migrations.AddField(
            model_name="comment",
            name="handle",
            field=models.CharField(blank=True, default="", max_length=32),
        ),
        migrations.AddField(
            model_name="headcount",
            name="people",
            field=models.PositiveIntegerField(default=0),
        ),
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
            model_name="linksalt",
            name="destroyed_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="program",
            name="survey_minutes",
            field=models.PositiveSmallIntegerField(
                default=10, verbose_name="survey minutes a person is asked for in 30 days"
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
        migrations.AddField(
            model_name="wave",
            name="sample_percent",
            field=models.PositiveSmallIntegerField(default=100, verbose_name="share of the people who are asked"),
        ),
        migrations.AddField(
            model_name="wave",
            name="sample_seed",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="wave",
            name="side",
            field=models.CharField(
                blank=True,
                choices=[("it", "IT"), ("business", "Business")],
                default="",
                max_length=8,
                verbose_name="side",
            ),
        ),
        migrations.AlterField(
            model_name="linksalt",
            name="value",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddConstraint(
            model_name="wave",
            constraint=models.CheckConstraint(
                condition=models.Q(("sample_percent__gte", 1), ("sample_percent__lte", 100)),
                name="a_sample_is_1_to_100_percent",
            ),
        ),
        migrations.AddField(
            model_name="draftedit",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="who",
            ),
        ),
        migrations.AddField(
            model_name="draftedit",
            name="day",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programs.hostingday"
            ),
        ),
        migrations.AddField(
            model_name="draftedit",
            name="enrollment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programs.enrollment"
            ),
        ),
        migrations.AddField(
            model_name="draftedit",
            name="run",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="edits", to="programs.matchingrun"
            ),
        ),
        migrations.AddField(
            model_name="draftedit",
            name="undoes",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="undone_by",
                to="programs.draftedit",
            ),
        ),
    ]
