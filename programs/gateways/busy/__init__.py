"""Reads when somebody is busy from a calendar file that nobody vouches for.

`process.read_busy` is the door. It reads in a child process with limits; `reader` and
`recurrence` are what runs there. Nothing but start, end and kind leaves the child.
"""
