"""Every kind of thing that can wait for somebody: one line each, in no particular order.

A room that is added joins here: two functions in a module of this package (see
`programs.home.waiting.Source`) and one line below.
"""

from programs.home.sources import (
    afterwards,
    carrying,
    goals,
    leading,
    promises,
    taking_part,
    visits,
    voices,
)
from programs.home.waiting import Source

LEADS = ("is_lead",)
HOSTS = ("is_host", "is_department_lead", "is_lead")

SOURCES: tuple[Source, ...] = (
    Source(taking_part.cohorts_to_join, taking_part.say_cohorts_to_join),
    Source(taking_part.wishes_to_give, taking_part.say_wishes_to_give),
    Source(taking_part.surveys, taking_part.say_surveys),
    Source(taking_part.rosters, taking_part.say_rosters),
    Source(goals.objectives_to_agree, goals.say_objectives_to_agree),
    Source(goals.reviews_to_hold, goals.say_reviews_to_hold),
    Source(goals.reviews_ahead, goals.say_reviews_ahead),
    Source(goals.readings_due, goals.say_readings_due),
    Source(visits.requests, visits.say_requests, HOSTS, has_own_list=True),
    Source(visits.counter_offers, visits.say_counter_offers),
    Source(visits.offered_places, visits.say_offered_places),
    Source(visits.consents, visits.say_consents),
    Source(visits.agreements, visits.say_agreements),
    Source(visits.releases, visits.say_releases, ("releases_waiting",)),
    Source(visits.attendance, visits.say_attendance),
    Source(visits.unpublished_offerings, visits.say_unpublished_offerings, HOSTS),
    Source(afterwards.reflections, afterwards.say_reflections),
    Source(afterwards.feedback, afterwards.say_feedback),
    Source(afterwards.check_ins, afterwards.say_check_ins),
    Source(afterwards.later_check_ins, afterwards.say_later_check_ins),
    Source(afterwards.quotes, afterwards.say_quotes),
    Source(afterwards.introductions, afterwards.say_introductions, ("is_visitor",)),
    Source(promises.promises, promises.say_promises),
    Source(promises.frictions, promises.say_frictions),
    Source(promises.frictions_to_take_on, promises.say_frictions_to_take_on),
    Source(carrying.messages, carrying.say_messages),
    Source(carrying.reviews, carrying.say_reviews),
    Source(carrying.tasks, carrying.say_tasks),
    Source(carrying.nominations, carrying.say_nominations),
    Source(carrying.sponsor_actions, carrying.say_sponsor_actions, ("is_sponsor",)),
    Source(carrying.programs_with_gaps, carrying.say_programs_with_gaps, LEADS),
    Source(carrying.thanks, carrying.say_thanks),
    Source(voices.programs_with_concerns, voices.say_programs_with_concerns, LEADS),
    Source(voices.concerns_to_answer, voices.say_concerns_to_answer),
    Source(voices.replies, voices.say_replies),
    Source(leading.reports_to_sign, leading.say_reports_to_sign, ("is_lead", "is_sponsor")),
    Source(leading.finished_runs, leading.say_finished_runs, LEADS),
    Source(leading.coming_visits, leading.say_closed_days, LEADS),
    Source(leading.silent_hosts, leading.say_silent_hosts, LEADS),
    Source(leading.bare_cohorts, leading.say_bare_cohorts, LEADS),
    Source(leading.people_without_a_visit, leading.say_people_without_a_visit, LEADS),
)
