"""Pages of the briefings room."""

from pathlib import Path

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from programs.briefings import access, actions, documents, queries
from programs.briefings.forms import AgreeForm, CardForm, StrategyForm, SystemForm, WordForm
from programs.briefings.models import DepartmentSystem, FaceCard, StrategyCheck
from programs.gateways import pdf as pdf_gateway
from programs.people.requests import PersonRequest

WORKER = Path(__file__).parent.parent / "static/programs/packs-worker.js"


@require_GET
def index(request: PersonRequest) -> HttpResponse:
    """List the packs of coming visits: one's own, those one hosts, those of programmes one leads."""
    rows = queries.coming_packs(request.user, at=timezone.now())
    return render(request, "briefings/index.html", {"rows": rows})


@require_GET
def pack(request: PersonRequest, pk: int) -> HttpResponse:
    """Show a pack. The device keeps it, so that it opens without a connection on the day."""
    visit = get_object_or_404(access.packs_visible_to(request.user), pk=pk)
    found = queries.pack_of(visit, request.user, at=timezone.now())
    context = {"pack": found, "shown": documents.shown(found, request.user), "agree_form": AgreeForm()}
    return render(request, "briefings/pack.html", context)


@require_GET
def pdf(request: PersonRequest, pk: int) -> HttpResponse:
    """Give the pack as a PDF, made now from what stands now."""
    visit = get_object_or_404(access.packs_visible_to(request.user), pk=pk)
    found = queries.pack_of(visit, request.user, at=timezone.now())
    try:
        content = pdf_gateway.render(documents.pdf_job(found, request.user, on=timezone.localdate()))
    except pdf_gateway.PdfUnavailable as error:
        messages.error(request, str(error))
        return redirect("briefings:pack", pk=pk)
    name = slugify(f"{visit.day.offering.title} {visit.on}") or f"pack-{pk}"
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_GET
def face(request: PersonRequest, pk: int, person: int) -> HttpResponse:
    """Send the photo of somebody who is met on a visit."""
    visit = get_object_or_404(access.packs_visible_to(request.user), pk=pk)
    return _jpeg(queries.photo_of(visit, person))


def _jpeg(content: bytes | None) -> HttpResponse:
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type="image/jpeg")
    response["Cache-Control"] = "private, no-cache"
    return response


@require_POST
def agree(request: PersonRequest, pk: int) -> HttpResponse:
    """Say yes to how the day goes, for one's own side."""
    visit = get_object_or_404(access.packs_visible_to(request.user), pk=pk)
    form = AgreeForm(request.POST)
    aim = form.cleaned_data["aim"] if form.is_valid() else request.POST.get("aim", "")[:250]
    try:
        actions.agree(visit=visit, by=request.user, at=timezone.now(), aim=aim)
    except actions.BriefingRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Agreed. Thank you."))
    return redirect(reverse("briefings:pack", args=[pk]) + "#agreement")


@require_http_methods(["GET", "POST"])
def strategy(request: PersonRequest, pk: int) -> HttpResponse:
    """Ask the visitor three questions before the day."""
    visit = get_object_or_404(access.own_packs(request.user), pk=pk)
    said = StrategyCheck.objects.filter(visit=visit).first()
    initial = {"goal": said.goal, "part": said.part, "sentence": said.sentence} if said else {}
    form = StrategyForm(request.POST or None, initial=initial, department=visit.day.offering.department.name)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_strategy(visit=visit, by=request.user, at=timezone.now(), **form.cleaned_data)
        except actions.BriefingRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect(reverse("briefings:pack", args=[pk]) + "#strategy")
    context = {"visit": visit, "form": form} | queries.company_of(visit, request.user)
    return render(request, "briefings/strategy.html", context, status=409 if form.errors else 200)


# What a department says and works with -------------------------------------------------------


