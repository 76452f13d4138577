"""Random small matching problems for property tests."""

from hypothesis import strategies as st

from programs.matching.model import Budget, Cover, Day, Floor, HostBudget, Visitor, Wish, problem

MONDAY = 739_701


@st.composite
def problems(draw, *, with_locks=False, with_groups=True, with_required_floors=False):
    """Up to 7 people and 7 days; everything may be scarce."""
    visitors = [
        Visitor(
            10 + number, draw(st.integers(0, 3)), draw(st.integers(-1, 2)), draw(st.booleans()), draw(st.booleans())
        )
        for number in range(draw(st.integers(0, 7)))
    ]
    days = []
    for number in range(draw(st.integers(0, 7))):
        places = draw(st.integers(0, 3))
        least = draw(st.integers(0, places)) if with_groups and draw(st.booleans()) else 0
        on = MONDAY + draw(st.integers(0, 9))
        days.append(
            Day(
                100 + number,
                draw(st.integers(0, 3)),
                on,
                places,
                least,
                on // 28,
                draw(st.sampled_from([0, 90, 120, 240])),
                draw(st.integers(50, 52)),
            )
        )
    wishes = [
        Wish(visitor.key, day.key, draw(st.integers(0, 1000)), draw(st.integers(1, 4)))
        for visitor in visitors
        for day in days
        if draw(st.booleans())
    ]
    dates = sorted({day.on for day in days})
    covers = [Cover(team, on, draw(st.integers(0, 2))) for team in range(3) for on in dates if draw(st.booleans())]
    months = sorted({(day.department, day.month) for day in days})
    budgets = [Budget(*month, draw(st.integers(0, 5)) * 120) for month in months if draw(st.booleans())]
    hosts = sorted({(day.host, day.month) for day in days})
    host_budgets = [HostBudget(*month, draw(st.integers(0, 4)) * 120) for month in hosts if draw(st.booleans())]
    floors = [
        Floor(
            draw(st.integers(0, 3)),
            MONDAY + draw(st.integers(0, 4)),
            MONDAY + draw(st.integers(4, 9)),
            draw(st.integers(1, 4)),
            with_required_floors and draw(st.booleans()),
        )
        for _ in range(draw(st.integers(0, 2)))
    ]
    locks = [(wish.visitor, wish.day) for wish in wishes if draw(st.integers(0, 9)) == 0] if with_locks else []
    return problem(
        visitors=visitors,
        days=days,
        wishes=wishes,
        covers=covers,
        budgets=budgets,
        host_budgets=host_budgets,
        floors=floors,
        locks=locks,
        kept=[(wish.visitor, wish.day) for wish in wishes if draw(st.integers(0, 4)) == 0],
        spacing=draw(st.integers(1, 4)),
        counts_first=draw(st.booleans()),
    )
