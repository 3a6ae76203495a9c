"""No account sees another one's rows, whatever a query forgets."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, create_engine, select, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from ocrwtf.conversions.kind import DeckKind
from ocrwtf.conversions.models import Conversion, ConversionFile, Variant
from ocrwtf.core import database, fitness
from ocrwtf.core.database import Base
from ocrwtf.credits import service as credits_service
from ocrwtf.credits.models import Reason
from ocrwtf.events.models import Event, EventKind
from ocrwtf.files import service as files_service
from ocrwtf.files.models import Upload
from ocrwtf.files.service import Bytes
from ocrwtf.idempotency.models import IdempotentRequest
from ocrwtf.retention.models import Archive, Deletion, DeletionKind
from ocrwtf.reviews.models import Review
from ocrwtf.scans import page_images
from ocrwtf.scans.models import Correction, Extraction, ImageSize, Kind, Page, RememberedField, Scan, ScanLink
from ocrwtf.scans.page_images import StoredImage
from ocrwtf.scans.search import index
from ocrwtf.users.identity_models import Identity
from ocrwtf.users.letter_tables import KnownDevice, OneTimeLink
from ocrwtf.users.models import ApiKey, LoginSession, RefreshToken, Role
from ocrwtf.users.people.models import Invitation, Pairing
from ocrwtf.webhooks.models import WebhookDelivery, WebhookEndpoint
from tests.integration.conftest import Person, Urls

WITHOUT_TENANT = {
    "alembic_version": "the schema's version",
    "objects_to_delete": "random object keys whose rows are gone",
    "left_identities": "hashes that belong to nobody any more; functions alone look at them",
    "procrastinate_jobs": "ids only; the worker serves all accounts",
    "procrastinate_events": "of jobs",
    "procrastinate_periodic_defers": "of the schedule",
    "sign_in_attempts": "nobody is known yet; each is found by the hash of a browser's cookie alone",
    "procrastinate_workers": "of the worker",
}
"""Tables without row-level security, and why."""

TENANT_TABLES = sorted(set(Base.metadata.tables) - set(WITHOUT_TENANT))

ACROSS_ACCOUNTS = {
    "accounts_to_refill",
    "all_reviews",
    "add_password_link",
    "any_user_exists",
    "expired_archives",
    "expired_conversions",
    "expired_uploads",
    "find_api_key",
    "find_deletion",
    "find_invitation",
    "find_identity",
    "find_login",
    "find_pairing",
    "find_one_time_link",
    "find_refresh_token",
    "find_session",
    "forget_expired_sessions",
    "forget_idempotent_requests",
    "forget_left_identities",
    "forget_old_events",
    "forget_old_security_log",
    "forget_over_invitations",
    "forget_old_links_and_devices",
    "forget_old_receipts",
    "forget_replies_about_scan",
    "forget_security_log_of_left",
    "identity_left_at",
    "known_object_keys",
    "list_users",
    "oldest_scans",
    "moderate_review",
    "queue_objects_of_deleted_files",
    "remember_left_identity",
    "review_counts",
    "search_scans",
    "shown_reviews",
    "stranded_conversions",
    "stranded_scans",
    "unfinished_deletions",
    "webhooks_with_work",
}
"""All functions that run with more rights than their caller."""


def test_every_table_has_forced_row_level_security_or_a_reason(owner_engine: Engine) -> None:
    with owner_engine.connect() as connection:
        rows = connection.execute(
            text(
                "SELECT relname, relrowsecurity AND relforcerowsecurity AS forced FROM pg_class"
                " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
            )
        ).all()
    assert {row.relname for row in rows if not row.forced} == set(WITHOUT_TENANT)


def test_every_tenant_policy_binds_reading_and_writing_to_the_account(owner_engine: Engine) -> None:
    with owner_engine.connect() as connection:
        rows = connection.execute(text("SELECT * FROM pg_policies WHERE 'ocrwtf_app' = ANY (roles)")).all()
    expected = {name for name in Base.metadata.tables if name not in WITHOUT_TENANT}
    assert {row.tablename for row in rows} == expected
    for row in rows:
        assert row.cmd == "ALL"
        assert "app.account_id" in row.qual
        assert row.with_check == row.qual


def test_functions_with_more_rights_are_the_known_ones_with_a_fixed_search_path(owner_engine: Engine) -> None:
    with owner_engine.connect() as connection:
        rows = connection.execute(
            text(
                "SELECT proname, proowner::regrole::text AS owner, proconfig, has_function_privilege('public',"
                " oid, 'execute') AS open FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace"
            )
        ).all()
    assert {row.proname for row in rows} == ACROSS_ACCOUNTS
    for row in rows:
        assert (row.owner, row.open) == ("ocrwtf_system", False)
        assert row.proconfig[0] == "search_path=pg_catalog, pg_temp"


def test_the_app_role_is_neither_owner_nor_above_the_policies(urls: Urls) -> None:
    with database.transaction() as session:
        fitness.refuse_unfit(session.connection())
        facts = session.execute(text("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")).one()
    assert facts == (False, False)
    assert urls.app != urls.admin


def test_starting_as_superuser_is_refused_with_a_sentence(owner_engine: Engine) -> None:
    with owner_engine.connect() as connection, pytest.raises(fitness.SchemaError, match="member of ocrwtf_app"):
        fitness.refuse_unfit(connection)


def test_starting_as_owner_of_the_tables_is_refused(owner_engine: Engine) -> None:
    role = f"owner_{uuid4().hex[:8]}"
    with owner_engine.connect() as connection:
        connection.execute(text(f"CREATE ROLE {role}"))
        connection.execute(text(f"ALTER TABLE pages OWNER TO {role}"))
        connection.execute(text(f"SET ROLE {role}"))
        with pytest.raises(fitness.SchemaError, match="owner"):
            fitness.refuse_unfit(connection)


def test_starting_on_an_older_schema_is_refused(owner_engine: Engine) -> None:
    with owner_engine.connect() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
        connection.execute(text("SET ROLE ocrwtf_app"))
        with pytest.raises(fitness.SchemaError, match="ocrwtf migrate"):
            fitness.refuse_unfit(connection)


def add_tokens(session: Session, person: Person) -> None:
    login = session.scalars(select(LoginSession)).first()
    assert login
    key = {"user_id": person.user_id, "name": "x", "key_hash": uuid4().bytes, "ending": "x", "scopes": ["read"]}
    own = {"account_id": person.account_id, "user_id": person.user_id, "caller_id": person.user_id, "claim": uuid4()}
    request = {"method": "POST", "route": "x", "key_hash": b"", "fingerprint": b"", "locked_until": datetime.now(UTC)}
    session.add(RefreshToken(account_id=person.account_id, session_id=login.id, token_hash=uuid4().bytes))
    session.add(ApiKey(account_id=person.account_id, **key))
    session.add(IdempotentRequest(**own, **request))
    session.add(Review(account_id=person.account_id, user_id=person.user_id, rating=5, text=""))
    link = {"account_id": person.account_id, "token_hash": uuid4().bytes, "expires_at": datetime.now(UTC)}
    session.add(Invitation(**link, invited_by=person.user_id, role=Role.STAFF))
    session.add(Pairing(**link, made_by=person.user_id))
    user = {"account_id": person.account_id, "user_id": person.user_id}
    session.add(KnownDevice(**user, mark=b"", device="", network=""))
    session.add(OneTimeLink(**user, kind="email", email="", token_hash=uuid4().bytes, expires_at=datetime.now(UTC)))
    session.add(Identity(account_id=person.account_id, user_id=person.user_id, issuer="x", subject=str(uuid4())))
    session.flush()


def add_conversion(session: Session, person: Person, file_id: UUID) -> None:
    own = {"account_id": person.account_id, "file_id": file_id, "size_bytes": 0}
    deck = Conversion(
        **own, kind=DeckKind.PPTX, filename="", slide_count=1, expires_at=datetime.max.replace(tzinfo=UTC)
    )
    session.add(deck)
    session.flush()
    session.add(ConversionFile(**own, conversion_id=deck.id, kind=Variant.SLIDES, number=0))
    session.flush()


def add_webhook(session: Session, person: Person) -> None:
    own = {"account_id": person.account_id}
    endpoint = WebhookEndpoint(**own, url="", description="", language="id", position=0)
    event = Event(**own, kind=EventKind.WEBHOOK_TEST, data={})
    session.add_all([endpoint, event])
    session.flush()
    session.add(WebhookDelivery(**own, endpoint_id=endpoint.id, event_id=event.id))
    session.flush()


@pytest.fixture(scope="module")
def owner_of_everything(new_person: Callable[[], Person]) -> Person:
    """Somebody with a row in every tenant table."""
    other = new_person()
    with database.transaction(other.account_id) as session:
        credits_service.charge(session, other.account_id, 1, Reason.SCAN, "x")
        of = Bytes(b"", 0, "image/png")
        file_id = files_service.add(session, other.account_id, uuid4().hex, of)
        known = {"account_id": other.account_id, "file_id": file_id, "sha256": b"", "size_bytes": 0}
        kept = {"account_id": other.account_id, "file_id": file_id, "filename": ""}
        session.add(Upload(**kept, expires_at=datetime.max.replace(tzinfo=UTC)))
        scan = Scan(**known, media_type="", filename="", page_count=1)
        session.add(scan)
        session.flush()
        session.add(Page(account_id=other.account_id, scan_id=scan.id, number=1))
        session.flush()
        image = StoredImage(ImageSize.FULL, uuid4().hex, b"", 0)
        page_images.keep(session, other.account_id, scan.id, 1, [image])
        session.add(Extraction(account_id=other.account_id, scan_id=scan.id, found={}))
        place = {"page": 1, "left": 0, "top": 0, "right": 1, "bottom": 1}
        session.add(RememberedField(account_id=other.account_id, sender="x", name="number", **place))
        session.add(Correction(account_id=other.account_id, scan_id=scan.id, kind=Kind.TEXT))
        link = {"what": "original", "page": 0, "expires_at": datetime.now(UTC)}
        session.add(ScanLink(account_id=other.account_id, scan_id=scan.id, **link))
        index.renew(session, scan.id)
        add_tokens(session, other)
        add_conversion(session, other, file_id)
        add_webhook(session, other)
        session.add(Archive(account_id=other.account_id, user_id=other.user_id, language="id", documents_total=0))
        session.add(Deletion(account_id=other.account_id, kind=DeletionKind.CYCLE, due_at=datetime.now(UTC)))
        session.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))  # events are numbered, else at the commit
        for table in TENANT_TABLES:
            assert session.execute(text(f"SELECT FROM {table}")).all(), table
    return other


@pytest.mark.usefixtures("owner_of_everything")
@pytest.mark.parametrize("table", TENANT_TABLES)
def test_a_query_without_where_sees_own_rows_only(person: Person, table: str) -> None:
    column = "id" if table == "accounts" else "account_id"
    with database.transaction(person.account_id) as session:
        seen = set(session.scalars(text(f"SELECT {column} FROM {table}")))  # noqa: S608  names of our own tables
    assert seen <= {person.account_id}


@pytest.mark.usefixtures("owner_of_everything")
@pytest.mark.parametrize("table", TENANT_TABLES)
def test_without_an_account_nothing_is_seen(table: str) -> None:
    with database.transaction() as session:
        assert session.execute(text(f"SELECT FROM {table}")).all() == []


def test_a_row_cannot_be_written_for_another_account(new_person: Callable[[], Person]) -> None:
    mine, other = new_person(), new_person()
    with pytest.raises(ProgrammingError, match="row-level security"), database.transaction(mine.account_id) as session:
        session.execute(
            text(
                "INSERT INTO files (id, account_id, sha256, size_bytes, media_type, object_key)"
                " VALUES (:id, :other, '', 0, '', :key)"
            ),
            {"id": uuid4(), "other": other.account_id, "key": uuid4().hex},
        )


def test_a_pooled_connection_forgets_whom_it_served(urls: Urls, person: Person) -> None:
    engine = create_engine(urls.app, pool_size=1, max_overflow=0)
    with engine.begin() as connection:
        connection.execute(text("SELECT set_config('app.account_id', :id, true)"), {"id": str(person.account_id)})
        assert len(connection.execute(text("SELECT FROM users")).all()) == 1
    with engine.begin() as connection:
        assert connection.execute(text("SELECT FROM users")).all() == []
    engine.dispose()


def test_a_session_never_changes_its_account(new_person: Callable[[], Person]) -> None:
    mine, other = new_person(), new_person()
    with database.transaction(mine.account_id) as session, pytest.raises(RuntimeError):
        database.act_for(session, other.account_id)


def test_deleting_an_account_takes_its_rows_and_queues_its_objects(owner_engine: Engine, person: Person) -> None:
    key = uuid4().hex
    with owner_engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO files (id, account_id, sha256, size_bytes, media_type, object_key)"
                " VALUES (:id, :account_id, '', 0, '', :key)"
            ),
            {"id": uuid4(), "account_id": person.account_id, "key": key},
        )
        connection.execute(text("DELETE FROM accounts WHERE id = :id"), {"id": person.account_id})
        assert connection.scalar(text("SELECT count(*) FROM users WHERE email = :e"), {"e": person.email}) == 0
        assert connection.scalar(text("SELECT count(*) FROM objects_to_delete WHERE object_key = :k"), {"k": key}) == 1