@require_http_methods(["GET", "POST"])
def department(request: PersonRequest, pk: int) -> HttpResponse:
    """Show a department's words and systems; both sides add words."""
    row = get_object_or_404(access.departments_known_to(request.user), pk=pk)
    form = WordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_word(department=row, by=request.user, at=timezone.now(), **form.cleaned_data)
        except actions.BriefingRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Added."))
            return redirect("briefings:department", pk=pk)
    context = {
        "department": row,
        "form": form,
        "words": queries.words_of(row),
        "removable": set(access.entries_removable_by(request.user).filter(department=row).values_list("pk", flat=True)),
        "systems": DepartmentSystem.objects.filter(department=row).select_related("team"),
        "system_form": SystemForm() if access.departments_written_by(request.user).filter(pk=pk).exists() else None,
    }
    return render(request, "briefings/department.html", context, status=409 if form.errors else 200)


@require_POST
def add_system(request: PersonRequest, pk: int) -> HttpResponse:
    """Add a system to a department's list."""
    row = get_object_or_404(access.departments_written_by(request.user), pk=pk)
    form = SystemForm(request.POST)
    if form.is_valid():
        try:
            actions.add_system(department=row, by=request.user, at=timezone.now(), **form.cleaned_data)
        except actions.BriefingRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Added."))
    else:
        for field, errors in form.errors.items():
            messages.error(request, f"{form.fields[field].label}: {' '.join(str(one) for one in errors)}")
    return redirect("briefings:department", pk=pk)


@require_POST
def remove_system(request: PersonRequest, pk: int) -> HttpResponse:
    """Take a system out of a department's list."""
    departments = access.departments_written_by(request.user)
    row = get_object_or_404(DepartmentSystem.objects.filter(department__in=departments), pk=pk)
    actions.remove_system(system=row, by=request.user, at=timezone.now())
    messages.success(request, _("Taken out."))
    return redirect("briefings:department", pk=row.department_id)


@require_POST
def remove_word(request: PersonRequest, pk: int) -> HttpResponse:
    """Take a pair of words out."""
    entry = get_object_or_404(access.entries_removable_by(request.user), pk=pk)
    department_pk = entry.department_id
    actions.remove_word(entry=entry, by=request.user, at=timezone.now())
    messages.success(request, _("Taken out."))
    known = access.departments_known_to(request.user).filter(pk=department_pk).exists()
    return redirect("briefings:department", pk=department_pk) if known else redirect("briefings:index")


# Face cards and the device -------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def card(request: PersonRequest) -> HttpResponse:
    """Let somebody write how they introduce themselves."""
    own = FaceCard.objects.filter(person=request.user).first()
    initial = {"sentence": own.sentence, "languages": own.languages} if own else {}
    form = CardForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data, upload = form.cleaned_data, form.cleaned_data["photo"]
        photo = upload.read(actions.PHOTO_MEGABYTES * 1_000_000 + 1) if upload else None
        try:
            actions.save_card(
                person=request.user, sentence=data["sentence"], languages=data["languages"], photo=photo,
                at=timezone.now(),
            )  # fmt: skip
        except actions.BriefingRefused as refused:
            form.add_error("photo", str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect("briefings:card")
    context = {"form": form, "card": own}
    return render(request, "briefings/card.html", context, status=409 if form.errors else 200)


@require_GET
def own_photo(request: PersonRequest) -> HttpResponse:
    """Send a person their own photo."""
    own = FaceCard.objects.filter(person=request.user).first()
    return _jpeg(bytes(own.photo) if own and own.photo is not None else None)


@require_POST
def remove_photo(request: PersonRequest) -> HttpResponse:
    """Delete one's own photo."""
    actions.remove_photo(person=request.user, at=timezone.now())
    messages.success(request, _("The photo is gone."))
    return redirect("briefings:card")


@login_not_required
@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker of this room: its address gives it the packs and nothing else.

    It holds no one's data, so it is there without a session: a browser asks for it on its own.
    """
    response = HttpResponse(WORKER.read_text(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response
