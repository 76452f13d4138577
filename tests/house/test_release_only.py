"""Answers are read in two places only: where they are shuffled, and on their way into the gateway.

Own words, which are no figures, are read in a third: where a lead releases them; and whole sides
are counted in a fourth, when the last reminder goes out. An import of
raw answers asks which departments a wave has answers of already, so that it adds no small group.
"""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
RAW = {"Response", "BallotPaper", "Comment", "Rating"}
READERS = {
    "programs/surveys/ballots.py",
    "programs/surveys/comments.py",
    "programs/surveys/early.py",
    "programs/surveys/importing.py",
    "programs/surveys/intake.py",
    "programs/surveys/models.py",
    "programs/models.py",
}


def names_of(source):
    """The raw tables that a module imports or names as attributes of the models module."""
    tree = ast.parse(source)
    imported = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module in {"programs.surveys.models", "programs.models"}
        for alias in node.names
    }
    attributes = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "models"
    }
    related = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in {"responses", "comments", "ratings"}
        and isinstance(node.value, ast.Name)
        and node.value.id == "wave"
    }
    return (imported | attributes) & RAW | related


def test_only_the_ballot_box_and_the_intake_read_raw_answers():
    readers = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "programs").rglob("*.py")
        if "migrations" not in path.parts and names_of(path.read_text())
    }

    assert readers <= READERS


def test_names_of_finds_every_way_round():
    assert names_of("from programs.surveys.models import Response, Wave") == {"Response"}
    assert names_of("from programs.surveys import models\nmodels.Comment.objects.all()") == {"Comment"}
    assert names_of("wave.responses.count()") == {"responses"}
    assert not names_of("from django.http import HttpResponse")
