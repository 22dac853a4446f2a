"""What is shipped for servers: linted, and in step with the code and with each other."""

import json
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest
import yaml

from ui.cli.main import reftel

ROOT = Path(__file__).parents[3]
BIN = Path(sys.executable).parent
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
SERVICE = COMPOSE["services"]["reftel"]


def instructions(name: str) -> list[str]:
    """The arguments of all instructions of that name, of both stages."""
    lines = DOCKERFILE.replace("\\\n", " ").splitlines()
    return [line.removeprefix(name).strip() for line in lines if line.startswith(name + " ")]


def linted(*command: str | Path) -> str:
    ran = subprocess.run([str(each) for each in command], check=False, capture_output=True, text=True, cwd=ROOT)
    return "" if ran.returncode == 0 else ran.stdout + ran.stderr


def test_the_linter_has_nothing_to_say_of_the_image():
    assert linted(BIN / "hadolint", "Dockerfile") == ""


def test_the_compose_file_is_one():
    assert linted(BIN / "check-jsonschema", "--builtin-schema", "vendor.compose-spec", "compose.yaml") == ""


def test_a_linter_would_have_something_to_say(tmp_path):
    (tmp_path / "Dockerfile").write_text("FROM python\nRUN cd /tmp\n", encoding="utf-8")
    assert "DL3006" in linted(BIN / "hadolint", tmp_path / "Dockerfile")
    (tmp_path / "compose.yaml").write_text("services: {reftel: {port: 7860}}\n", encoding="utf-8")
    schema = ("--builtin-schema", "vendor.compose-spec")
    assert "port" in linted(BIN / "check-jsonschema", *schema, tmp_path / "compose.yaml")


def test_it_runs_as_nobody_in_particular_and_writes_into_its_volume_alone():
    (user,) = instructions("USER")
    assert user.isdigit()
    assert int(user) > 0
    assert instructions("VOLUME") == ["/data"]
    assert SERVICE["volumes"] == ["data:/data"]
    assert SERVICE["read_only"]
    assert SERVICE["cap_drop"] == ["ALL"]


def test_its_port_is_one_and_open_to_this_machine_alone():
    (port,) = instructions("EXPOSE")
    assert SERVICE["ports"] == [f"127.0.0.1:{port}:{port}"]
    assert f"127.0.0.1:{port}/healthz" in DOCKERFILE


def test_the_one_proxy_that_is_believed_is_the_machine_itself():
    (network,) = COMPOSE["networks"]["default"]["ipam"]["config"]
    command = SERVICE["command"]
    assert command[command.index("--trusted-proxy") + 1] == network["subnet"].replace(".0/24", ".1")


def test_whatever_the_image_takes_is_let_in_and_there():
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copied = {name for line in instructions("COPY") if "--from" not in line for name in shlex.split(line)[:-1]}
    assert copied == let_in
    assert all((ROOT / name).exists() for name in copied)


@pytest.mark.parametrize(
    "command", [json.loads(instructions("CMD")[-1]), SERVICE["command"]], ids=["image", "compose"]
)
def test_the_command_that_is_run_is_one(command):
    name, *flags = command
    if name not in reftel.commands:
        pytest.skip(f"there is no `reftel {name}` in this build")
    called = reftel.commands[name]
    given = called.make_context(name, list(flags), resilient_parsing=True)
    assert isinstance(given, click.Context)
    known = {option for parameter in called.params for option in parameter.opts}
    assert {flag for flag in flags if flag.startswith("--")} <= known
