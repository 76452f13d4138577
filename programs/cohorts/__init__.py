"""Programmes, cohorts, enrolments and wishes."""
