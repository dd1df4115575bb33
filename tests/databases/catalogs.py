"""What a PostgreSQL schema holds, as its catalog tells it."""

from typing import Any

import psycopg

_COLUMNS = """
SELECT t.relname, c.attname, format_type(c.atttypid, c.atttypmod), c.attnotnull, o.collname
FROM pg_class AS t JOIN pg_attribute AS c ON c.attrelid = t.oid AND c.attnum > 0
LEFT JOIN pg_collation AS o ON o.oid = c.attcollation
WHERE t.relnamespace = %(schema)s::regnamespace AND t.relkind IN ('r', 'p') AND NOT c.attisdropped
ORDER BY t.relname, c.attnum
"""
_CONSTRAINTS = """
SELECT t.relname, c.contype::text, c.conname, pg_get_constraintdef(c.oid), c.convalidated
FROM pg_class AS t JOIN pg_constraint AS c ON c.conrelid = t.oid
WHERE t.relnamespace = %(schema)s::regnamespace ORDER BY 1, 2, 3
"""
_INDEXES = """
SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = %(schema)s ORDER BY 1, 2
"""
_VALID = """
SELECT bool_and(i.indisvalid) FROM pg_index AS i JOIN pg_class AS t ON t.oid = i.indrelid
WHERE t.relnamespace = %(schema)s::regnamespace
"""
_PARTITIONED = """
SELECT t.relname, pg_get_partkeydef(t.oid) FROM pg_class AS t
WHERE t.relnamespace = %(schema)s::regnamespace AND t.relkind = 'p' ORDER BY 1
"""
_PARTITIONS = """
SELECT parent.relname, child.relname, pg_get_expr(child.relpartbound, child.oid)
FROM pg_inherits AS link JOIN pg_class AS parent ON parent.oid = link.inhparent
JOIN pg_class AS child ON child.oid = link.inhrelid
WHERE parent.relnamespace = %(schema)s::regnamespace AND parent.relkind = 'p' ORDER BY 1, 2
"""
_ATTACHED_INDEXES = """
SELECT parent_table.relname, parent.relname, child_table.relname
FROM pg_inherits AS link
JOIN pg_index AS pi ON pi.indexrelid = link.inhparent
JOIN pg_index AS ci ON ci.indexrelid = link.inhrelid
JOIN pg_class AS parent ON parent.oid = pi.indexrelid
JOIN pg_class AS parent_table ON parent_table.oid = pi.indrelid
JOIN pg_class AS child_table ON child_table.oid = ci.indrelid
WHERE parent_table.relnamespace = %(schema)s::regnamespace ORDER BY 1, 2, 3
"""
QUESTIONS = {
    "columns": _COLUMNS,
    "constraints": _CONSTRAINTS,
    "indexes": _INDEXES,
    "valid": _VALID,
    "partitioned": _PARTITIONED,
    "partitions": _PARTITIONS,
    "attached indexes": _ATTACHED_INDEXES,
}


def catalog(address: str, schema: str) -> dict[str, list[tuple[Any, ...]]]:
    """Everything the catalog says of the schema, but of Alembic's own table."""
    with psycopg.connect(address) as connection:
        return {
            name: [
                row
                for row in connection.execute(question, {"schema": schema}).fetchall()
                if row[0] != "alembic_version"
            ]
            for name, question in QUESTIONS.items()
        }


def objects(address: str) -> list[tuple[Any, ...]]:
    """All tables, indexes, types and constraints that are not the system's: to see what is left."""
    with psycopg.connect(address) as connection:
        return connection.execute(
            """
            SELECT n.nspname, 'class', c.relname FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname !~ '^(pg_|information_schema)'
            UNION ALL SELECT nspname, 'schema', nspname FROM pg_namespace
            WHERE nspname !~ '^(pg_|information_schema)'
            UNION ALL SELECT n.nspname, 'type', t.typname FROM pg_type t
            JOIN pg_namespace n ON n.oid = t.typnamespace
            WHERE n.nspname !~ '^(pg_|information_schema)'
            ORDER BY 1, 2, 3
            """
        ).fetchall()
