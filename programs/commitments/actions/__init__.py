"""What can be done with promises, frictions and the roadmap. One verb each."""

from programs.commitments.actions.frictions import climb_ladder, link_friction, move_friction, report_friction
from programs.commitments.actions.leavers import pass_on_commitments_of
from programs.commitments.actions.promises import (
    join_squad,
    leave_squad,
    propose_commitment,
    remind_owners,
    reword_commitment,
    say_thanks,
    take_step,
)
from programs.commitments.actions.roadmap import keep_roadmap_item
from programs.commitments.actions.routing import name_it_contact, name_system_owner
from programs.commitments.refused import CommitmentRefused

__all__ = [
    "CommitmentRefused",
    "climb_ladder",
    "join_squad",
    "keep_roadmap_item",
    "leave_squad",
    "link_friction",
    "move_friction",
    "name_it_contact",
    "name_system_owner",
    "pass_on_commitments_of",
    "propose_commitment",
    "remind_owners",
    "report_friction",
    "reword_commitment",
    "say_thanks",
    "take_step",
]
