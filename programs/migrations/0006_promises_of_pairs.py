import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('programs', '0001_squashed_0005_rules_again'),
    ]

    operations = [
        migrations.AddField(
            model_name='commitment',
            name='objective',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='commitments', to='programs.objective', verbose_name='objective'),
        ),
        migrations.AddField(
            model_name='program',
            name='silent_weeks',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='Weeks until a champion is silent'),
        ),
        migrations.AddField(
            model_name='program',
            name='weak_percent',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='Readiness is weak below, in %'),
        ),
        migrations.AlterField(
            model_name='commitment',
            name='visit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='commitments', to='programs.visit', verbose_name='visit'),
        ),
        migrations.AddConstraint(
            model_name='commitment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('objective', None), ('visit__isnull', False)), models.Q(('objective__isnull', False), ('visit', None)), _connector='OR'), name='a_commitment_comes_from_a_visit_or_serves_an_objective'),
        ),
    ]
