"""What leads plan beside the visits: who is told what and when, risks, and milestones."""
