import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0003_rules_aside"),
    ]

    operations = [
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("side", models.CharField(choices=[("visitor", "Visitor"), ("host", "Host")], max_length=7)),
                ("version", models.PositiveSmallIntegerField()),
                ("aim", models.CharField(blank=True, max_length=250, verbose_name="what I want from this day")),
                ("agreed_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "agreement",
                "verbose_name_plural": "agreements",
                "ordering": ["visit", "agreed_at"],
            },
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Queued"),
                            ("rendering", "Rendering"),
                            ("ready", "Ready"),
                            ("waiting", "Waiting to be tried again"),
                            ("failed", "Failed"),
                        ],
                        default="queued",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("error", models.TextField(blank=True)),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="failed attempts")),
                ("again_at", models.DateTimeField(blank=True, null=True, verbose_name="tried again at")),
                ("ready_at", models.DateTimeField(blank=True, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("certificates", "All certificates"), ("departments", "All department reports")],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("en-gb", "English"),
                            ("de", "German"),
                            ("fr", "French"),
                            ("es", "Spanish"),
                            ("ar", "Arabic"),
                        ],
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
                ("archive", models.BinaryField(blank=True, null=True)),
                ("merged", models.BinaryField(blank=True, null=True)),
                ("asked_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "batch of documents",
                "verbose_name_plural": "batches of documents",
                "ordering": ["-asked_at"],
            },
        ),
        migrations.CreateModel(
            name="Brief",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("en-gb", "English"),
                            ("de", "German"),
                            ("fr", "French"),
                            ("es", "Spanish"),
                            ("ar", "Arabic"),
                        ],
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("queued", "Queued"), ("ready", "Ready"), ("failed", "Failed")],
                        default="queued",
                        max_length=6,
                        verbose_name="state",
                    ),
                ),
                ("content", models.BinaryField(blank=True, null=True)),
                ("error", models.TextField(blank=True)),
                ("asked_at", models.DateTimeField()),
                ("ready_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "brief",
                "verbose_name_plural": "briefs",
                "ordering": ["-asked_at"],
            },
        ),
        migrations.CreateModel(
            name="CalendarChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveBigIntegerField(db_default=1, default=1)),
            ],
            options={
                "verbose_name": "calendar change",
                "verbose_name_plural": "calendar changes",
            },
        ),
        migrations.CreateModel(
            name="CalendarInvitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("address", models.EmailField(max_length=254, verbose_name="address")),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("REQUEST", "Invitation"),
                            ("CANCEL", "Cancellation"),
                            ("DECLINECOUNTER", "Proposed time declined"),
                        ],
                        max_length=14,
                    ),
                ),
                ("sequence", models.PositiveIntegerField()),
                ("facts", models.CharField(max_length=64)),
                ("words", models.CharField(max_length=64)),
                ("told_at", models.DateTimeField()),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("NEEDS-ACTION", "No answer yet"),
                            ("ACCEPTED", "Accepted"),
                            ("TENTATIVE", "Maybe"),
                            ("DECLINED", "Declined"),
                        ],
                        default="NEEDS-ACTION",
                        max_length=12,
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("reply_stamp", models.DateTimeField(blank=True, null=True)),
                ("comment", models.TextField(blank=True, max_length=2000)),
                ("is_claimed", models.BooleanField(default=False)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("resent_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "calendar invitation",
                "verbose_name_plural": "calendar invitations",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="CalendarPreview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("reading", models.JSONField(default=dict)),
                ("read_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "calendar preview",
                "verbose_name_plural": "calendar previews",
            },
        ),
        migrations.CreateModel(
            name="Champion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Asked"),
                            ("accepted", "Champion"),
                            ("declined", "Said no"),
                            ("ended", "Ended"),
                        ],
                        default="asked",
                        max_length=8,
                    ),
                ),
                ("asked_on", models.DateField()),
                ("since", models.DateField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "champion",
                "verbose_name_plural": "champions",
                "ordering": ["department__name", "person__name"],
            },
        ),
        migrations.CreateModel(
            name="ChampionNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("on", models.DateField(verbose_name="date")),
                ("text", models.CharField(max_length=300, verbose_name="what I did")),
            ],
            options={
                "verbose_name": "champion's note",
                "verbose_name_plural": "champions' notes",
                "ordering": ["-on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ChangeMade",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[("changed", "We changed it"), ("kept", "We kept it, and say why")],
                        default="changed",
                        max_length=7,
                        verbose_name="what came of it",
                    ),
                ),
                ("text", models.TextField(max_length=2000, verbose_name="what we did")),
                ("on", models.DateField(verbose_name="date")),
            ],
            options={
                "verbose_name": "change made",
                "verbose_name_plural": "changes made",
                "ordering": ["-on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Clearance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "item",
                    models.CharField(
                        choices=[
                            ("badge", "Badge"),
                            ("data", "Data"),
                            ("safety", "Health and safety"),
                            ("prerequisites", "What visitors need before"),
                        ],
                        max_length=13,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("declared", "the visitor says so"),
                            ("checked", "checked by the host"),
                            ("waived", "cleared by the programme lead"),
                        ],
                        max_length=8,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("until_on", models.DateField(blank=True, null=True, verbose_name="valid until")),
                ("reason", models.CharField(blank=True, max_length=250, verbose_name="reason")),
            ],
            options={
                "verbose_name": "clearance",
                "verbose_name_plural": "clearances",
                "ordering": ["visit", "item"],
            },
        ),
        migrations.CreateModel(
            name="Coding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("coded_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "coding",
                "verbose_name_plural": "codings",
                "ordering": ["coded_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Concern",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("time", "The time away"),
                            ("judged", "Being judged"),
                            ("relevance", "Not relevant to my job"),
                            ("confidential", "Confidentiality"),
                            ("job", "Job security"),
                            ("other", "Something else"),
                        ],
                        default="other",
                        max_length=12,
                        verbose_name="about",
                    ),
                ),
                ("text", models.TextField(max_length=2000, verbose_name="concern")),
                ("token_hash", models.CharField(blank=True, max_length=64, null=True, unique=True)),
                ("filed_on", models.DateField(verbose_name="raised on")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("raised", "Raised"),
                            ("taken_on", "Taken on"),
                            ("answered", "Answered"),
                            ("merged", "Merged"),
                            ("held", "Not listed"),
                        ],
                        default="raised",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="answer until")),
                ("answer", models.TextField(blank=True, max_length=4000, verbose_name="answer")),
                ("answered_on", models.DateField(blank=True, null=True)),
                ("held_because", models.CharField(blank=True, max_length=500, verbose_name="why it is not listed")),
            ],
            options={
                "verbose_name": "concern",
                "verbose_name_plural": "concerns",
                "ordering": ["filed_on", "id"],
            },
        ),
        migrations.CreateModel(
            name="ConcernReply",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("text", models.TextField(max_length=2000, verbose_name="reply")),
                ("said_on", models.DateField()),
                ("turn", models.PositiveIntegerField()),
            ],
            options={
                "verbose_name": "reply",
                "verbose_name_plural": "replies",
                "ordering": ["turn"],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "answer",
                    models.CharField(
                        choices=[("pending", "Not answered yet"), ("yes", "Agrees"), ("no", "Does not agree")],
                        default="pending",
                        max_length=7,
                        verbose_name="answer",
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "consent",
                "verbose_name_plural": "consents",
                "ordering": ["person__name", "id"],
            },
        ),
        migrations.CreateModel(
            name="Consultation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("text", models.TextField(max_length=8000, verbose_name="draft")),
                ("opened_on", models.DateField()),
                ("closes_on", models.DateField(verbose_name="comments until")),
            ],
            options={
                "verbose_name": "draft open for comment",
                "verbose_name_plural": "drafts open for comment",
                "ordering": ["-closes_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="CoverageFloor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("from_on", models.DateField(verbose_name="from")),
                ("until_on", models.DateField(verbose_name="until")),
                ("least", models.PositiveSmallIntegerField(verbose_name="at least")),
                ("is_required", models.BooleanField(default=False, verbose_name="required")),
            ],
            options={
                "verbose_name": "coverage floor",
                "verbose_name_plural": "coverage floors",
                "ordering": ["from_on", "department__name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="DayEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("uid", models.UUIDField(editable=False, unique=True)),
                ("sequence", models.PositiveIntegerField(default=0)),
                (
                    "status",
                    models.CharField(
                        choices=[("TENTATIVE", "Tentative"), ("CONFIRMED", "Confirmed"), ("CANCELLED", "Cancelled")],
                        max_length=9,
                    ),
                ),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "event of a hosting day",
                "verbose_name_plural": "events of hosting days",
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("text", models.TextField(max_length=500, verbose_name="what was decided")),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "decision",
                "verbose_name_plural": "decisions",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="DepartmentSystem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("name", models.CharField(max_length=80, verbose_name="system")),
                ("purpose", models.CharField(max_length=200, verbose_name="what it is used for")),
            ],
            options={
                "verbose_name": "system",
                "verbose_name_plural": "systems",
                "ordering": ["name"],
            },
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
                ("why", models.CharField(blank=True, max_length=250, verbose_name="why")),
                ("at", models.DateTimeField(verbose_name="at")),
            ],
            options={
                "verbose_name": "edit of a draft",
                "verbose_name_plural": "edits of drafts",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="FaceCard",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("sentence", models.CharField(blank=True, max_length=160, verbose_name="how I like to work")),
                ("languages", models.CharField(blank=True, max_length=120, verbose_name="languages I speak")),
                ("photo", models.BinaryField(blank=True, null=True)),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "face card",
                "verbose_name_plural": "face cards",
            },
        ),
        migrations.CreateModel(
            name="FigureRelease",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("tables", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                ("released_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "release of feedback",
                "verbose_name_plural": "releases of feedback",
                "ordering": ["released_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Finding",
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
                            ("pain", "Pain"),
                            ("idea", "Idea"),
                            ("praise", "Praise"),
                            ("knowledge_gap", "Knowledge gap"),
                            ("legacy_system", "Legacy system"),
                        ],
                        max_length=13,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="title")),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "finding",
                "verbose_name_plural": "findings",
                "ordering": ["title", "id"],
            },
        ),
        migrations.CreateModel(
            name="GlossaryEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("their_word", models.CharField(max_length=80, verbose_name="the department says")),
                ("our_word", models.CharField(max_length=80, verbose_name="IT says")),
                ("meaning", models.CharField(blank=True, max_length=250, verbose_name="what is meant")),
                ("added_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "glossary entry",
                "verbose_name_plural": "glossary entries",
                "ordering": ["their_word", "our_word"],
            },
        ),
        migrations.CreateModel(
            name="HostBudget",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("hours_per_month", models.PositiveSmallIntegerField(verbose_name="hosting hours a month")),
            ],
            options={
                "verbose_name": "host's budget",
                "verbose_name_plural": "hosts' budgets",
                "ordering": ["person__name"],
            },
        ),
        migrations.CreateModel(
            name="HostRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("about", models.CharField(max_length=80)),
                ("subject", models.CharField(max_length=150, verbose_name="subject")),
                ("text", models.TextField(max_length=2000, verbose_name="message")),
                ("sent_at", models.DateTimeField(verbose_name="sent at")),
            ],
            options={
                "verbose_name": "message to a host",
                "verbose_name_plural": "messages to hosts",
                "ordering": ["-sent_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="ImportedCalendar",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("freeze", "Change-freeze calendar"), ("roster", "On-call roster")],
                        max_length=6,
                        verbose_name="kind",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("is_soft", models.BooleanField(default=False, verbose_name="only a warning")),
                ("read_at", models.DateTimeField(verbose_name="read at")),
                ("counts", models.JSONField(default=dict)),
                ("seal_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("sealed_address", models.BinaryField(null=True)),
                ("shown_address", models.CharField(blank=True, editable=False, max_length=120)),
                ("etag", models.CharField(blank=True, editable=False, max_length=200)),
                ("modified", models.CharField(blank=True, editable=False, max_length=200)),
                ("next_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("failures", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("problem", models.TextField(blank=True, editable=False)),
            ],
            options={
                "verbose_name": "imported calendar",
                "verbose_name_plural": "imported calendars",
                "ordering": ["kind", "name"],
            },
        ),
        migrations.CreateModel(
            name="Insight",
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
                            ("pain", "Pain"),
                            ("idea", "Idea"),
                            ("praise", "Praise"),
                            ("knowledge_gap", "Knowledge gap"),
                            ("legacy_system", "Legacy system"),
                        ],
                        max_length=13,
                        verbose_name="kind",
                    ),
                ),
                ("text", models.TextField(max_length=500, verbose_name="the words")),
                (
                    "visibility",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Only me"),
                            (1, "The other side of this visit"),
                            (2, "The other side and the programme lead"),
                            (3, "Everyone who takes part"),
                            (4, "Everyone, and it may be quoted in reports"),
                        ],
                        verbose_name="who may read it",
                    ),
                ),
                ("cut_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "insight",
                "verbose_name_plural": "insights",
                "ordering": ["-cut_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="ItContact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
            ],
            options={
                "verbose_name": "contact in IT",
                "verbose_name_plural": "contacts in IT",
                "ordering": ["department__name"],
            },
        ),
        migrations.CreateModel(
            name="Listing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "is_listed",
                    models.BooleanField(
                        default=True,
                        help_text="Off: your name is offered to nobody and disappears from everyone's contacts.",
                        verbose_name="Others may name me",
                    ),
                ),
                (
                    "introduces",
                    models.BooleanField(
                        default=False,
                        help_text="People who know nobody in a department where you do may see that you can introduce them.",
                        verbose_name="I introduce colleagues",
                    ),
                ),
            ],
            options={
                "verbose_name": "listing",
                "verbose_name_plural": "listings",
            },
        ),
        migrations.CreateModel(
            name="MatchingRules",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "choice_weight",
                    models.PositiveSmallIntegerField(default=50, verbose_name="place on the visitor's list"),
                ),
                (
                    "goals_weight",
                    models.PositiveSmallIntegerField(default=15, verbose_name="what the visitor wants to learn"),
                ),
                (
                    "asked_weight",
                    models.PositiveSmallIntegerField(default=15, verbose_name="whom the department asks for"),
                ),
                (
                    "newness_weight",
                    models.PositiveSmallIntegerField(default=15, verbose_name="new ties between team and department"),
                ),
                (
                    "owed_weight",
                    models.PositiveSmallIntegerField(default=5, verbose_name="people who missed out last time"),
                ),
                (
                    "only_listed",
                    models.BooleanField(default=True, verbose_name="only departments on the visitor's list"),
                ),
                ("balances_hosts", models.BooleanField(default=True, verbose_name="balance visits between hosts")),
            ],
            options={
                "verbose_name": "rules of matching",
                "verbose_name_plural": "rules of matching",
            },
        ),
        migrations.CreateModel(
            name="Measure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("name", models.CharField(max_length=120, verbose_name="what is measured")),
                ("unit", models.CharField(blank=True, max_length=20, verbose_name="unit")),
                (
                    "direction",
                    models.CharField(
                        choices=[("up", "up"), ("down", "down")], default="up", max_length=4, verbose_name="should go"
                    ),
                ),
                ("baseline", models.DecimalField(decimal_places=3, max_digits=15, verbose_name="where it began")),
                ("baseline_on", models.DateField(verbose_name="measured on")),
                ("target", models.DecimalField(decimal_places=3, max_digits=15, verbose_name="target")),
                ("target_on", models.DateField(verbose_name="to be reached on")),
                ("every_days", models.PositiveSmallIntegerField(default=31, verbose_name="days between two readings")),
                (
                    "gap_item",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("D1", "IT makes a critical difference to how well our business performs."),
                            ("D2", "IT's priorities are in step with what the business is trying to achieve."),
                            ("D3r", "IT mostly works to its own agenda."),
                            ("D4", "IT is on the side of the departments it works with."),
                            ("D5", "IT and the other departments work as one."),
                            ("D6", "IT works with the rest of the business, not just for it."),
                        ],
                        max_length=4,
                        verbose_name="perception gap on",
                    ),
                ),
            ],
            options={
                "verbose_name": "measure",
                "verbose_name_plural": "measures",
                "ordering": ["objective", "id"],
            },
        ),
        migrations.CreateModel(
            name="Milestone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("title", models.CharField(max_length=120, verbose_name="milestone")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("by_hand", "A lead says so"),
                            ("first", "The first visit"),
                            ("visits", "A number of visits"),
                            ("all_depts", "Each host department visited"),
                            ("baseline", "The baseline is closed"),
                            ("quick_win", "The first quick win"),
                        ],
                        default="by_hand",
                        max_length=9,
                        verbose_name="what reaches it",
                    ),
                ),
                ("target", models.PositiveIntegerField(blank=True, null=True, verbose_name="how many visits")),
                ("due_on", models.DateField(verbose_name="planned for")),
                ("reached_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "milestone",
                "verbose_name_plural": "milestones",
                "ordering": ["due_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Objective",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("title", models.CharField(max_length=120, verbose_name="what we want to reach")),
                ("why", models.TextField(max_length=1000, verbose_name="why")),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(verbose_name="until")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("agreed", "Agreed"), ("closed", "Closed")],
                        default="draft",
                        max_length=6,
                        verbose_name="state",
                    ),
                ),
                ("it_agreed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("agreed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("closed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("outcome", models.TextField(blank=True, max_length=1000, verbose_name="what came of it")),
                ("changed_at", models.DateTimeField(editable=False)),
            ],
            options={
                "verbose_name": "objective",
                "verbose_name_plural": "objectives",
                "ordering": ["department__name", "title", "id"],
            },
        ),
        migrations.CreateModel(
            name="PersonalDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Queued"),
                            ("rendering", "Rendering"),
                            ("ready", "Ready"),
                            ("waiting", "Waiting to be tried again"),
                            ("failed", "Failed"),
                        ],
                        default="queued",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("error", models.TextField(blank=True)),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="failed attempts")),
                ("again_at", models.DateTimeField(blank=True, null=True, verbose_name="tried again at")),
                ("ready_at", models.DateTimeField(blank=True, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("certificate", "Certificate"),
                            ("thanks", "Thank-you to the host"),
                            ("journal", "Own journal"),
                            ("run", "Matching run record"),
                            ("pair", "Brief of two departments"),
                        ],
                        max_length=11,
                        verbose_name="kind",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("en-gb", "English"),
                            ("de", "German"),
                            ("fr", "French"),
                            ("es", "Spanish"),
                            ("ar", "Arabic"),
                        ],
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                ("data", models.JSONField(default=dict)),
                ("sealed", models.BinaryField(blank=True, null=True)),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("content", models.BinaryField(blank=True, null=True)),
                ("file_sha256", models.CharField(blank=True, db_index=True, max_length=64)),
                ("asked_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "personal document",
                "verbose_name_plural": "personal documents",
                "ordering": ["-asked_at"],
            },
        ),
        migrations.CreateModel(
            name="Photo",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("seal_id", models.UUIDField(unique=True)),
                ("sealed", models.BinaryField()),
                ("description", models.CharField(max_length=200, verbose_name="what it shows")),
                ("width", models.PositiveSmallIntegerField()),
                ("height", models.PositiveSmallIntegerField()),
            ],
            options={
                "verbose_name": "photo",
                "verbose_name_plural": "photos",
                "ordering": ["reflection", "id"],
            },
        ),
        migrations.CreateModel(
            name="PlannedMessage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("enroll", "Enrolment"),
                            ("before", "Before the visits"),
                            ("during", "During the visits"),
                            ("after", "After the visits"),
                        ],
                        default="enroll",
                        max_length=8,
                        verbose_name="stage",
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("everyone", "Everybody who takes part"),
                            ("visitors", "Visitors"),
                            ("hosts", "Hosts"),
                            ("managers", "Line managers"),
                            ("dep_leads", "Department leads"),
                            ("sponsors", "Sponsors"),
                        ],
                        default="everyone",
                        max_length=9,
                        verbose_name="audience",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("letter", "Letter from Exchange"),
                            ("meeting", "Meeting"),
                            ("page", "Intranet or chat"),
                            ("other", "Another way"),
                        ],
                        default="letter",
                        max_length=7,
                        verbose_name="how",
                    ),
                ),
                ("subject", models.CharField(max_length=120, verbose_name="what is said")),
                ("text", models.TextField(blank=True, max_length=4000, verbose_name="text of the letter")),
                ("planned_on", models.DateField(verbose_name="planned for")),
                ("said_on", models.DateField(blank=True, null=True)),
                ("letters", models.PositiveIntegerField(blank=True, null=True)),
                ("evidence", models.CharField(blank=True, max_length=300, verbose_name="where it can be seen")),
            ],
            options={
                "verbose_name": "planned message",
                "verbose_name_plural": "planned messages",
                "ordering": ["planned_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Preferences",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("choices", models.JSONField(default=dict)),
                ("quiet_from", models.TimeField(blank=True, null=True, verbose_name="quiet from")),
                ("quiet_until", models.TimeField(blank=True, null=True, verbose_name="quiet until")),
                ("quiet_days", models.CharField(blank=True, max_length=7, verbose_name="quiet days")),
                (
                    "digest_weekday",
                    models.PositiveSmallIntegerField(blank=True, default=0, null=True, verbose_name="weekly digest on"),
                ),
                ("digest_on", models.DateField(blank=True, editable=False, null=True)),
            ],
            options={
                "verbose_name": "mail preferences",
                "verbose_name_plural": "mail preferences",
                "ordering": ["person"],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("comment", models.TextField(blank=True, max_length=2000)),
                ("is_claimed", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("accepted", "Accepted"),
                            ("refused", "Refused"),
                            ("lapsed", "Lapsed"),
                        ],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("proposed_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "proposed time",
                "verbose_name_plural": "proposed times",
                "ordering": ["-proposed_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="PulsePlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("days_open", models.PositiveSmallIntegerField(default=10, verbose_name="days to answer")),
                (
                    "sample_percent",
                    models.PositiveSmallIntegerField(default=100, verbose_name="share of the people who are asked"),
                ),
                ("is_on", models.BooleanField(default=True, verbose_name="ask each month")),
                ("refused_on", models.DateField(blank=True, null=True)),
                ("refused_because", models.TextField(blank=True)),
            ],
            options={
                "verbose_name": "pulse plan",
                "verbose_name_plural": "pulse plans",
            },
        ),
        migrations.CreateModel(
            name="PulseTask",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("group", models.CharField(max_length=120, verbose_name="group")),
                (
                    "element",
                    models.CharField(
                        choices=[
                            ("P1", "Knowing why"),
                            ("P2", "Wanting to"),
                            ("P3", "Knowing how"),
                            ("P4", "Being able to"),
                            ("P5", "Making it last"),
                        ],
                        max_length=2,
                        verbose_name="element",
                    ),
                ),
                ("text", models.CharField(max_length=300, verbose_name="what is done")),
                ("due_on", models.DateField(verbose_name="until when")),
                ("done_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "task from a pulse",
                "verbose_name_plural": "tasks from pulses",
                "ordering": ["due_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Quote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("text", models.TextField(blank=True, max_length=400, verbose_name="the words")),
                (
                    "attribution",
                    models.CharField(
                        choices=[
                            ("none", "Without a name"),
                            ("role", "By role: a visitor, a host"),
                            ("department", "By role and department"),
                            ("name", "With my name"),
                        ],
                        max_length=10,
                        verbose_name="attribution",
                    ),
                ),
                (
                    "destination",
                    models.CharField(
                        choices=[
                            ("board", "Executive page"),
                            ("program", "Programme report"),
                            ("department", "Department report"),
                        ],
                        max_length=10,
                        verbose_name="for which report",
                    ),
                ),
                (
                    "tone",
                    models.CharField(
                        choices=[("supportive", "Supportive"), ("critical", "Critical")],
                        max_length=10,
                        verbose_name="tone",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Asked"),
                            ("consented", "Consented"),
                            ("declined", "Declined"),
                            ("printed", "Printed"),
                        ],
                        default="asked",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("consented_text", models.TextField(blank=True)),
                ("consented_terms", models.CharField(blank=True, max_length=40)),
                ("terms", models.CharField(max_length=40)),
                ("asked_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("printed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "quote",
                "verbose_name_plural": "quotes",
                "ordering": ["-asked_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Rating",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("handle", models.CharField(blank=True, default="", max_length=32)),
                ("answers", models.JSONField()),
            ],
            options={
                "verbose_name": "rating of a department",
                "verbose_name_plural": "ratings of departments",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("on", models.DateField(verbose_name="day")),
                ("value", models.DecimalField(decimal_places=3, max_digits=15, verbose_name="value")),
                ("source", models.CharField(blank=True, max_length=250, verbose_name="source")),
                ("note", models.CharField(blank=True, max_length=250, verbose_name="note")),
                ("at", models.DateTimeField()),
                ("is_standing", models.BooleanField(default=True, editable=False)),
                ("wave", models.PositiveBigIntegerField(blank=True, editable=False, null=True)),
            ],
            options={
                "verbose_name": "reading",
                "verbose_name_plural": "readings",
                "ordering": ["on", "id"],
            },
        ),
        migrations.CreateModel(
            name="ReceivedMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("message_id", models.CharField(blank=True, db_index=True, max_length=250)),
                ("received_at", models.DateTimeField(verbose_name="received at")),
                ("sender", models.CharField(blank=True, max_length=254, verbose_name="from")),
                ("recipient", models.CharField(blank=True, max_length=254, verbose_name="to")),
                ("subject", models.CharField(blank=True, max_length=250, verbose_name="subject")),
                ("text", models.TextField(blank=True)),
                ("raw", models.BinaryField(blank=True, null=True)),
                ("method", models.CharField(blank=True, max_length=20)),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("answered", "Answer kept"),
                            ("claimed", "Answer waits for the person"),
                            ("proposed", "Another time proposed"),
                            ("refreshed", "Invitation sent again"),
                            ("nothing", "Says nothing new"),
                            ("stale", "Answers an older invitation"),
                            ("closed", "The visit is over or called off"),
                            ("automatic", "Written by a machine"),
                            ("bounced", "A letter came back"),
                            ("stranger", "From somebody who is not invited"),
                            ("unknown", "About no visit of ours"),
                            ("unreadable", "No answer that can be read"),
                        ],
                        max_length=10,
                        verbose_name="what became of it",
                    ),
                ),
                ("handled_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "received mail",
                "verbose_name_plural": "received mails",
                "ordering": ["-received_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Remark",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("text", models.TextField(max_length=2000, verbose_name="comment")),
                ("said_on", models.DateField()),
                ("is_held", models.BooleanField(default=False)),
            ],
            options={
                "verbose_name": "comment on a draft",
                "verbose_name_plural": "comments on drafts",
                "ordering": ["said_on", "id"],
            },
        ),
        migrations.CreateModel(
            name="Repair",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asking", "Waiting for answers"),
                            ("applied", "Done"),
                            ("refused", "Somebody said no"),
                            ("expired", "Not answered in time"),
                            ("failed", "Not possible any more"),
                            ("withdrawn", "Taken back by the lead"),
                        ],
                        default="asking",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                ("expires_at", models.DateTimeField(verbose_name="expires at")),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("refusals", models.JSONField(default=list)),
            ],
            options={
                "verbose_name": "repair",
                "verbose_name_plural": "repairs",
                "ordering": ["-asked_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="RepairMove",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("number", models.PositiveSmallIntegerField()),
            ],
            options={
                "verbose_name": "change of a repair",
                "verbose_name_plural": "changes of repairs",
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("sequence", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "Planned"), ("held", "Held"), ("called_off", "Called off")],
                        default="planned",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="starts")),
                ("ends_at", models.DateTimeField(verbose_name="ends")),
                ("zone", models.CharField(max_length=64)),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="where")),
                ("called_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("held_at", models.DateTimeField(blank=True, null=True)),
                ("summary", models.TextField(blank=True, max_length=2000, verbose_name="what was said")),
            ],
            options={
                "verbose_name": "pair review",
                "verbose_name_plural": "pair reviews",
                "ordering": ["-starts_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="ReviewGuest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
            ],
            options={
                "verbose_name": "guest of a review",
                "verbose_name_plural": "guests of reviews",
                "ordering": ["person__name", "id"],
            },
        ),
        migrations.CreateModel(
            name="Risk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("text", models.CharField(max_length=250, verbose_name="risk")),
                ("likelihood", models.PositiveSmallIntegerField(default=3, verbose_name="likelihood")),
                ("impact", models.PositiveSmallIntegerField(default=3, verbose_name="impact")),
                ("mitigation", models.TextField(blank=True, max_length=2000, verbose_name="what we do about it")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("watched", "Watched"),
                            ("reduced", "Being reduced"),
                            ("taken", "Accepted"),
                            ("occurred", "Has happened"),
                            ("over", "Over"),
                        ],
                        default="watched",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("review_on", models.DateField(verbose_name="next review")),
                ("reviewed_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "risk",
                "verbose_name_plural": "risks",
                "ordering": ["review_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="RoadmapItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("title", models.CharField(max_length=160, verbose_name="title")),
                ("system", models.CharField(blank=True, max_length=80, verbose_name="system")),
                (
                    "link",
                    models.URLField(
                        blank=True,
                        validators=[django.core.validators.URLValidator(schemes=["https"])],
                        verbose_name="link",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("idea", "Idea"),
                            ("planned", "Planned"),
                            ("in_progress", "In progress"),
                            ("done", "Done"),
                            ("dropped", "Dropped"),
                        ],
                        default="idea",
                        max_length=11,
                        verbose_name="state",
                    ),
                ),
            ],
            options={
                "verbose_name": "roadmap item",
                "verbose_name_plural": "roadmap items",
                "ordering": ["title", "id"],
            },
        ),
        migrations.CreateModel(
            name="Roster",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("closes_on", models.DateField(verbose_name="last day")),
                (
                    "comparison",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="Drawn from IT people who don't take part. Later rounds ask the same people again.",
                        verbose_name="people for comparison",
                    ),
                ),
                ("seed", models.PositiveIntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("open", "Open"), ("closed", "Closed")],
                        default="draft",
                        max_length=6,
                    ),
                ),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "roster",
                "verbose_name_plural": "rosters",
                "ordering": ["cohort", "id"],
            },
        ),
        migrations.CreateModel(
            name="RosterPlace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[("visitor", "Visitor"), ("host", "Host"), ("comparison", "For comparison")],
                        max_length=10,
                    ),
                ),
                ("consented_on", models.DateField(blank=True, null=True)),
                ("declined_on", models.DateField(blank=True, null=True)),
                ("done_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "place in a roster",
                "verbose_name_plural": "places in rosters",
                "ordering": ["roster", "id"],
            },
        ),
        migrations.CreateModel(
            name="RosterRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
            ],
            options={
                "verbose_name": "row of a roster",
                "verbose_name_plural": "rows of rosters",
                "ordering": ["place", "id"],
            },
        ),
        migrations.CreateModel(
            name="Schedule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "edition",
                    models.CharField(
                        choices=[
                            ("board", "Executive page"),
                            ("program", "Programme report"),
                            ("department", "Department report"),
                            ("privacy", "Privacy annex"),
                        ],
                        max_length=12,
                        verbose_name="edition",
                    ),
                ),
                (
                    "rhythm",
                    models.CharField(
                        choices=[("monthly", "Every month"), ("release", "When a survey wave is released")],
                        max_length=8,
                        verbose_name="when",
                    ),
                ),
                ("set_at", models.DateTimeField()),
                ("last_period", models.CharField(blank=True, max_length=24)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("asked", "Stopped by hand"),
                            ("owner", "Whoever set it up no longer leads the programme"),
                            ("reader", "The reader may no longer read it"),
                            ("archived", "The cohort is archived"),
                        ],
                        max_length=8,
                    ),
                ),
            ],
            options={
                "verbose_name": "scheduled report",
                "verbose_name_plural": "scheduled reports",
                "ordering": ["set_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[("lead", "Programme lead"), ("sponsor", "Sponsor")], max_length=7, verbose_name="part"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="signed at")),
            ],
            options={
                "verbose_name": "signature",
                "verbose_name_plural": "signatures",
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Skill",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="name")),
            ],
            options={
                "verbose_name": "skill",
                "verbose_name_plural": "skills",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="SponsorAction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("text", models.CharField(max_length=250, verbose_name="what")),
                ("planned_on", models.DateField(verbose_name="planned for")),
                ("done_on", models.DateField(blank=True, null=True)),
                ("evidence", models.CharField(blank=True, max_length=300, verbose_name="where it can be seen")),
            ],
            options={
                "verbose_name": "sponsor action",
                "verbose_name_plural": "sponsor actions",
                "ordering": ["planned_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="SquadMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("joined_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "squad member",
                "verbose_name_plural": "squad members",
                "ordering": ["joined_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Strategy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("statement", models.TextField(max_length=2000, verbose_name="where the company is going")),
                ("part_of_it", models.TextField(max_length=2000, verbose_name="IT's part in it")),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "strategy",
                "verbose_name_plural": "strategies",
                "ordering": ["program"],
            },
        ),
        migrations.CreateModel(
            name="StrategyCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("goal", models.TextField(blank=True, max_length=600)),
                ("part", models.TextField(blank=True, max_length=600)),
                ("sentence", models.TextField(blank=True, max_length=600)),
                ("answered_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "strategy check",
                "verbose_name_plural": "strategy checks",
            },
        ),
        migrations.CreateModel(
            name="SystemOwner",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("name", models.CharField(max_length=80, verbose_name="system")),
            ],
            options={
                "verbose_name": "owner of a system",
                "verbose_name_plural": "owners of systems",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Thanks",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("words", models.CharField(blank=True, max_length=200, verbose_name="a line of thanks")),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "thank-you",
                "verbose_name_plural": "thank-yous",
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="ThankYou",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("text", models.CharField(max_length=500, verbose_name="thank you for")),
                ("sent_at", models.DateTimeField()),
                ("is_public", models.BooleanField(null=True)),
            ],
            options={
                "verbose_name": "thank-you",
                "verbose_name_plural": "thank-yous",
                "ordering": ["-sent_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Theme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "key",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("shared_goals", "Shared goals"),
                            ("language", "Language and jargon"),
                            ("waiting", "Waiting and response"),
                            ("tools", "Tools that don't fit the work"),
                            ("unseen_work", "Unseen work"),
                            ("connection", "Human connection"),
                            ("respect", "Respect"),
                            ("informed", "Being kept informed"),
                            ("priorities", "Priorities clash"),
                            ("quick_win", "Quick win"),
                            ("concern", "Concern"),
                            ("to_spread", "Idea to spread"),
                        ],
                        max_length=12,
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=60, verbose_name="name")),
            ],
            options={
                "verbose_name": "theme",
                "verbose_name_plural": "themes",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="VisitForm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("visitor", "Visitor"), ("host", "Host")], max_length=7, verbose_name="role"
                    ),
                ),
                (
                    "readers",
                    models.CharField(
                        choices=[("open", "Both sides and the programme lead"), ("lead", "The programme lead only")],
                        max_length=4,
                        verbose_name="who reads it",
                    ),
                ),
                ("asked_on", models.DateField()),
                ("reminded_on", models.DateField(blank=True, null=True)),
                ("done_on", models.DateField(blank=True, null=True)),
                ("answers", models.JSONField(blank=True, default=dict)),
            ],
            options={
                "verbose_name": "form after a visit",
                "verbose_name_plural": "forms after visits",
                "ordering": ["asked_on", "id"],
            },
        ),
        migrations.CreateModel(
            name="VisitorWish",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "strength",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Welcome"), (2, "Wanted"), (3, "Most wanted")], default=2, verbose_name="how much"
                    ),
                ),
            ],
            options={
                "verbose_name": "wish about visitors",
                "verbose_name_plural": "wishes about visitors",
                "ordering": ["department__name", "-strength", "pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="tie",
            name="one_tie_per_visit_and_pair",
        ),
        migrations.AddField(
            model_name="blackout",
            name="end_time",
            field=models.TimeField(blank=True, null=True, verbose_name="ends"),
        ),
        migrations.AddField(
            model_name="blackout",
            name="ends_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="blackout",
            name="is_soft",
            field=models.BooleanField(default=False, verbose_name="only a warning"),
        ),
        migrations.AddField(
            model_name="blackout",
            name="number",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="how many"),
        ),
        migrations.AddField(
            model_name="blackout",
            name="repeats",
            field=models.CharField(
                choices=[
                    ("never", "On every date"),
                    ("weekly", "Every nth week, on a weekday"),
                    ("monthly", "Every month, on the nth weekday"),
                    ("month_start", "On the first n working days of each month"),
                    ("month_end", "On the last n working days of each month"),
                ],
                default="never",
                max_length=11,
                verbose_name="which of these dates",
            ),
        ),
        migrations.AddField(
            model_name="blackout",
            name="start_time",
            field=models.TimeField(blank=True, null=True, verbose_name="starts"),
        ),
        migrations.AddField(
            model_name="blackout",
            name="starts_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="blackout",
            name="weekday",
            field=models.PositiveSmallIntegerField(
                blank=True,
                choices=[
                    (0, "Monday"),
                    (1, "Tuesday"),
                    (2, "Wednesday"),
                    (3, "Thursday"),
                    (4, "Friday"),
                    (5, "Saturday"),
                    (6, "Sunday"),
                ],
                null=True,
                verbose_name="weekday",
            ),
        ),
        migrations.AddField(
            model_name="busysource",
            name="checked_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="checked at"),
        ),
        migrations.AddField(
            model_name="busysource",
            name="digest",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="busysource",
            name="doubted",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="busysource",
            name="etag",
            field=models.CharField(blank=True, editable=False, max_length=200),
        ),
        migrations.AddField(
            model_name="busysource",
            name="failing_since",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="busysource",
            name="failures",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="busysource",
            name="items",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="busysource",
            name="kind",
            field=models.CharField(
                choices=[("file", "File"), ("ics", "Calendar address (.ics)"), ("caldav", "CalDAV")],
                default="file",
                max_length=6,
                verbose_name="kind",
            ),
        ),
        migrations.AddField(
            model_name="busysource",
            name="modified",
            field=models.CharField(blank=True, editable=False, max_length=200),
        ),
        migrations.AddField(
            model_name="busysource",
            name="next_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="next time"),
        ),
        migrations.AddField(
            model_name="busysource",
            name="problem",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="busysource",
            name="seal_id",
            field=models.UUIDField(default=uuid.uuid4, editable=False),
        ),
        migrations.AddField(
            model_name="busysource",
            name="sealed_address",
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name="busysource",
            name="shown_address",
            field=models.CharField(blank=True, editable=False, max_length=120),
        ),
        migrations.AddField(
            model_name="busysource",
            name="zone",
            field=models.CharField(blank=True, max_length=64, verbose_name="time zone"),
        ),
        migrations.AddField(
            model_name="comment",
            name="handle",
            field=models.CharField(blank=True, default="", max_length=32),
        ),
        migrations.AddField(
            model_name="comment",
            name="state",
            field=models.CharField(
                choices=[("waiting", "Waiting"), ("released", "Shown"), ("held", "Held back")],
                default="waiting",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="commitment",
            name="confirmed_minutes",
            field=models.PositiveIntegerField(
                blank=True, null=True, verbose_name="minutes saved a month, as confirmed"
            ),
        ),
        migrations.AddField(
            model_name="commitment",
            name="estimated_minutes",
            field=models.PositiveIntegerField(
                blank=True, null=True, verbose_name="minutes saved a month, as estimated"
            ),
        ),
        migrations.AddField(
            model_name="commitment",
            name="friction",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="commitments",
                to="programs.friction",
                verbose_name="which friction it mends",
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="again_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="tried again at"),
        ),
        migrations.AddField(
            model_name="document",
            name="department",
            field=models.CharField(blank=True, max_length=40, verbose_name="department"),
        ),
        migrations.AddField(
            model_name="document",
            name="is_final",
            field=models.BooleanField(default=False, verbose_name="final"),
        ),
        migrations.AddField(
            model_name="document",
            name="sha256",
            field=models.CharField(blank=True, db_index=True, max_length=64),
        ),
        migrations.AddField(
            model_name="document",
            name="tries",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="failed attempts"),
        ),
        migrations.AddField(
            model_name="feedtoken",
            name="department",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="programs.department",
            ),
        ),
        migrations.AddField(
            model_name="feedtoken",
            name="program",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="programs.program",
            ),
        ),
        migrations.AddField(
            model_name="feedtoken",
            name="seen",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="friction",
            name="acknowledge_by",
            field=models.DateField(blank=True, null=True, verbose_name="to be taken on until"),
        ),
        migrations.AddField(
            model_name="friction",
            name="rung",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="friction",
            name="ticket",
            field=models.URLField(
                blank=True, validators=[django.core.validators.URLValidator(schemes=["https"])], verbose_name="ticket"
            ),
        ),
        migrations.AddField(
            model_name="headcount",
            name="people",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="hostingday",
            name="moved_from_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="moved from"),
        ),
        migrations.AddField(
            model_name="hostingday",
            name="opens_on_holiday",
            field=models.BooleanField(default=False, verbose_name="also on a public holiday"),
        ),
        migrations.AddField(
            model_name="hostingpattern",
            name="nth",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="1 to 4, and 5 for the last; empty for weekly days",
                null=True,
                verbose_name="nth of the month",
            ),
        ),
        migrations.AddField(
            model_name="instrument",
            name="family",
            field=models.SlugField(blank=True, default="", max_length=40),
        ),
        migrations.AddField(
            model_name="instrument",
            name="program",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="instruments",
                to="programs.program",
                verbose_name="programme",
            ),
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
            model_name="item",
            name="about",
            field=models.CharField(blank=True, default="", max_length=8, verbose_name="guess about"),
        ),
        migrations.AddField(
            model_name="item",
            name="is_per_department",
            field=models.BooleanField(default=False, verbose_name="asked for each department one works with"),
        ),
        migrations.AddField(
            model_name="item",
            name="options",
            field=models.JSONField(blank=True, default=list, verbose_name="list to choose from"),
        ),
        migrations.AddField(
            model_name="item",
            name="translations",
            field=models.JSONField(blank=True, default=dict, verbose_name="wording in other languages"),
        ),
        migrations.AddField(
            model_name="item",
            name="version",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="version"),
        ),
        migrations.AddField(
            model_name="letter",
            name="topic",
            field=models.CharField(
                blank=True,
                choices=[
                    ("promises", "Promises and frictions"),
                    ("contacts", "Contacts, introductions and what you wrote"),
                    ("surveys", "Surveys"),
                    ("objectives", "Objectives"),
                    ("change", "News of the programme"),
                    ("digest", "The weekly digest"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="linksalt",
            name="destroyed_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="offering",
            name="badge",
            field=models.CharField(
                choices=[
                    ("nothing", "Nothing"),
                    ("on_the_day", "On arrival, at the entrance"),
                    ("before", "Before the visit is confirmed"),
                ],
                default="nothing",
                max_length=10,
                verbose_name="badge",
            ),
        ),
        migrations.AddField(
            model_name="offering",
            name="bring",
            field=models.TextField(blank=True, max_length=500, verbose_name="what to bring"),
        ),
        migrations.AddField(
            model_name="offering",
            name="directions",
            field=models.TextField(blank=True, max_length=1000, verbose_name="how to get there"),
        ),
        migrations.AddField(
            model_name="offering",
            name="entrance",
            field=models.CharField(blank=True, max_length=120, verbose_name="entrance"),
        ),
        migrations.AddField(
            model_name="offering",
            name="horizon_days",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="How early a day can be booked; empty for any time",
                null=True,
                verbose_name="days ahead at most",
            ),
        ),
        migrations.AddField(
            model_name="offering",
            name="notice_days",
            field=models.PositiveSmallIntegerField(
                blank=True, help_text="Empty for the programme's", null=True, verbose_name="days of notice"
            ),
        ),
        migrations.AddField(
            model_name="offering",
            name="safety",
            field=models.CharField(
                choices=[
                    ("nothing", "Nothing"),
                    ("on_the_day", "On arrival, at the entrance"),
                    ("before", "Before the visit is confirmed"),
                ],
                default="nothing",
                max_length=10,
                verbose_name="safety instruction",
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="grade",
            field=models.CharField(blank=True, max_length=40, verbose_name="grade"),
        ),
        migrations.AddField(
            model_name="person",
            name="working_pattern",
            field=models.CharField(blank=True, max_length=40, verbose_name="working pattern"),
        ),
        migrations.AddField(
            model_name="placement",
            name="instead",
            field=models.JSONField(
                default=dict, help_text="the person's next best day: its key, its rank, points lost"
            ),
        ),
        migrations.AddField(
            model_name="program",
            name="feedback_readers",
            field=models.CharField(
                choices=[("open", "Both sides and the programme lead"), ("lead", "The programme lead only")],
                default="lead",
                max_length=4,
                verbose_name="who reads signed forms after visits",
            ),
        ),
        migrations.AddField(
            model_name="program",
            name="friction_working_days",
            field=models.PositiveSmallIntegerField(default=3, verbose_name="working days IT has to take on a friction"),
        ),
        migrations.AddField(
            model_name="program",
            name="quick_win_days",
            field=models.PositiveSmallIntegerField(
                default=90, verbose_name="days within which a kept promise is a quick win"
            ),
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
            model_name="snapshot",
            name="final_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="final since"),
        ),
        migrations.AddField(
            model_name="tie",
            name="after_days",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="visit",
            name="is_replaced",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="wave",
            name="early",
            field=models.BinaryField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="wave",
            name="early_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="wave",
            name="is_elsewhere",
            field=models.BooleanField(default=False, verbose_name="answered in another tool"),
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
            model_name="busysource",
            name="read_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="read at"),
        ),
        migrations.AlterField(
            model_name="document",
            name="edition",
            field=models.CharField(
                choices=[
                    ("board", "Executive page"),
                    ("program", "Programme report"),
                    ("department", "Department report"),
                    ("privacy", "Privacy annex"),
                ],
                default="program",
                max_length=12,
                verbose_name="edition",
            ),
        ),
        migrations.AlterField(
            model_name="document",
            name="state",
            field=models.CharField(
                choices=[
                    ("queued", "Queued"),
                    ("rendering", "Rendering"),
                    ("ready", "Ready"),
                    ("waiting", "Waiting to be tried again"),
                    ("failed", "Failed"),
                ],
                default="queued",
                max_length=9,
                verbose_name="state",
            ),
        ),
        migrations.AlterField(
            model_name="enrollment",
            name="reach",
            field=models.CharField(
                choices=[
                    ("anywhere", "Any site"),
                    ("own_site", "My own site only"),
                    ("near_zone", "Sites whose clock is within two hours of mine"),
                ],
                default="anywhere",
                max_length=9,
                verbose_name="where I can go",
            ),
        ),
        migrations.AlterField(
            model_name="feedtoken",
            name="kind",
            field=models.CharField(
                choices=[
                    ("personal", "My visits"),
                    ("hosting", "Visits I host"),
                    ("department", "Days of a department"),
                    ("program", "Days of a programme"),
                    ("blackouts", "Dates without visits"),
                ],
                default="personal",
                max_length=10,
                verbose_name="kind",
            ),
        ),
        migrations.AlterField(
            model_name="item",
            name="scale",
            field=models.CharField(
                choices=[
                    ("agreement", "Agreement, 1 to 5"),
                    ("frequency", "How often, 1 to 5"),
                    ("share", "Guess, 0 to 100 %"),
                    ("recommend", "Likelihood, 0 to 10"),
                    ("yes_no", "Yes or no"),
                    ("choices", "Any of a list"),
                    ("comment", "Own words"),
                ],
                default="agreement",
                max_length=9,
                verbose_name="scale",
            ),
        ),
        migrations.AlterField(
            model_name="letter",
            name="calendar_method",
            field=models.CharField(
                blank=True,
                choices=[
                    ("REQUEST", "Invitation"),
                    ("CANCEL", "Cancellation"),
                    ("DECLINECOUNTER", "Proposed time declined"),
                ],
                max_length=14,
            ),
        ),
        migrations.AlterField(
            model_name="letter",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "Waiting"),
                    ("sending", "Sending"),
                    ("sent", "Sent"),
                    ("dropped", "Not needed any more"),
                    ("failed", "Failed"),
                    ("bounced", "Came back"),
                    ("held", "Waits for the digest"),
                    ("folded", "Told in a digest"),
                ],
                default="waiting",
                max_length=8,
                verbose_name="state",
            ),
        ),
        migrations.AlterField(
            model_name="linksalt",
            name="value",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AlterField(
            model_name="matchingrun",
            name="failure",
            field=models.CharField(
                blank=True,
                choices=[
                    ("memory", "The search needed more memory than it may use. Try a smaller cohort or fewer days."),
                    (
                        "time",
                        "The search was stopped because it took far longer than allowed. Start it again with more time.",
                    ),
                    ("out_of_time", "No plan was found in the time given. Start it again with more time."),
                    ("cancelled", "The search was stopped by hand. Nothing was published."),
                    ("crashed", "The search ended with an error, which is in the log. Nothing was published."),
                    (
                        "conflict",
                        "Some locks or required floors can't hold together, or a locked visit isn't possible any more.",
                    ),
                ],
                max_length=11,
            ),
        ),
        migrations.AlterField(
            model_name="reflection",
            name="section",
            field=models.CharField(
                choices=[
                    ("before", "Before"),
                    ("during", "During"),
                    ("what", "What?"),
                    ("so_what", "So what?"),
                    ("now_what", "Now what?"),
                    ("later", "30 days later"),
                    ("host_saw", "What they noticed"),
                    ("host_learned", "What we learned"),
                    ("host_next", "What should follow"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="tie",
            name="before",
            field=models.PositiveSmallIntegerField(
                blank=True,
                choices=[
                    (0, "We don't know each other"),
                    (1, "I know the name"),
                    (2, "We have talked about work"),
                    (3, "We contact each other when needed"),
                    (4, "We solve problems together"),
                ],
                null=True,
            ),
        ),
        migrations.AlterField(
            model_name="tie",
            name="visit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="ties",
                to="programs.visit",
            ),
        ),
        migrations.AlterField(
            model_name="wave",
            name="kind",
            field=models.CharField(
                choices=[
                    ("baseline", "Baseline"),
                    ("midpoint", "Midpoint"),
                    ("end", "End"),
                    ("follow_up", "Follow-up"),
                    ("other", "Another questionnaire"),
                ],
                default="baseline",
                max_length=9,
                verbose_name="kind",
            ),
        ),
        migrations.AddIndex(
            model_name="busysource",
            index=models.Index(fields=["next_at"], name="programs_bu_next_at_9c4c56_idx"),
        ),
        migrations.AddConstraint(
            model_name="busysource",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "file"), ("sealed_address__isnull", True)),
                    models.Q(models.Q(("kind", "file"), _negated=True), ("sealed_address__isnull", False)),
                    _connector="OR",
                ),
                name="a_busy_source_is_a_file_or_has_an_address",
            ),
        ),
        migrations.AddConstraint(
            model_name="hostingpattern",
            constraint=models.CheckConstraint(
                condition=models.Q(("nth__isnull", True), models.Q(("nth__gte", 1), ("nth__lte", 5)), _connector="OR"),
                name="a_monthly_pattern_names_one_to_five",
            ),
        ),
        migrations.AddConstraint(
            model_name="wave",
            constraint=models.CheckConstraint(
                condition=models.Q(("sample_percent__gte", 1), ("sample_percent__lte", 100)),
                name="a_sample_is_1_to_100_percent",
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="visit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="agreements", to="programs.visit"
            ),
        ),
        migrations.AddField(
            model_name="batch",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="batch",
            name="cohort",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="batches",
                to="programs.cohort",
                verbose_name="cohort",
            ),
        ),
        migrations.AddField(
            model_name="batch",
            name="snapshot",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="batches",
                to="programs.snapshot",
            ),
        ),
        migrations.AddField(
            model_name="brief",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="calendarinvitation",
            name="letter",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="programs.letter",
            ),
        ),
        migrations.AddField(
            model_name="calendarinvitation",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="calendar_invitations",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="calendarinvitation",
            name="visit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="calendar_invitations",
                to="programs.visit",
            ),
        ),
        migrations.AddField(
            model_name="calendarpreview",
            name="person",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="calendar_preview",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="champion",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="champion",
            name="department",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="champions",
                to="programs.department",
                verbose_name="department",
            ),
        ),
        migrations.AddField(
            model_name="champion",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="championships",
                to=settings.AUTH_USER_MODEL,
                verbose_name="person",
            ),
        ),
        migrations.AddField(
            model_name="champion",
            name="program",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="champions", to="programs.program"
            ),
        ),
        migrations.AddField(
            model_name="champion",
            name="site",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="programs.site",
                verbose_name="site",
            ),
        ),
        migrations.AddField(
            model_name="championnote",
            name="champion",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="notes", to="programs.champion"
            ),
        ),
        migrations.AddField(
            model_name="changemade",
            name="noted_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="changemade",
            name="program",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="changes_made",
                to="programs.program",
                verbose_name="programme",
            ),
        ),
        migrations.AddField(
            model_name="clearance",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="clearance",
            name="visit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="clearances", to="programs.visit"
            ),
        ),
        migrations.AddField(
            model_name="coding",
            name="coder",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="coding",
            name="reflection",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="codings",
                to="programs.reflection",
            ),
        ),
        migrations.AddField(
            model_name="concern",
            name="author",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="concerns",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AddField(
            model_name="concern",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="programs.concern",
            ),
        ),
        migrations.AddField(
            model_name="concern",
            name="owner",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="concerns_owned",
                to=settings.AUTH_USER_MODEL,
                verbose_name="who answers",
            ),
        ),
        migrations.AddField(
            model_name="concern",
            name="program",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="concerns",
                to="programs.program",
                verbose_name="programme",
            ),
        ),
        migrations.AddField(
            model_name="changemade",
            name="concern",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="changes",
                to="programs.concern",
                verbose_name="concern",
            ),
        ),
        migrations.AddField(
            model_name="concernreply",
            name="by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="concernreply",
            name="concern",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="replies", to="programs.concern"
            ),
        ),
        migrations.AddField(
            model_name="consent",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="consents",
                to=settings.AUTH_USER_MODEL,
                verbose_name="person",
            ),
        ),
        migrations.AddField(
            model_name="consultation",
            name="opened_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="consultation",
            name="program",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="consultations",
                to="programs.program",
                verbose_name="programme",
            ),
        ),
        migrations.AddField(
            model_name="coveragefloor",
            name="cohort",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="floors", to="programs.cohort"
            ),
        ),
        migrations.AddField(
            model_name="coveragefloor",
            name="department",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="programs.department",
                verbose_name="department",
            ),
        ),
        migrations.AddField(
            model_name="dayevent",
            name="day",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="event", to="programs.hostingday"
            ),
        ),
        migrations.AddField(
            model_name="calendarinvitation",
            name="event",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="calendar_invitations",
                to="programs.dayevent",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="commitment",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decision",
                to="programs.commitment",
                verbose_name="promise",
            ),
        ),
        migrations.AddField(
            model_name="departmentsystem",
            name="department",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="systems",
                to="programs.department",
                verbose_name="department",
            ),
        ),
        migrations.AddField(
            model_name="departmentsystem",
            name="team",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="programs.team",
                verbose_name="who looks after it",
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
        migrations.AddField(
            model_name="facecard",
            name="person",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="face_card", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="figurerelease",
            name="cohort",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="feedback_releases",
                to="programs.cohort",
                verbose_name="cohort",
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="program",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="findings",
                to="programs.program",
                verbose_name="programme",
            ),
        ),
        migrations.AddField(
            model_name="glossaryentry",
            name="added_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="glossaryentry",
            name="department",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="glossary",
                to="programs.department",
                verbose_name="department",
            ),
        ),
        migrations.AddField(
            model_name="hostbudget",
            name="person",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="host_budget",
                to=settings.AUTH_USER_MODEL,
                verbose_name="person",
            ),
        ),
        migrations.AddField(
            model_name="hostrequest",
            name="cohort",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="host_requests", to="programs.cohort"
            ),
        ),
        migrations.AddField(
            model_name="hostrequest",
            name="run",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="host_requests", to="programs.matchingrun"
            ),
        ),
        migrations.AddField(
            model_name="hostrequest",
            name="sent_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="hostrequest",
            name="to",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="to",
            ),
        ),
        migrations.AddField(
            model_name="importedcalendar",
            name="department",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="programs.department",
                verbose_name="department",
            ),
        ),
        migrations.AddField(
            model_name="importedcalendar",
            name="read_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="importedcalendar",
            name="site",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="programs.site",
                verbose_name="site",
            ),
        ),
        migrations.AddField(
            model_name="importedcalendar",
            name="team",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="programs.team",
                verbose_name="team",
            ),
        ),
        migrations.AddField(
            model_name="blackout",
            name="calendar",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="blackouts",
                to="programs.importedcalendar",
            ),
        ),
        migrations.AddField(
            model_name="oncallduty",
            name="roster",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="duties",
                to="programs.importedcalendar",
            ),
        ),
        migrations.AddConstraint(
            model_name="blackout",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("end_time__isnull", True), ("start_time__isnull", True)),
                    ("end_time__gt", models.F("start_time")),
                    _connector="OR",
                ),
                name="a_blackout_has_both_times_or_none",
            ),
        ),
        migrations.AddConstraint(
            model_name="blackout",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ends_at__isnull", True), ("starts_at__isnull", True)),
                    ("ends_at__gt", models.F("starts_at")),
                    _connector="OR",
                ),
                name="a_blackout_has_both_instants_or_none",
            ),
        ),
        migrations.AddConstraint(
            model_name="blackout",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("weekday__lte", 6),
                    models.Q(
                        ("weekday__isnull", True), models.Q(("repeats__in", ["weekly", "monthly"]), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="a_blackout_that_repeats_on_a_weekday_names_it",
            ),
        ),
        migrations.AddConstraint(
            model_name="blackout",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1)), name="a_blackout_repeats_at_least_once"
            ),
        ),
        migrations.AddField(
            model_name="insight",
            name="finding",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="insights",
                to="programs.finding",
            ),
        ),
        migrations.AddField(
            model_name="insight",
            name="reflection",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="insights", to="programs.reflection"
            ),
        ),
        migrations.AddField(
            model_name="coding",
            name="insight",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="codings",
                to="programs.insight",
            ),
        ),
        migrations.AddField(
            model_name="itcontact",
            name="department",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="it_contact",
                to="programs.department",
                verbose_name="department",
            ),
        ),
        migrations.AddField(
            model_name="itcontact",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="contact_for",
                to=settings.AUTH_USER_MODEL,
                verbose_name="contact in IT",
            ),
        ),
        migrations.AddField(
            model_name="listing",
            name="person",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="listing", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="matchingrules",
            name="cohort",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="matching_rules",
                to="programs.cohort",
                verbose_name="cohort",
            ),
        ),
        migrations.AddField(
            model_name="milestone",
            name="cohort",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="milestones",
                to="programs.cohort",
            ),
        ),
        migrations.AddField(
            model_name="milestone",
            name="program",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="milestones", to="programs.program"
            ),
        ),
        migrations.AddField(
            model_name="objective",
            name="department",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="objectives",
                to="programs.department",
                verbose_name="department's side",
            ),
        ),
        migrations.AddField(
            model_name="objective",
            name="it_department",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="it_objectives",
                to="programs.department",
                verbose_name="IT's side",
            ),
        ),
        migrations.AddField(
            model_name="objective",
            name="it_owner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="it_objectives_owned",
                to=settings.AUTH_USER_MODEL,
                verbose_name="owner in IT",
            ),
        ),
        migrations.AddField(
            model_name="objective",
            name="owner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="objectives_owned",
                to=settings.AUTH_USER_MODEL,
                verbose_name="owner in the department",
            ),
        ),
        migrations.AddField(
            model_name="objective",
            name="program",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="objectives",
                to="programs.program",
                verbose_name="programme",
            ),
        ),
        migrations.AddField(
            model_name="measure",
            name="objective",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="measures",
                to="programs.objective",
                verbose_name="objective",
            ),
        ),
        migrations.AddField(
            model_name="offering",
            name="objectives",
            field=models.ManyToManyField(
                blank=True, related_name="offerings", to="programs.objective", verbose_name="objectives it serves"
            ),
        ),
        migrations.AddField(
            model_name="personaldocument",
            name="cohort",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="personal_documents",
                to="programs.cohort",
                verbose_name="cohort",
            ),
        ),
        migrations.AddField(
            model_name="personaldocument",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="personal_documents",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="photo",
            name="reflection",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="photos", to="programs.reflection"
            ),
        ),
        migrations.AddField(
            model_name="plannedmessage",
            name="owner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="messages_planned",
                to=settings.AUTH_USER_MODEL,
                verbose_name="who says it",
            ),
        ),
        migrations.AddField(
            model_name="plannedmessage",
            name="program",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="planned_messages", to="programs.program"
            ),
        ),
        migrations.AddField(
            model_name="preferences",
            name="person",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="mail_preferences",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="invitation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="proposals", to="programs.calendarinvitation"
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="visit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="proposals", to="programs.visit"
            ),
        ),
        migrations.AddField(
            model_name="pulseplan",
            name="planned_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="pulseplan",
            name="program",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="pulse_plan", to="programs.program"
            ),
        ),
        migrations.AddField(
            model_name="pulsetask",
            name="owner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="pulse_tasks",
                to=settings.AUTH_USER_MODEL,
                verbose_name="owner",
            ),
        ),
        migrations.AddField(
            model_name="pulsetask",
            name="program",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="pulse_tasks", to="programs.program"
            ),
        ),
        migrations.AddField(
            model_name="pulsetask",
            name="wave",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programs.wave"),
        ),
        migrations.AddField(
            model_name="quote",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="quote",
            name="chosen_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="quote",
            name="reflection",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="quotes", to="programs.reflection"
            ),
        ),
        migrations.AddField(
            model_name="rating",
            name="about",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programs.department"
            ),
        ),
        migrations.AddField(
            model_name="rating",
            name="department",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programs.department"
            ),
        ),
        migrations.AddField(
            model_name="rating",
            name="wave",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="ratings", to="programs.wave"
            ),
        ),
        migrations.AddField(
            model_name="reading",
            name="by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="noted by",
            ),
        ),
        migrations.AddField(
            model_name="reading",
            name="corrects",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrected_by",
                to="programs.reading",
                verbose_name="corrects",
            ),
        ),
        migrations.AddField(
            model_name="reading",
            name="measure",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="readings",
                to="programs.measure",
                verbose_name="measure",
            ),
        ),
        migrations.AddField(
            model_name="receivedmail",
            name="handled_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="receivedmail",
            name="invitation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="received_mails",
                to="programs.calendarinvitation",
            ),
        ),
        migrations.AddField(
            model_name="remark",
            name="author",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="remark",
            name="consultation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="remarks", to="programs.consultation"
            ),
        ),
        migrations.AddField(
            model_name="changemade",
            name="remark",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="changes",
                to="programs.remark",
                verbose_name="comment",
            ),
        ),
        migrations.AddField(
            model_name="repair",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="repair",
            name="cohort",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="repairs",
                to="programs.cohort",
                verbose_name="cohort",
            ),
        ),
        migrations.AddField(
            model_name="repair",
            name="visit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="repairs",
                to="programs.visit",
                verbose_name="visit",
            ),
        ),
        migrations.AddField(
            model_name="consent",
            name="repair",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="consents", to="programs.repair"
            ),
        ),
        migrations.AddField(
            model_name="repairmove",
            name="day",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programs.hostingday"
            ),
        ),
        migrations.AddField(
            model_name="repairmove",
            name="enrollment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programs.enrollment"
            ),
        ),
        migrations.AddField(
            model_name="repairmove",
            name="leaves",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="programs.visit",
            ),
        ),
        migrations.AddField(
            model_name="repairmove",
            name="repair",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="moves", to="programs.repair"
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="called_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="department",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="programs.department",
                verbose_name="department's side",
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="it_department",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="programs.department",
                verbose_name="IT's side",
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="program",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reviews",
                to="programs.program",
                verbose_name="programme",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="review",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="decisions", to="programs.review"
            ),
        ),
        migrations.AddField(
            model_name="brief",
            name="review",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="briefs", to="programs.review"
            ),
        ),
        migrations.AddField(
            model_name="reviewguest",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="reviewguest",
            name="review",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="guests", to="programs.review"
            ),
        ),
        migrations.AddField(
            model_name="risk",
            name="owner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="risks_owned",
                to=settings.AUTH_USER_MODEL,
                verbose_name="owner",
            ),
        ),
        migrations.AddField(
            model_name="risk",
            name="program",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="risks", to="programs.program"
            ),
        ),
        migrations.AddField(
            model_name="roadmapitem",
            name="program",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="roadmap",
                to="programs.program",
                verbose_name="programme",
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="roadmap_item",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="findings",
                to="programs.roadmapitem",
                verbose_name="on the roadmap",
            ),
        ),
        migrations.AddField(
            model_name="friction",
            name="roadmap_item",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="frictions",
                to="programs.roadmapitem",
                verbose_name="on the roadmap",
            ),
        ),
        migrations.AddField(
            model_name="roster",
            name="cohort",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="rosters", to="programs.cohort"
            ),
        ),
        migrations.AddField(
            model_name="rosterplace",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="roster_places", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="rosterplace",
            name="roster",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="places", to="programs.roster"
            ),
        ),
        migrations.AddField(
            model_name="rosterrow",
            name="department",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programs.department"
            ),
        ),
        migrations.AddField(
            model_name="rosterrow",
            name="place",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="programs.rosterplace"
            ),
        ),
        migrations.AddField(
            model_name="tie",
            name="row",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="ties",
                to="programs.rosterrow",
            ),
        ),
        migrations.AddConstraint(
            model_name="tie",
            constraint=models.UniqueConstraint(
                models.F("visit"),
                models.F("person"),
                models.F("other"),
                condition=models.Q(("source", "visit")),
                name="one_tie_per_visit_and_pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="tie",
            constraint=models.UniqueConstraint(
                models.F("row"),
                models.F("other"),
                condition=models.Q(("source", "roster")),
                name="one_tie_per_row_and_other",
            ),
        ),
        migrations.AddConstraint(
            model_name="tie",
            constraint=models.UniqueConstraint(
                models.F("visit"),
                models.F("person"),
                models.F("other"),
                models.F("after_days"),
                condition=models.Q(("source", "check_in")),
                name="one_check_in_per_visit_pair_and_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="tie",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("after_days", None),
                        ("before__isnull", False),
                        ("row", None),
                        ("source", "visit"),
                        ("visit__isnull", False),
                    ),
                    models.Q(
                        ("after_days", None),
                        ("before", None),
                        ("row__isnull", False),
                        ("source", "roster"),
                        ("visit", None),
                    ),
                    models.Q(
                        ("after_days__in", (30, 90, 180)),
                        ("before", None),
                        ("row", None),
                        ("source", "check_in"),
                        ("visit__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="a_tie_says_where_it_comes_from",
            ),
        ),
        migrations.AddField(
            model_name="schedule",
            name="cohort",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="report_schedules",
                to="programs.cohort",
                verbose_name="cohort",
            ),
        ),
        migrations.AddField(
            model_name="schedule",
            name="set_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="set up by",
            ),
        ),
        migrations.AddField(
            model_name="schedule",
            name="to",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="to",
            ),
        ),
        migrations.AddField(
            model_name="signature",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="signed by",
            ),
        ),
        migrations.AddField(
            model_name="signature",
            name="snapshot",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="signatures", to="programs.snapshot"
            ),
        ),
        migrations.AddField(
            model_name="enrollment",
            name="brings",
            field=models.ManyToManyField(
                blank=True, related_name="+", to="programs.skill", verbose_name="what I know about"
            ),
        ),
        migrations.AddField(
            model_name="enrollment",
            name="learns",
            field=models.ManyToManyField(
                blank=True, related_name="+", to="programs.skill", verbose_name="what I want to learn about"
            ),
        ),
        migrations.AddField(
            model_name="offering",
            name="shows",
            field=models.ManyToManyField(
                blank=True, related_name="+", to="programs.skill", verbose_name="what can be learned"
            ),
        ),
        migrations.AddField(
            model_name="sponsoraction",
            name="program",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="sponsor_actions", to="programs.program"
            ),
        ),
        migrations.AddField(
            model_name="sponsoraction",
            name="sponsor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sponsor_actions",
                to=settings.AUTH_USER_MODEL,
                verbose_name="sponsor",
            ),
        ),
        migrations.AddField(
            model_name="squadmember",
            name="commitment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="squad", to="programs.commitment"
            ),
        ),
        migrations.AddField(
            model_name="squadmember",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="squads", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="strategy",
            name="changed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="strategy",
            name="program",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="strategy",
                to="programs.program",
                verbose_name="programme",
            ),
        ),
        migrations.AddField(
            model_name="strategycheck",
            name="visit",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="strategy_check", to="programs.visit"
            ),
        ),
        migrations.AddField(
            model_name="systemowner",
            name="owner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="systems",
                to=settings.AUTH_USER_MODEL,
                verbose_name="owner in IT",
            ),
        ),
        migrations.AddField(
            model_name="thanks",
            name="commitment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="thanks", to="programs.commitment"
            ),
        ),
        migrations.AddField(
            model_name="thanks",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="thankyou",
            name="recipient",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="thanks_received",
                to=settings.AUTH_USER_MODEL,
                verbose_name="to",
            ),
        ),
        migrations.AddField(
            model_name="thankyou",
            name="sender",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="thanks_given", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="theme",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="merged",
                to="programs.theme",
            ),
        ),
        migrations.AddField(
            model_name="theme",
            name="program",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="themes",
                to="programs.program",
                verbose_name="programme",
            ),
        ),
        migrations.AddField(
            model_name="coding",
            name="themes",
            field=models.ManyToManyField(blank=True, related_name="codings", to="programs.theme"),
        ),
        migrations.AddField(
            model_name="visitform",
            name="department",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="programs.department",
                verbose_name="department",
            ),
        ),
        migrations.AddField(
            model_name="visitform",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="feedback_forms",
                to=settings.AUTH_USER_MODEL,
                verbose_name="person",
            ),
        ),
        migrations.AddField(
            model_name="visitform",
            name="release",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="forms",
                to="programs.figurerelease",
            ),
        ),
        migrations.AddField(
            model_name="visitform",
            name="visit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="feedback_forms",
                to="programs.visit",
                verbose_name="visit",
            ),
        ),
        migrations.AddField(
            model_name="visitorwish",
            name="cohort",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="visitor_wishes", to="programs.cohort"
            ),
        ),
        migrations.AddField(
            model_name="visitorwish",
            name="department",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="programs.department",
                verbose_name="department",
            ),
        ),
        migrations.AddField(
            model_name="visitorwish",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="person",
            ),
        ),
        migrations.AddField(
            model_name="visitorwish",
            name="skill",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="programs.skill",
                verbose_name="skill",
            ),
        ),
        migrations.AddField(
            model_name="visitorwish",
            name="team",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="programs.team",
                verbose_name="team",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.UniqueConstraint(fields=("visit", "side"), name="one_agreement_per_visit_and_side"),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("version__gte", 1)), name="an_agreement_names_a_wording"
            ),
        ),
        migrations.AddConstraint(
            model_name="champion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["asked", "accepted"])),
                fields=("program", "person"),
                name="one_standing_nomination_per_program_and_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="clearance",
            constraint=models.UniqueConstraint(fields=("visit", "item"), name="one_clearance_per_visit_and_item"),
        ),
        migrations.AddConstraint(
            model_name="clearance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "waived"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_waived_item_has_a_reason",
            ),
        ),
        migrations.AddIndex(
            model_name="concern",
            index=models.Index(fields=["program", "state"], name="programs_co_program_43acfd_idx"),
        ),
        migrations.AddConstraint(
            model_name="concern",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("author__isnull", False), ("token_hash", None)),
                    models.Q(("author", None), ("token_hash__isnull", False)),
                    _connector="OR",
                ),
                name="a_concern_has_a_name_or_a_token_and_never_both",
            ),
        ),
        migrations.AddConstraint(
            model_name="concern",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "taken_on"), _negated=True),
                    models.Q(("due_on__isnull", False), ("owner__isnull", False)),
                    _connector="OR",
                ),
                name="a_concern_taken_on_has_an_owner_and_a_due_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="concern",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "answered"), _negated=True),
                    models.Q(models.Q(("answer", ""), _negated=True), ("answered_on__isnull", False)),
                    _connector="OR",
                ),
                name="an_answered_concern_has_an_answer",
            ),
        ),
        migrations.AddConstraint(
            model_name="concern",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("merged_into__isnull", False), ("state", "merged")),
                    models.Q(models.Q(("state", "merged"), _negated=True), ("merged_into", None)),
                    _connector="OR",
                ),
                name="a_merged_concern_names_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="concernreply",
            constraint=models.UniqueConstraint(models.F("concern"), models.F("turn"), name="replies_take_turns"),
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes_on__gt", models.F("opened_on"))), name="a_consultation_lasts_a_day_or_more"
            ),
        ),
        migrations.AddConstraint(
            model_name="coveragefloor",
            constraint=models.CheckConstraint(
                condition=models.Q(("until_on__gte", models.F("from_on"))), name="a_floor_ends_after_it_starts"
            ),
        ),
        migrations.AddConstraint(
            model_name="coveragefloor",
            constraint=models.CheckConstraint(
                condition=models.Q(("least__gte", 1)), name="a_floor_is_at_least_one_visit"
            ),
        ),
        migrations.AddConstraint(
            model_name="calendarinvitation",
            constraint=models.UniqueConstraint(fields=("person", "visit"), name="one_invitation_per_person_and_visit"),
        ),
        migrations.AddConstraint(
            model_name="calendarinvitation",
            constraint=models.UniqueConstraint(
                fields=("person", "event"), name="one_invitation_per_person_and_day_event"
            ),
        ),
        migrations.AddConstraint(
            model_name="calendarinvitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("event__isnull", False), ("visit__isnull", True)),
                    models.Q(("event__isnull", True), ("visit__isnull", False)),
                    _connector="OR",
                ),
                name="an_invitation_is_to_one_event",
            ),
        ),
        migrations.AddConstraint(
            model_name="calendarinvitation",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer__in", ["NEEDS-ACTION", "ACCEPTED", "TENTATIVE", "DECLINED"])),
                name="an_invitation_has_a_known_answer",
            ),
        ),
        migrations.AddConstraint(
            model_name="departmentsystem",
            constraint=models.UniqueConstraint(
                models.F("department"), models.F("name"), name="one_system_per_department_and_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="glossaryentry",
            constraint=models.UniqueConstraint(
                models.F("department"),
                models.F("their_word"),
                models.F("our_word"),
                name="one_entry_per_department_and_pair_of_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="hostrequest",
            constraint=models.UniqueConstraint(
                models.F("cohort"), models.F("about"), name="one_message_per_cohort_and_thing"
            ),
        ),
        migrations.AddConstraint(
            model_name="importedcalendar",
            constraint=models.UniqueConstraint(
                models.F("kind"), models.F("name"), name="one_imported_calendar_per_kind_and_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="insight",
            constraint=models.CheckConstraint(
                condition=models.Q(("visibility__gte", 1), ("visibility__lte", 3)), name="an_insight_is_for_somebody"
            ),
        ),
        migrations.AddConstraint(
            model_name="insight",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="an_insight_has_words"
            ),
        ),
        migrations.AddConstraint(
            model_name="matchingrules",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("choice_weight__gte", 1),
                    ("choice_weight__lte", 100),
                    ("goals_weight__lte", 100),
                    ("asked_weight__lte", 100),
                    ("newness_weight__lte", 100),
                    ("owed_weight__lte", 100),
                ),
                name="weights_are_at_most_100_and_the_choice_counts",
            ),
        ),
        migrations.AddConstraint(
            model_name="milestone",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "visits"), ("target__gte", 1)),
                    models.Q(models.Q(("kind", "visits"), _negated=True), ("target", None)),
                    _connector="OR",
                ),
                name="only_a_number_of_visits_has_a_target",
            ),
        ),
        migrations.AddConstraint(
            model_name="objective",
            constraint=models.UniqueConstraint(
                models.F("program"),
                models.F("it_department"),
                models.F("department"),
                models.F("title"),
                name="one_objective_per_pair_and_title",
            ),
        ),
        migrations.AddConstraint(
            model_name="objective",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="an_objective_ends_after_it_starts"
            ),
        ),
        migrations.AddConstraint(
            model_name="objective",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "agreed"), _negated=True),
                    models.Q(("agreed_at__isnull", False), ("it_agreed_at__isnull", False)),
                    _connector="OR",
                ),
                name="an_agreed_objective_was_agreed_by_both_sides",
            ),
        ),
        migrations.AddConstraint(
            model_name="measure",
            constraint=models.UniqueConstraint(
                models.F("objective"), models.F("name"), name="one_measure_per_objective_and_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="measure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("direction", "up"), ("target__gte", models.F("baseline"))),
                    models.Q(("direction", "down"), ("target__lte", models.F("baseline"))),
                    _connector="OR",
                ),
                name="a_target_lies_where_the_measure_should_go",
            ),
        ),
        migrations.AddConstraint(
            model_name="measure",
            constraint=models.CheckConstraint(
                condition=models.Q(("target_on__gt", models.F("baseline_on"))),
                name="a_target_comes_after_where_it_began",
            ),
        ),
        migrations.AddConstraint(
            model_name="plannedmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("said_on", None),
                    ("letters__isnull", False),
                    models.Q(("evidence", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_message_that_was_said_has_evidence",
            ),
        ),
        migrations.AddConstraint(
            model_name="preferences",
            constraint=models.CheckConstraint(
                condition=models.Q(("digest_weekday__isnull", True), ("digest_weekday__lte", 6), _connector="OR"),
                name="a_digest_goes_out_between_monday_and_sunday",
            ),
        ),
        migrations.AddConstraint(
            model_name="preferences",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("quiet_from__isnull", True), ("quiet_until__isnull", True)),
                    models.Q(("quiet_from__isnull", False), ("quiet_until__isnull", False)),
                    _connector="OR",
                ),
                name="quiet_hours_have_both_ends_or_none",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")),
                fields=("visit", "by"),
                name="one_open_proposal_per_visit_and_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="a_proposal_ends_after_it_starts"
            ),
        ),
        migrations.AddConstraint(
            model_name="pulseplan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("days_open__gte", 3),
                    ("days_open__lte", 20),
                    ("sample_percent__gte", 1),
                    ("sample_percent__lte", 100),
                ),
                name="a_pulse_is_open_3_to_20_days",
            ),
        ),
        migrations.AddConstraint(
            model_name="quote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["consented", "printed"]), _negated=True),
                    models.Q(("consented_terms", models.F("terms")), ("consented_text", models.F("text"))),
                    _connector="OR",
                ),
                name="a_quote_stands_exactly_as_its_author_consented",
            ),
        ),
        migrations.AddConstraint(
            model_name="quote",
            constraint=models.CheckConstraint(
                condition=models.Q(("chosen_by", None), ("state__in", ["consented", "printed"]), _connector="OR"),
                name="only_consented_quotes_are_chosen",
            ),
        ),
        migrations.AddIndex(
            model_name="rating",
            index=models.Index(fields=["wave", "about"], name="programs_ra_wave_id_326125_idx"),
        ),
        migrations.AddConstraint(
            model_name="reading",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_standing", True)),
                fields=("measure", "on"),
                name="one_standing_reading_per_measure_and_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="reading",
            constraint=models.UniqueConstraint(
                condition=models.Q(("wave__isnull", False)),
                fields=("measure", "wave"),
                name="one_reading_per_measure_and_wave",
            ),
        ),
        migrations.AddConstraint(
            model_name="changemade",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("concern__isnull", False), ("remark", None)),
                    models.Q(("concern", None), ("remark__isnull", False)),
                    _connector="OR",
                ),
                name="a_change_answers_one_concern_or_one_comment",
            ),
        ),
        migrations.AddConstraint(
            model_name="repair",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "asking")), fields=("visit",), name="one_open_repair_per_visit"
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.UniqueConstraint(
                models.F("repair"), models.F("person"), name="one_consent_per_repair_and_person"
            ),
        ),
        migrations.AddConstraint(
            model_name="repairmove",
            constraint=models.UniqueConstraint(
                models.F("repair"), models.F("number"), name="one_change_per_repair_and_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="repairmove",
            constraint=models.UniqueConstraint(
                models.F("repair"), models.F("enrollment"), name="one_change_per_repair_and_person"
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "planned")),
                fields=("program", "it_department", "department"),
                name="one_planned_review_per_pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="a_review_ends_after_it_starts"
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewguest",
            constraint=models.UniqueConstraint(
                models.F("review"), models.F("person"), name="one_place_per_review_and_person"
            ),
        ),
        migrations.AddConstraint(
            model_name="risk",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("impact__gte", 1), ("impact__lte", 5), ("likelihood__gte", 1), ("likelihood__lte", 5)
                ),
                name="likelihood_and_impact_are_1_to_5",
            ),
        ),
        migrations.AddConstraint(
            model_name="roadmapitem",
            constraint=models.UniqueConstraint(
                models.F("program"), models.F("title"), name="one_roadmap_item_per_program_and_title"
            ),
        ),
        migrations.AddConstraint(
            model_name="roster",
            constraint=models.UniqueConstraint(
                models.F("cohort"), condition=models.Q(("state", "open")), name="one_open_roster_per_cohort"
            ),
        ),
        migrations.AddConstraint(
            model_name="rosterplace",
            constraint=models.UniqueConstraint(
                models.F("roster"), models.F("person"), name="one_place_per_roster_and_person"
            ),
        ),
        migrations.AddConstraint(
            model_name="rosterplace",
            constraint=models.CheckConstraint(
                condition=models.Q(("done_on__isnull", True), ("consented_on__isnull", False), _connector="OR"),
                name="a_roster_is_answered_with_consent",
            ),
        ),
        migrations.AddConstraint(
            model_name="rosterrow",
            constraint=models.UniqueConstraint(
                models.F("place"), models.F("department"), name="one_row_per_place_and_department"
            ),
        ),
        migrations.AddConstraint(
            model_name="schedule",
            constraint=models.UniqueConstraint(
                models.F("cohort"),
                models.F("to"),
                models.F("edition"),
                models.F("rhythm"),
                condition=models.Q(("ended_at", None)),
                name="one_standing_schedule_per_reader_edition_and_rhythm",
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.UniqueConstraint(
                models.F("snapshot"), models.F("part"), name="one_signature_per_snapshot_and_part"
            ),
        ),
        migrations.AddConstraint(
            model_name="sponsoraction",
            constraint=models.CheckConstraint(
                condition=models.Q(("done_on", None), models.Q(("evidence", ""), _negated=True), _connector="OR"),
                name="a_sponsor_action_that_was_done_has_evidence",
            ),
        ),
        migrations.AddConstraint(
            model_name="squadmember",
            constraint=models.UniqueConstraint(
                models.F("commitment"), models.F("person"), name="one_place_in_a_squad_per_person"
            ),
        ),
        migrations.AddConstraint(
            model_name="systemowner",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("name"), name="one_owner_per_system"
            ),
        ),
        migrations.AddConstraint(
            model_name="thanks",
            constraint=models.UniqueConstraint(
                models.F("commitment"), models.F("person"), name="one_thank_you_per_person_and_promise"
            ),
        ),
        migrations.AddConstraint(
            model_name="thankyou",
            constraint=models.CheckConstraint(
                condition=models.Q(("sender", models.F("recipient")), _negated=True),
                name="thanks_are_for_somebody_else",
            ),
        ),
        migrations.AddConstraint(
            model_name="theme",
            constraint=models.UniqueConstraint(
                models.F("program"),
                models.F("key"),
                condition=models.Q(("key", ""), _negated=True),
                name="one_start_theme_per_program",
            ),
        ),
        migrations.AddConstraint(
            model_name="theme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("key", ""), _negated=True), models.Q(("name", ""), _negated=True), _connector="OR"
                ),
                name="a_theme_has_a_key_or_a_name",
            ),
        ),
        migrations.AddConstraint(
            model_name="coding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("insight", None), ("reflection__isnull", False)),
                    models.Q(("insight__isnull", False), ("reflection", None)),
                    _connector="OR",
                ),
                name="a_coding_is_of_a_text_or_a_card",
            ),
        ),
        migrations.AddConstraint(
            model_name="coding",
            constraint=models.UniqueConstraint(
                models.F("coder"), models.F("reflection"), name="one_coding_per_coder_and_text"
            ),
        ),
        migrations.AddConstraint(
            model_name="coding",
            constraint=models.UniqueConstraint(
                models.F("coder"), models.F("insight"), name="one_coding_per_coder_and_card"
            ),
        ),
        migrations.AddConstraint(
            model_name="visitform",
            constraint=models.UniqueConstraint(
                models.F("visit"), models.F("person"), name="one_feedback_form_per_visit_and_person"
            ),
        ),
        migrations.AddConstraint(
            model_name="visitorwish",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("person__isnull", False), ("skill", None), ("team", None)),
                    models.Q(("person", None), ("skill", None), ("team__isnull", False)),
                    models.Q(("person", None), ("skill__isnull", False), ("team", None)),
                    _connector="OR",
                ),
                name="a_wish_names_a_person_a_team_or_a_skill",
            ),
        ),
        migrations.AddConstraint(
            model_name="visitorwish",
            constraint=models.UniqueConstraint(
                models.F("cohort"),
                models.F("department"),
                models.F("person"),
                name="one_wish_per_department_and_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="visitorwish",
            constraint=models.UniqueConstraint(
                models.F("cohort"), models.F("department"), models.F("team"), name="one_wish_per_department_and_team"
            ),
        ),
        migrations.AddConstraint(
            model_name="visitorwish",
            constraint=models.UniqueConstraint(
                models.F("cohort"), models.F("department"), models.F("skill"), name="one_wish_per_department_and_skill"
            ),
        ),
    ]
