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
    ]
