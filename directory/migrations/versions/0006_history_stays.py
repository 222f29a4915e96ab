"""The history of changes can be added to, and neither altered nor deleted, by anybody

SQLite forgets triggers when a table is rebuilt (`batch_alter_table`): a later step that alters `change` has
to set them up again.
"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

WHY = "the history of changes is only ever added to"
ON_SQLITE = [
    f"CREATE TRIGGER change_stays_{what} BEFORE {what} ON change BEGIN SELECT RAISE(ABORT, '{WHY}'); END"
    for what in ("update", "delete")
]
ON_POSTGRESQL = [
    "CREATE FUNCTION change_stays() RETURNS trigger LANGUAGE plpgsql AS"
    f" $$ BEGIN RAISE EXCEPTION '{WHY}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    "CREATE TRIGGER change_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON change"
    " FOR EACH STATEMENT EXECUTE FUNCTION change_stays()",
]


def upgrade() -> None:
    for statement in ON_SQLITE if op.get_bind().dialect.name == "sqlite" else ON_POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER change_stays_update")
        op.execute("DROP TRIGGER change_stays_delete")
    else:
        op.execute("DROP TRIGGER change_stays ON change")
        op.execute("DROP FUNCTION change_stays()")
