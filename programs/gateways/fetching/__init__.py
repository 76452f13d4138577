"""Fetches what people give the address of, without being sent where it shouldn't go.

`client.fetch` is the door; `addresses` decides where it may lead, `dav` speaks to CalDAV.
"""
