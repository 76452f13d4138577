"""Pages of the people room: the directory, places, imports, one's own settings, sign-in by mail."""

from programs.people.views.directory import (
    add_person,
    deactivate_person,
    edit_person,
    export,
    index,
    person,
    reactivate_person,
)
from programs.people.views.imports import (
    apply_import,
    discard_import,
    import_errors,
    import_example,
    imports,
    preview_import,
)
from programs.people.views.own import settings
from programs.people.views.places import add_place, edit_place, places
from programs.people.views.sign_in import link_sent, magic_link, open_link

__all__ = [
    "add_person",
    "add_place",
    "apply_import",
    "deactivate_person",
    "discard_import",
    "edit_person",
    "edit_place",
    "export",
    "import_errors",
    "import_example",
    "imports",
    "index",
    "link_sent",
    "magic_link",
    "open_link",
    "person",
    "places",
    "preview_import",
    "reactivate_person",
    "settings",
]
