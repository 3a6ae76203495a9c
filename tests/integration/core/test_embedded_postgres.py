"""The embedded PostgreSQL is one server, however many processes use it, and outlives what kills them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from ocrwtf.core.embedded_postgres import programs
from ocrwtf.core.embedded_postgres.programs import PostgresUnavailable
from ocrwtf.core.embedded_postgres.server import EmbeddedPostgres

from .conftest import Neighbour, ask, end_server


def test_a_cold_start_gives_a_durable_database_in_utf8(shared: EmbeddedPostgres) -> None:
    assert ask(shared, "SELECT current_database()") == "ocrwtf"
    assert ask(shared, "SHOW server_encoding") == "UTF8"
    assert ask(shared, "SELECT lower('ÉÀ')") == "éà"
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):
        assert ask(shared, f"SHOW {setting}") == "on"


def test_a_second_process_uses_the_same_server(embedded: EmbeddedPostgres, neighbour: Neighbour) -> None:
    pid = embedded._cluster.postmaster()
    neighbour()
    assert embedded._cluster.postmaster() == pid


def test_the_server_stays_while_somebody_uses_it(old_data_dir: Path, neighbour: Neighbour) -> None:
    first = EmbeddedPostgres(old_data_dir)
    first.start()
    other = neighbour()
    first.release()
    assert first.alive()
    other.communicate("")
    assert not first.alive()


def test_the_last_user_leaves_nothing_running(old_data_dir: Path) -> None:
    with EmbeddedPostgres(old_data_dir) as postgres:
        assert postgres._cluster.residents()
    assert postgres._cluster.residents() == []
    assert not postgres.socket_dir.exists()


def test_a_server_left_by_a_kill_is_taken_over_and_then_stopped(old_data_dir: Path, neighbour: Neighbour) -> None:
    killed = neighbour()
    killed.kill()
    killed.wait()
    postgres = EmbeddedPostgres(old_data_dir)
    pid = postgres._cluster.postmaster()
    assert pid is not None
    with postgres:
        assert postgres._cluster.postmaster() == pid
    assert not postgres.alive()


def test_committed_rows_survive_a_kill_of_the_whole_server(embedded: EmbeddedPostgres) -> None:
    ask(embedded, "CREATE TABLE notes (number text)")
    ask(embedded, "INSERT INTO notes VALUES ('SJ-1')")
    end_server(embedded._cluster)
    embedded.start()
    assert ask(embedded, "SELECT number FROM notes") == "SJ-1"


def test_a_kill_of_the_first_server_process_alone_is_survived(embedded: EmbeddedPostgres) -> None:
    pid = embedded._cluster.postmaster()
    assert pid is not None
    os.kill(pid, 9)
    embedded.start()
    assert embedded._cluster.postmaster() not in (None, pid)


def test_a_pid_file_that_names_a_living_stranger_does_not_block(embedded: EmbeddedPostgres) -> None:
    pid_file = embedded._cluster.data / "postmaster.pid"
    lines = pid_file.read_text().split("\n")
    end_server(embedded._cluster)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as stranger:
        pid_file.write_text("\n".join([str(stranger.pid), *lines[1:]]))
        embedded.start()
        assert ask(embedded, "SELECT 1") == 1
        stranger.kill()


def test_a_cleaned_socket_folder_comes_back(embedded: EmbeddedPostgres) -> None:
    for entry in embedded.socket_dir.iterdir():
        entry.unlink()
    embedded.socket_dir.rmdir()
    embedded.start()
    assert ask(embedded, "SELECT 1") == 1


def test_no_tcp_port_is_open(shared: EmbeddedPostgres) -> None:
    inodes = {
        str(descriptor.readlink())
        for pid in shared._cluster.residents()
        for descriptor in Path(f"/proc/{pid}/fd").iterdir()
    }
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        listening = {f"socket:[{line.split()[9]}]" for line in Path(table).read_text().splitlines()[1:]}
        assert not inodes & listening
    assert ask(shared, "SHOW listen_addresses") == ""


def test_a_wrong_password_is_refused(shared: EmbeddedPostgres) -> None:
    for password in ("", "postgres"):
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(host=str(shared.socket_dir), user="postgres", password=password, dbname="ocrwtf")


def test_nobody_is_let_in_without_a_password(shared: EmbeddedPostgres) -> None:
    assert ask(shared, "SELECT count(*) FROM pg_hba_file_rules WHERE auth_method <> 'scram-sha-256'") == 0


def test_only_the_server_can_enter_the_socket_folder(shared: EmbeddedPostgres) -> None:
    assert shared.socket_dir.stat().st_mode & 0o777 == 0o700


def test_a_socket_folder_of_somebody_else_is_refused(new_data_dir: Path) -> None:
    postgres = EmbeddedPostgres(new_data_dir)
    postgres.socket_dir.mkdir(mode=0o777)
    postgres.socket_dir.chmod(0o777)
    with pytest.raises(PostgresUnavailable, match="made by somebody else"):
        postgres.start()
    assert not postgres.socket_dir.exists()


def test_the_modes_of_the_folders_above_stay(old_data_dir: Path) -> None:
    old_data_dir.chmod(0o755)
    old_data_dir.parent.chmod(0o751)
    with EmbeddedPostgres(old_data_dir):
        assert old_data_dir.stat().st_mode & 0o777 == 0o755
        assert old_data_dir.parent.stat().st_mode & 0o777 == 0o751


def test_a_long_data_path_works(made_data_dir: Path, new_data_dir: Path) -> None:
    long = new_data_dir / ("d" * 120) / "with a space"
    shutil.copytree(made_data_dir, long)
    with EmbeddedPostgres(long) as postgres:
        assert ask(postgres, "SELECT 1") == 1


def test_an_interrupted_initdb_is_done_again(new_data_dir: Path) -> None:
    postgres = EmbeddedPostgres(new_data_dir)
    draft = new_data_dir / "postgres" / "draft-cut"
    draft.mkdir()
    (draft / "PG_VERSION").write_text("18\n")
    with postgres:
        assert ask(postgres, "SELECT 1") == 1
    assert not draft.exists()


def test_a_folder_of_another_version_is_left_alone(new_data_dir: Path) -> None:
    postgres = EmbeddedPostgres(new_data_dir)
    version = new_data_dir / "postgres" / "data" / "PG_VERSION"
    version.parent.mkdir()
    version.write_text("15\n")
    with pytest.raises(PostgresUnavailable, match="made by PostgreSQL 15, this is 18"):
        postgres.start()
    assert version.read_text() == "15\n"


def test_a_lost_password_is_named_and_stops_what_was_started(old_data_dir: Path) -> None:
    (old_data_dir / "secrets" / "postgres-admin").write_text("another")
    postgres = EmbeddedPostgres(old_data_dir)
    with pytest.raises(PostgresUnavailable, match="refuses the password"):
        postgres.start()
    assert not postgres.alive()


def test_a_server_that_cannot_start_names_its_log(old_data_dir: Path) -> None:
    (old_data_dir / "postgres" / "data" / "postgresql.conf").write_text("nonsense = yes\n")
    postgres = EmbeddedPostgres(old_data_dir)
    with pytest.raises(PostgresUnavailable, match=r"server\.log"):
        postgres.start()
    assert "nonsense" in postgres.log_path.read_text()


def test_a_start_gives_up_in_time_and_names_the_log(new_data_dir: Path) -> None:
    postgres = EmbeddedPostgres(new_data_dir, start_seconds=0.1)
    occupancy = postgres._cluster.occupancy()
    occupancy.take()
    with pytest.raises(PostgresUnavailable, match=r"not ready after 0 s: see .*server\.log"):
        postgres.start()
    occupancy.close()


def test_the_passwords_are_on_no_command_line(shared: EmbeddedPostgres) -> None:
    lines = [Path(f"/proc/{pid}/cmdline").read_bytes().decode() for pid in shared._cluster.residents()]
    assert lines
    assert not [line for line in lines if shared._admin_password in line or shared.app_password in line]


def test_the_log_keeps_no_statement_and_no_value(shared: EmbeddedPostgres) -> None:
    with pytest.raises(psycopg.Error):
        ask(shared, "SELECT 'canary of a receipt'::integer FROM pg_class")
    with pytest.raises(psycopg.Error):
        ask(shared, "SELECT canary_column FROM pg_class")
    assert "STATEMENT" not in shared.log_path.read_text()


def test_a_long_log_is_put_aside(old_data_dir: Path) -> None:
    postgres = EmbeddedPostgres(old_data_dir)
    postgres.log_path.write_bytes(b"x" * 10_000_001)
    with postgres:
        assert postgres.log_path.stat().st_size < 10_000
    assert postgres.log_path.with_suffix(".log.1").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root becomes another user")
def test_root_without_user_namespaces_runs_it_as_nobody(new_data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ocrwtf.core.embedded_postgres.programs.NAMESPACE", ("false",))
    new_data_dir.mkdir(mode=0o700)  # nobody cannot pass through it
    with EmbeddedPostgres(new_data_dir) as postgres:
        assert ask(postgres, "SELECT 1") == 1
        owner = Path(f"/proc/{postgres._cluster.postmaster()}").stat().st_uid
    assert owner == (new_data_dir / "postgres" / "data").stat().st_uid != 0
    monkeypatch.undo()
    with EmbeddedPostgres(new_data_dir) as postgres:
        assert ask(postgres, "SELECT 1") == 1


def test_a_copy_of_the_programs_works_and_is_readable_by_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ocrwtf.core.embedded_postgres.programs.READABLE_PLACE", tmp_path)
    copy = programs._readable_copy(programs._package_folder())
    assert programs.Programs(copy / programs.BINARIES, owner=os.geteuid()).work()
    assert all(path.stat().st_mode & 0o004 for path in tmp_path.rglob("*"))
    assert programs._readable_copy(programs._package_folder()) == copy
    assert len(list(tmp_path.iterdir())) == 1


def test_the_server_is_out_of_reach_of_ctrl_c(shared: EmbeddedPostgres) -> None:
    pid = shared._cluster.postmaster()
    assert pid is not None
    assert os.getsid(pid) != os.getsid(0)
