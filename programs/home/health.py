"""Whether this process can answer: for load balancers and monitors."""

import shutil

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

LEAST_FREE = 0.05
"""A disk with less free space than this part of it is as good as full."""
DRAINING = "draining"
"""A file of this name in the var directory takes the process out of service before it stops."""


def reasons_not_to_serve() -> list[str]:
    """Return why no requests should come here; nothing when all is well. For the log, not for the public."""
    if (settings.VAR_DIR / DRAINING).exists():
        return ["draining"]
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        return [f"database: {error}"]
    disk = shutil.disk_usage(settings.BASE_DIR)
    return [f"migration {migration} is not applied" for migration, _backwards in missing] + (
        ["disk almost full"] if disk.free < LEAST_FREE * disk.total else []
    )
