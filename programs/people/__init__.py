"""People, departments, teams, sites, and the files they come in."""
