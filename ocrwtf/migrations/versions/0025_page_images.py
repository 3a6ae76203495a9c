"""Pages' pictures have a table of their own that nothing refers to.

They were rows of `files`, and of each of those that goes eight tables are asked whether they refer to it: two thirds of
what a clean-up took. `files` is what people sent (and what was made for them to keep for a while) from now on.
"""

import sqlalchemy as sa
from alembic import op

from ocrwtf.migrations.tenants import SECURE, drop_owned_function, make_functions, of_account, protect

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

TABLES = ("pages", "files", "page_images")
COLUMNS = {"full": "image_file_id", "medium": "medium_file_id", "thumbnail": "thumbnail_file_id"}
SIZES = ", ".join(f"('{size}', {column})" for size, column in COLUMNS.items())
KNOWN = "known_object_keys(keys text[])"


def known_in(*tables: str) -> dict[str, str]:
    selected = " UNION ".join(
        f"SELECT object_key FROM public.{table} WHERE object_key = ANY (keys)"  # noqa: S608  our own words
        for table in tables
    )
    return {KNOWN: f"RETURNS SETOF text LANGUAGE sql STABLE {SECURE} AS $$ {selected} $$"}


def upgrade() -> None:
    op.create_table(
        "page_images",
        sa.Column("scan_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("size", sa.String(length=10), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("object_key", sa.String(length=80), nullable=False),
        of_account("page_images"),
        sa.ForeignKeyConstraint(
            ["scan_id", "number"],
            ["pages.scan_id", "pages.number"],
            name=op.f("fk_page_images_scan_id_number"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("scan_id", "number", "size", name=op.f("pk_page_images")),
        sa.UniqueConstraint("object_key", name=op.f("uq_page_images_object_key")),
    )
    op.create_index(op.f("ix_page_images_account_id"), "page_images", ["account_id"], unique=False)
    op.add_column("pages", sa.Column("image_version", sa.String(length=12), nullable=True))
    protect("page_images", "SELECT, INSERT, DELETE")
    forced("NO FORCE")
    op.execute(
        "INSERT INTO page_images (scan_id, number, size, account_id, sha256, size_bytes, object_key)"  # noqa: S608  as above
        " SELECT scan_id, number, own.size, pages.account_id, sha256, size_bytes, object_key"
        f" FROM pages CROSS JOIN LATERAL (VALUES {SIZES}) AS own (size, file_id) JOIN files ON files.id = own.file_id"
    )
    # As addresses named it until now.
    op.execute("UPDATE pages SET image_version = right(image_file_id::text, 12) WHERE image_file_id IS NOT NULL")
    for column in COLUMNS.values():
        op.drop_column("pages", column)
    without_queue("DELETE FROM files USING page_images WHERE files.object_key = page_images.object_key")
    forced("FORCE")
    op.execute("GRANT UPDATE (image_version) ON pages TO ocrwtf_app")
    op.execute("CREATE POLICY across_accounts ON page_images FOR SELECT TO ocrwtf_system USING (true)")
    op.execute("GRANT SELECT ON page_images TO ocrwtf_system")
    drop_owned_function(KNOWN)
    make_functions(known_in("files", "page_images", "objects_to_delete"))
    op.execute(
        "CREATE TRIGGER queue_objects_of_deleted_images AFTER DELETE ON page_images REFERENCING OLD TABLE AS gone"
        " FOR EACH STATEMENT EXECUTE FUNCTION queue_objects_of_deleted_files()"
    )
    op.execute(
        "CREATE TRIGGER refuse_after_leaving BEFORE INSERT ON page_images"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_after_leaving()"
    )


def forced(force: str) -> None:
    """Whether row-level security hides all rows from the owner too."""
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} {force} ROW LEVEL SECURITY")


def without_queue(delete: str) -> None:
    """The rows go and their objects stay."""
    op.execute("ALTER TABLE files DISABLE TRIGGER queue_objects_of_deleted_files")
    op.execute(delete)
    op.execute("ALTER TABLE files ENABLE TRIGGER queue_objects_of_deleted_files")


def downgrade() -> None:
    drop_owned_function(KNOWN)
    make_functions(known_in("files", "objects_to_delete"))
    forced("NO FORCE")
    op.execute(
        "INSERT INTO files (id, account_id, sha256, size_bytes, media_type, object_key)"
        " SELECT gen_random_uuid(), account_id, sha256, size_bytes, 'image/webp', object_key FROM page_images"
    )
    for size, column in COLUMNS.items():
        op.add_column("pages", sa.Column(column, sa.Uuid(), nullable=True))
        op.execute(
            f"UPDATE pages SET {column} = files.id FROM page_images JOIN files USING (object_key)"  # noqa: S608  as above
            f" WHERE page_images.size = '{size}'"
            " AND (page_images.scan_id, page_images.number) = (pages.scan_id, pages.number)"
        )
        op.create_foreign_key(op.f(f"fk_pages_{column}"), "pages", "files", [column], ["id"])
        op.create_index(op.f(f"ix_pages_{column}"), "pages", [column], unique=False)
        op.execute(f"GRANT UPDATE ({column}) ON pages TO ocrwtf_app")
    forced("FORCE")
    op.drop_column("pages", "image_version")
    op.drop_table("page_images")
