"""What people say about the programme, and what came of it: concerns, drafts open for comment, changes made."""
