"""What the people of Nordhaven wrote: goals, journals, promises, frictions."""

GOALS = (
    "See where our tickets come from before they are tickets.",
    "Understand what happens on the two days when nobody may deploy.",
    "Find out which of our screens people avoid, and how.",
    "Learn the words they use for what I call an order.",
    "Meet one person I can call before we change something.",
    "Watch somebody use what I wrote, without helping.",
    "Know what a normal Tuesday looks like on the other side.",
    "Bring back one thing that my team can stop doing.",
)

QUESTIONS = (
    "",
    "",
    "May I bring a notebook with our release calendar?",
    "Could we look at the export that runs at night?",
    "I am vegetarian, if there is lunch. Otherwise no wishes.",
    "Which shoes do I need?",
)

REFLECTIONS = {
    "before": (
        "I expect a quiet office and a lot of spreadsheets. My team decides when their month-end export runs; I have never asked whether the time suits them.",
        "I think it will be louder than I am used to. I would like to be able to tell my team why the scanner login matters.",
        "What might be awkward: they have two open tickets with us from March. I will start with these.",
    ),
    "during": (
        "“Open” means paid but not booked here. For us it means not started.",
        "They print the list, tick it by pen, and type the ticks in after lunch.",
        "The system was fast. Finding the right one of four windows was not.",
    ),
    "what": (
        "At ten past nine a truck driver stood at the window with a wrong reference. Anna rang three people and opened five screens before he could load. It took nineteen minutes and nobody was surprised.",
        "A customer on a ship asked whether the spare part would arrive before they sail. The agent had the stock in one system, the flight in another and the customs status in her head.",
        "Two colleagues reconciled a difference of eleven cents for forty minutes, because the rule says zero. Then they showed me the rounding in our interface.",
        "At shift change the supervisor read six things from a piece of cardboard. Four of them are in our system, but on three pages and not in that order.",
        "The planner moved one order by hand and then phoned the line, the yard and the dispatcher, since the plan on the screen is from six in the morning.",
    ),
    "so_what": (
        "We measure uptime. They measure how long a driver waits. Both numbers can be good while the day goes wrong.",
        "I felt caught out, because I had closed that very ticket as “works as designed”. They were kind about it.",
        "They don't want a new system. They want to be told the evening before when something will look different.",
        "Half of what slows them down is ours and small. The other half is not ours, but we could say so instead of passing it on.",
    ),
    "now_what": (
        "I will put the customer reference on the first screen and show it to Anna before anyone else. My team should stop releasing on the second working day.",
        "I will call the planner on Thursday when the new job has run. We should start sending the evening note.",
        "One thing to change: our error texts. I copied five of them; three are English, two are numbers.",
    ),
    "later": (
        "It happened: the export now runs at six in the evening. I have called Finance twice since, both times before writing a ticket.",
        "Not yet. The release took all of us for three weeks, and I let it slip. I wrote to my host yesterday and we meet on Thursday.",
        "Half of it. The template is theirs now; the list of open points still waits for me. I know whom to ask, and I do.",
    ),
    "host_saw": (
        "She asked why we print the list. We had no answer except that we always have.",
        "He noticed that I keep my own table of error codes. He took a photograph of it, and I was glad.",
        "That our new colleagues learn the workarounds before they learn the work.",
    ),
    "host_learned": (
        "A change takes three weeks because four systems are tested with it, not because nobody cares.",
        "There is one person on call for all of it at night. I will think about that before I ring.",
        "I learned which words to put in a ticket so that it reaches the right team at once.",
    ),
    "host_next": (
        "Please come back after the release and look again.",
        "We would like to visit IT. Half a day on the service desk would help our new starters.",
    ),
}

PROMISES = (
    # (text, who promises: v for the visitor and h for the host)
    ("Put the customer reference on the first screen of the dispatch view", "v"),
    ("Send a note the evening before a change that moves a button", "v"),
    ("Move the nightly export from 06:10 to 04:30", "v"),
    ("Translate the five error texts that the line sees most", "v"),
    ("Show the service desk what a claim looks like from our side", "h"),
    ("Invite the ERP team to the month-end review in the next quarter", "h"),
    ("Keep the scanner signed in for a whole shift", "v"),
    ("Write down the three checks we do by hand, so that IT can look at them", "h"),
    ("Give the planners a named contact for interface questions", "v"),
    ("Add the ship's name to the case overview", "v"),
    ("Tell us in one line what each field on the order form is for", "h"),
    ("Make the freight list sortable by ramp", "v"),
    ("Come back with a tester after the next release", "v"),
    ("Collect every workaround of the early shift on one page", "h"),
)

FRICTIONS = (
    # (department, system, what goes wrong, minutes, times a month, workaround, state, reason)
    (
        "Logistics",
        "Warehouse scanner",
        "Signed out whenever the forklift passes gate 2",
        4,
        160,
        "We leave one scanner at the gate.",
        "in_progress",
        "",
    ),
    (
        "Finance",
        "ERP ledger",
        "Night export fails when a cost centre was renamed",
        35,
        6,
        "Start it again by hand after eight.",
        "resolved",
        "Renamed cost centres are mapped since release 11.",
    ),
    (
        "Customer Care",
        "Case system",
        "Customer number typed again in four screens",
        3,
        420,
        "A sticky note.",
        "acknowledged",
        "",
    ),
    (
        "Sales",
        "Pricing tool",
        "Discount approval mail goes to people on leave",
        25,
        18,
        "We ring the assistant.",
        "reported",
        "",
    ),
    (
        "Operations",
        "Shop-floor terminal",
        "Error texts are numbers, so everyone asks the process engineer",
        8,
        90,
        "A printed list at line 4.",
        "acknowledged",
        "",
    ),
    (
        "Procurement",
        "Supplier portal",
        "Attachments over 5 MB are dropped without a word",
        20,
        12,
        "Ask for them by mail.",
        "resolved",
        "The limit is now 25 MB, and the page says so.",
    ),
    (
        "People & Culture",
        "Onboarding workflow",
        "Laptop and account are ordered in two forms",
        15,
        22,
        "",
        "wont_fix",
        "The new workflow in March replaces both forms; until then please order the laptop first.",
    ),
    (
        "Quality & Safety",
        "Document archive",
        "Search finds the old revision first",
        10,
        75,
        "Sort by date, then scroll.",
        "reported",
        "",
    ),
)
