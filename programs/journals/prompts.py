"""What a journal asks. Own wording, after Borton 1970 and Rolfe et al. 2001 (What? So what? Now what?)."""

from django.utils.translation import gettext_lazy as _

from programs.journals.choices import Section

PROMPTS = {
    Section.BEFORE: (
        _("What do you expect a day in %(department)s to be like?"),
        _("Which of your team's decisions land on this department's desk?"),
        _("What would you like to be able to explain to your team afterwards?"),
        _("What might make this awkward, and what would help?"),
    ),
    Section.DURING: (
        _("Something I did not expect…"),
        _("A word they use that we use differently…"),
        _("A moment our systems helped or got in the way…"),
    ),
    Section.WHAT: (_("Describe one moment in detail: who needed what, and what happened next."),),
    Section.SO_WHAT: (
        _("What does it say about how our work reaches them?"),
        _("What did you feel, and what did they seem to feel?"),
    ),
    Section.NOW_WHAT: (
        _("One thing I will do in the next two weeks."),
        _("One thing my team should stop, start or change."),
        _("Who I will call."),
    ),
    Section.LATER: (
        _("Did it happen? What got in the way?"),
        _("Who have you been in touch with?"),
    ),
    Section.HOST_SAW: (_("What did the visitor notice that we no longer see?"),),
    Section.HOST_LEARNED: (_("What did you learn about how IT works?"),),
    Section.HOST_NEXT: (_("What should come of this day, for us and for IT?"),),
}


MORE_PROMPTS = {
    Section.WHAT: (
        _("What happened, step by step, and who did what?"),
        _("What went through your mind, and how did it feel?"),
    ),
    Section.SO_WHAT: (
        _("What went well, and what didn't?"),
        _("Why was it so? What would explain it to somebody who wasn't there?"),
    ),
    Section.NOW_WHAT: (
        _("What else could have been done?"),
        _("If it came up again tomorrow, what would you do?"),
    ),
}
"""The long form, for those who want it: six steps after Gibbs 1988, in our own words."""


def more_prompts_for(section: Section) -> list[str]:
    """Return the questions of the long form; empty where there are none."""
    return [str(prompt) for prompt in MORE_PROMPTS.get(section, ())]


def prompts_for(section: Section, *, department: str) -> list[str]:
    """Return a section's questions, in the reader's language, naming the department."""
    return [str(prompt) % {"department": department} for prompt in PROMPTS[section]]
