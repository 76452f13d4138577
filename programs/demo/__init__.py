"""The demo company: Nordhaven Group, its people, two cohorts and two waves. Data only."""
