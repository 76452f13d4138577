"""The formulas behind every figure. Plain Python and numpy, no Django.

Each function's docstring names its source and the number of the method there. Tests
check it against scipy or statsmodels or the printed example of its paper, and show that
the variant it is easily taken for gives something else.
"""

from programs.surveys.statistics.families import benjamini_hochberg, holm
from programs.surveys.statistics.groups import (
    Stratum,
    agreement,
    clustered_difference,
    clustered_slope,
    collapsed,
    design_effect,
    dose_slope,
    dose_trend,
    effective_n,
    expected_drift,
    footing_of,
    intraclass_correlation,
    post_stratified,
    post_stratified_error,
    weights_of,
)
from programs.surveys.statistics.language import causal_words, overclaims
from programs.surveys.statistics.means import (
    hedges_g,
    hedges_g_av,
    mean_interval,
    paired_mean_change,
    signed_rank,
)
from programs.surveys.statistics.power import (
    invitations_needed,
    n_per_wave,
    pairs_needed,
    power_of_change,
    power_of_linked_change,
    smallest_detectable_change,
    smallest_detectable_gap_change,
    smallest_detectable_linked_change,
)
from programs.surveys.statistics.reliability import cronbach_alpha, mcdonald_omega, omega_interval, pair_correlation
from programs.surveys.statistics.shares import (
    Interval,
    change_of_gap,
    difference,
    linked_change,
    linked_change_bonett_price,
    mcnemar_exact,
    mcnemar_mid_p,
    recommend_score,
    response_rate,
    score_test,
    story_of,
    wilson,
    worst_case,
)
from programs.surveys.statistics.sizes import Allowed, allowed

__all__ = [
    "Allowed",
    "Interval",
    "Stratum",
    "agreement",
    "allowed",
    "benjamini_hochberg",
    "causal_words",
    "change_of_gap",
    "clustered_difference",
    "clustered_slope",
    "collapsed",
    "cronbach_alpha",
    "design_effect",
    "difference",
    "dose_slope",
    "dose_trend",
    "effective_n",
    "expected_drift",
    "footing_of",
    "hedges_g",
    "hedges_g_av",
    "holm",
    "intraclass_correlation",
    "invitations_needed",
    "linked_change",
    "linked_change_bonett_price",
    "mcdonald_omega",
    "mcnemar_exact",
    "mcnemar_mid_p",
    "mean_interval",
    "n_per_wave",
    "omega_interval",
    "overclaims",
    "pair_correlation",
    "paired_mean_change",
    "pairs_needed",
    "post_stratified",
    "post_stratified_error",
    "power_of_change",
    "power_of_linked_change",
    "recommend_score",
    "response_rate",
    "score_test",
    "signed_rank",
    "smallest_detectable_change",
    "smallest_detectable_gap_change",
    "smallest_detectable_linked_change",
    "story_of",
    "weights_of",
    "wilson",
    "worst_case",
]
