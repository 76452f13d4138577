"""Pages of leads: cards become findings, findings point at the roadmap, and figures go out."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from programs.cohorts.models import Program
from programs.commitments import actions as commitment_actions
from programs.commitments.models import RoadmapItem
from programs.gateways import tables
from programs.journals import access, actions
from programs.journals import findings as reads
from programs.journals.forms import FindingForm, MergeForm, RoadmapForm
from programs.people.requests import PersonRequest


@require_http_methods(["GET", "POST"])
def findings(request: PersonRequest, program_pk: int) -> HttpResponse:
    """Let a lead merge cards into findings, and see how often what is heard."""
    program = get_object_or_404(access.programs_worked_on_by(request.user), pk=program_pk)
    cards = reads.insights_for_leads(program)
    form = MergeForm(request.POST or None, insights=cards, findings=program.findings.all())
    if request.method == "POST" and form.is_valid():
        chosen = {**form.cleaned_data, "insights": list(form.cleaned_data["insights"])}
        try:
            made = actions.merge_insights(program=program, by=request.user, at=timezone.now(), **chosen)
        except actions.JournalRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Merged. Each card keeps its words and its author."))
            return redirect("journals:finding", pk=made.pk)
    return render(request, "journals/findings.html", _findings(program, form))


def _findings(program: Program, form: MergeForm) -> dict[str, Any]:
    cards = list(reads.insights_for_leads(program))
    chosen = {str(pk) for pk in form.data.getlist("insights")} if form.is_bound else set()  # type: ignore[attr-defined]
    return {
        "program": program,
        "form": form,
        "findings": reads.findings_of(program),
        "loose": [(card, str(card.pk) in chosen) for card in cards if card.finding_id is None],
        "people": reads.people_heard(program),
        "trend": reads.trend_of(cards, until=timezone.localdate()),
    }


@require_http_methods(["GET", "POST"])
def finding(request: PersonRequest, pk: int) -> HttpResponse:
    """Show a finding with its sources; name it, and point at the roadmap."""
    row = get_object_or_404(access.findings_led_by(request.user), pk=pk)
    initial = {"title": row.title, "roadmap_item": row.roadmap_item_id}
    form = FindingForm(request.POST or None, initial=initial, items=RoadmapItem.objects.filter(program=row.program))
    if request.method == "POST" and form.is_valid():
        actions.name_finding(finding=row, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("journals:findings", program_pk=row.program_id)
    cards = list(reads.cards_of(row))
    context = {
        "finding": row,
        "form": form,
        "cards": cards,
        "people": len({card.reflection.author_id for card in cards}),
        "departments": sorted({card.reflection.visit.department.name for card in cards}),
        "trend": reads.trend_of(cards, until=timezone.localdate()),
    }
    return render(request, "journals/finding.html", context)


@require_POST
def part_insight(request: PersonRequest, pk: int) -> HttpResponse:
    """Take a card out of its finding again."""
    cards = access.insights_visible_to(request.user).filter(finding__in=access.findings_led_by(request.user))
    card = get_object_or_404(cards, pk=pk)
    program_pk = card.reflection.visit.cohort.program_id
    actions.part_insight(insight=card, by=request.user, at=timezone.now())
    return redirect("journals:findings", program_pk=program_pk)


@require_GET
def heard(request: PersonRequest, program_pk: int) -> HttpResponse:
    """Show leads and sponsors what was heard from how many departments."""
    program = get_object_or_404(access.programs_heard_by(request.user), pk=program_pk)
    context = {"program": program, "heard": reads.heard_of(program), "threshold": program.score_threshold}
    return render(request, "journals/heard.html", context)


@require_GET
def heard_file(request: PersonRequest, program_pk: int) -> HttpResponse:
    """Give the same figures as a file."""
    program = get_object_or_404(access.programs_heard_by(request.user), pk=program_pk)
    content = tables.write_csv(reads.HEARD_HEAD, reads.heard_rows(reads.heard_of(program)))
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="heard.csv"'
    return answer


@require_http_methods(["GET", "POST"])
def roadmap(request: PersonRequest, program_pk: int) -> HttpResponse:
    """List what leads know of IT's roadmap, and add to it."""
    program = get_object_or_404(access.programs_worked_on_by(request.user), pk=program_pk)
    form = RoadmapForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _keep(request, program, form, None):
        return redirect("journals:roadmap", program_pk=program.pk)
    context = {"program": program, "form": form, "items": reads.roadmap_of(program)}
    return render(request, "journals/roadmap.html", context)


@require_http_methods(["GET", "POST"])
def roadmap_item(request: PersonRequest, pk: int) -> HttpResponse:
    """Change an item of the roadmap."""
    row = get_object_or_404(access.roadmap_led_by(request.user), pk=pk)
    form = RoadmapForm(request.POST or None, instance=RoadmapItem.objects.get(pk=pk))
    if request.method == "POST" and form.is_valid() and _keep(request, row.program, form, row):
        return redirect("journals:roadmap", program_pk=row.program_id)
    return render(request, "journals/roadmap_item.html", {"item": row, "form": form})


def _keep(request: PersonRequest, program: Program, form: RoadmapForm, item: RoadmapItem | None) -> bool:
    try:
        commitment_actions.keep_roadmap_item(
            program=program, item=item, by=request.user, at=timezone.now(), **form.cleaned_data
        )
    except commitment_actions.CommitmentRefused as refused:
        form.add_error("title", str(refused))
        return False
    messages.success(request, _("Saved."))
    return True
