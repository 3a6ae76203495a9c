"""Who a user is elsewhere, and sign-ins that are under way at a provider.

One more function that looks across accounts, made as those of `0003`: whose an identity is.
"""

import sqlalchemy as sa
from alembic import op

from ocrwtf.migrations.tenants import SECURE, make_functions, of_account, of_user, protect

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

NOW = sa.text("now()")
FIND = "find_identity(of_issuer text, of_subject text)"
FIND_BODY = f"""
    RETURNS TABLE (user_id uuid, account_id uuid, role text, is_active boolean)
    LANGUAGE sql STABLE {SECURE} AS $$
        SELECT u.id, u.account_id, u.role, u.is_active
        FROM public.identities i JOIN public.users u ON u.id = i.user_id
        WHERE i.issuer = of_issuer AND i.subject = of_subject
    $$
"""  # noqa: S608  our own words


def upgrade() -> None:
    create_identities()
    create_attempts()
    let_in()
    make_functions({FIND: FIND_BODY})


def create_identities() -> None:
    op.create_table(
        "identities",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("issuer", sa.String(length=255), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        of_account("identities"),
        of_user("identities"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identities")),
        sa.UniqueConstraint("issuer", "subject", name="uq_identities_issuer_subject"),
    )
    op.create_index(op.f("ix_identities_account_id"), "identities", ["account_id"], unique=False)
    op.create_index(op.f("ix_identities_user_id"), "identities", ["user_id"], unique=False)


def create_attempts() -> None:
    op.create_table(
        "sign_in_attempts",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("provider", sa.String(length=10), nullable=False),
        sa.Column("back_to", sa.String(length=500), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name=op.f("fk_sign_in_attempts_session_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sign_in_attempts")),
    )
    op.create_index(op.f("ix_sign_in_attempts_session_id"), "sign_in_attempts", ["session_id"], unique=False)
    op.create_index(op.f("ix_sign_in_attempts_expires_at"), "sign_in_attempts", ["expires_at"], unique=False)


def let_in() -> None:
    protect("identities")
    op.execute("CREATE POLICY across_accounts ON identities FOR SELECT TO ocrwtf_system USING (true)")
    op.execute("GRANT SELECT ON identities TO ocrwtf_system")
    op.execute("GRANT SELECT, INSERT, DELETE ON sign_in_attempts TO ocrwtf_app")


def downgrade() -> None:
    op.execute(f"DROP FUNCTION {FIND}")
    for table in ("sign_in_attempts", "identities"):
        op.drop_table(table)
