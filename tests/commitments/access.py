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
    "commitments:commitment": page(
        lambda world: {"pk": world.commitment.pk}, visitor=200, host=200, lead=200, line_manager=200
    ),
    "commitments:reword": form(
        lambda world: {"pk": world.commitment.pk},
        data={"text": "Send it on the first working day", "due_on": "2099-01-01"},
        visitor=200,
        host=200,
    ),
    "commitments:join_squad": deed(
        lambda world: {"pk": world.commitment.pk},
        data=lambda world: {"person": world.deputy.pk},
        visitor=302,
        host=302,
    ),
    "commitments:leave_squad": deed(
        lambda world: {"pk": world.squad_member.pk}, visitor=302, host=302, line_manager=302
    ),
    "commitments:thank": deed(lambda world: {"pk": world.quick_win.pk}, everyone=302),
    "commitments:answered": page(
        lambda world: {"pk": world.finance.pk},
        host=200,
        deputy=200,
        department_lead=200,
        lead=200,
        other_lead=200,
        sponsor=200,
    ),
    "commitments:minutes": page(everyone=200),
    "commitments:minutes_file": page(everyone=200),
    "commitments:routing": form(
        data=lambda world: {"system": "Ledger", "owner": world.visitor.pk}, lead=200, other_lead=200
    ),
    "commitments:link_friction": deed(
        lambda world: {"pk": world.friction.pk},
        data={"ticket": "https://tickets.example/1"},
        visitor=302,
        other_visitor=302,
        line_manager=302,
    ),
    "commitments:step": deed(
        lambda world: {"pk": world.commitment.pk, "step": "agree"}, visitor=409, host=302, lead=409, line_manager=409
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
