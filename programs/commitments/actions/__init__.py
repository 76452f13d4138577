"""What can be done with promises, frictions and the roadmap. One verb each."""

from programs.commitments.actions.frictions import move_friction, report_friction
from programs.commitments.actions.leavers import pass_on_commitments_of
from programs.commitments.actions.promises import propose_commitment, remind_owners, take_step
from programs.commitments.actions.roadmap import keep_roadmap_item
from programs.commitments.refused import CommitmentRefused

__all__ = [
    "CommitmentRefused",
    "keep_roadmap_item",
    "move_friction",
    "pass_on_commitments_of",
    "propose_commitment",
    "remind_owners",
    "report_friction",
    "take_step",
]
