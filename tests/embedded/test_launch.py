import os
from pathlib import Path

import pytest

from golab.embedded.errors import Problem
from golab.embedded.launch import CHECKOUT, Launch

OWN_DATABASE = {"DATABASE_URL": "postgres://hub@db.example.org/hub", "SECRET_KEY": "k"}


def test_launch_without_settings_is_a_demonstration_on_port_8000():
    launch = Launch.from_environment({})
    assert (launch.bind, launch.is_demo, launch.data_dir) == ("127.0.0.1:8000", True, CHECKOUT / ".data")


def test_launch_with_own_database_is_no_demonstration():
    assert Launch.from_environment(OWN_DATABASE).is_demo is False


def test_launch_of_demonstration_with_own_database_is_refused():
    with pytest.raises(Problem, match="unset DEMO, or unset DATABASE_URL"):
        Launch.from_environment({**OWN_DATABASE, "DEMO": "1"})


def test_launch_with_own_database_needs_a_secret_key():
    with pytest.raises(Problem, match="SECRET_KEY is not set"):
        Launch.from_environment({"DATABASE_URL": OWN_DATABASE["DATABASE_URL"]})


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", "80 80", "٨٠٠٠"])
def test_launch_with_impossible_port_names_it(port):
    with pytest.raises(Problem, match="which is no port"):
        Launch.from_environment({"PORT": port})


def test_launch_with_unclear_flag_asks_for_one_or_zero():
    with pytest.raises(Problem, match="set it to 1 or 0"):
        Launch.from_environment({"DEMO": "perhaps"})


def test_launch_resolves_relative_data_dir(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert Launch.from_environment({"DATA_DIR": "a b/c"}).data_dir == Path(os.path.realpath(tmp_path)) / "a b" / "c"


@pytest.mark.parametrize(
    ("host", "address", "bind"),
    [
        ("0.0.0.0", "http://127.0.0.1:8000", "0.0.0.0:8000"),
        ("::1", "http://[::1]:8000", "[::1]:8000"),
        ("[::1]", "http://[::1]:8000", "[::1]:8000"),
        ("localhost", "http://localhost:8000", "localhost:8000"),
    ],
)
def test_launch_address_is_one_that_a_browser_can_open(host, address, bind):
    launch = Launch.from_environment({"HOST": host})
    assert (launch.address, launch.bind) == (address, bind)
