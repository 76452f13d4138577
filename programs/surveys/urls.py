"""Addresses of the surveys room. The last one takes what the others don't: a token of 43 characters."""

from django.urls import path, re_path

from programs.surveys import views

urlpatterns = [
    path("", views.index, name="index"),
    path("instruments/", views.instruments, name="instruments"),
    path("instruments/import/", views.import_instrument, name="import_instrument"),
    path("instruments/items/<int:pk>/", views.edit_item, name="edit_item"),
    path("instruments/of/<slug:key>/", views.instrument, name="instrument"),
    path("instruments/of/<slug:key>/copy/", views.copy_instrument, name="copy_instrument"),
    re_path(
        r"^instruments/of/(?P<key>[-\w]+)/preview/(?P<side>it|business)/$",
        views.preview_instrument,
        name="preview_instrument",
    ),
    re_path(
        r"^instruments/of/(?P<key>[-\w]+)/file\.(?P<kind>json|csv)$", views.export_instrument, name="export_instrument"
    ),
    path("programs/<int:program_pk>/new/", views.create, name="create"),
    path("programs/<int:program_pk>/linking/", views.linking, name="linking"),
    path("programs/<int:program_pk>/baseline/", views.import_baseline, name="import_baseline"),
    path("programs/<int:program_pk>/power/", views.power, name="power"),
    path("waves/<int:pk>/open/", views.open, name="open"),
    path("waves/<int:pk>/import/", views.import_answers, name="import_answers"),
    path("waves/<int:pk>/close/", views.close, name="close"),
    path("waves/<int:pk>/discard/", views.discard, name="discard"),
    re_path(r"^waves/(?P<pk>[0-9]+)/preview/(?P<side>it|business)/$", views.preview, name="preview"),
    path("waves/<int:pk>/comments/", views.comments, name="comments"),
    path("waves/<int:pk>/results/", views.results, name="results"),
    path("waves/<int:pk>/results.csv", views.results_csv, name="results_csv"),
    path("waves/<int:pk>/comparisons.csv", views.comparisons_csv, name="comparisons_csv"),
    path("waves/<int:pk>/more.csv", views.matrices_csv, name="matrices_csv"),
    path("waves/<int:pk>/departments/<int:department_pk>/", views.department, name="department"),
    path("thanks/", views.thanks, name="thanks"),
    path("withdrawn/", views.withdrawn, name="withdrawn"),
    path("<str:token>/withdraw/", views.withdraw, name="withdraw"),
    path("<str:token>/", views.answer, name="answer"),
]
