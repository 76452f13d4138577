"""Reflections, private until their author says otherwise."""
