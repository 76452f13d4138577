"""The people of a programme, for its leads to look somebody up: who takes part and who hosts. Read only."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from programs.cohorts.choices import Stage
from programs.cohorts.models import Cohort, Enrollment, Program
from programs.hosting.models import Offering
from programs.people.models import Person


def people_of(program: Program, words: str = "") -> QuerySet[Person]:
    """Return active people who are enrolled or host in cohorts that aren't archived, as `is_visitor`, `is_host`.

    `words` are looked for in names, addresses, departments and teams. One query, whoever reads it.
    """
    cohorts = Cohort.objects.filter(program=program).exclude(stage=Stage.ARCHIVED)
    enrolled = Enrollment.objects.filter(person=OuterRef("pk"), cohort__in=cohorts, withdrawn_at=None)
    mine = Q(contact=OuterRef("pk")) | Q(deputy=OuterRef("pk"))
    hosted = Offering.objects.filter(mine, department__cohorts__in=cohorts)
    people = (
        Person.objects.filter(is_active=True)
        .annotate(is_visitor=Exists(enrolled), is_host=Exists(hosted))
        .filter(Q(is_visitor=True) | Q(is_host=True))
        .select_related("department", "team", "site")
        .order_by("name", "pk")
    )
    for word in words.split()[:5]:
        fields = ("name", "email", "department__name", "team__name")
        people = people.filter(Q(*[(f"{field}__icontains", word) for field in fields], _connector=Q.OR))
    return people
