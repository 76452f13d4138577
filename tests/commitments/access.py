"""Who gets which page of the commitments room."""

from tests.house.table import deed, form, page

PROMISE = {"text": "Send the file a day earlier", "due_on": "2099-01-01", "is_visible": "on"}

TABLE = {
    "commitments:mine": page(everyone=200),
    "commitments:quick_wins": page(everyone=200),
    "commitments:propose": form(
        lambda world: {"visit_pk": world.attended_visit.pk},
        data=lambda world: PROMISE | {"owner": world.visitor.pk},
        visitor=200,
        host=200,
        deputy=200,
    ),
    "commitments:commitment": page(lambda world: {"pk": world.commitment.pk}, visitor=200, host=200, lead=200),
    "commitments:step": deed(
        lambda world: {"pk": world.commitment.pk, "step": "agree"}, visitor=409, host=302, lead=409
    ),
    "commitments:frictions": page(everyone=200),
    "commitments:report_friction": form(
        everyone=200, visitor=404, other_visitor=404, line_manager=404, administrator=404
    ),
    "commitments:friction": page(
        lambda world: {"pk": world.friction.pk},
        visitor=200,
        other_visitor=200,
        line_manager=200,
        host=200,
        lead=200,
        other_lead=200,
        sponsor=200,
    ),
    "commitments:move_friction": deed(
        lambda world: {"pk": world.friction.pk, "step": "acknowledge"},
        data={"due_on": "2099-01-01"},
        visitor=302,
        other_visitor=302,
        line_manager=302,
    ),
}
