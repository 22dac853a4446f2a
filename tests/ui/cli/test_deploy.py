"""What is shipped for servers: linted, and in step with the code and with each other."""

import json
import os
import shlex
import shutil
import subprocess
import sys
import time
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
SHARED = yaml.safe_load((ROOT / "compose.shared.yaml").read_text(encoding="utf-8"))


def instructions(name: str) -> list[str]:
    """The arguments of all instructions of that name, of both stages."""
    lines = DOCKERFILE.replace("\\\n", " ").splitlines()
    return [line.removeprefix(name).strip() for line in lines if line.startswith(name + " ")]


def linted(*command: str | Path) -> str:
    ran = subprocess.run([str(each) for each in command], check=False, capture_output=True, text=True, cwd=ROOT)
    return "" if ran.returncode == 0 else ran.stdout + ran.stderr


def test_the_linter_has_nothing_to_say_of_the_image():
    assert linted(BIN / "hadolint", "Dockerfile") == ""


@pytest.mark.parametrize("file", ["compose.yaml", "compose.shared.yaml"])
def test_the_compose_files_are_such(file):
    assert linted(BIN / "check-jsonschema", "--builtin-schema", "vendor.compose-spec", file) == ""


def test_in_the_shared_one_nothing_but_reftel_can_be_reached():
    services = SHARED["services"]
    assert [name for name, each in services.items() if "ports" in each] == []
    assert {name for name, each in services.items() if each["networks"] != ["shared"]} == {"reftel"}
    assert SHARED["networks"]["shared"] == {"internal": True}
    for name, each in services.items():
        assert name == "reftel" or each["security_opt"] == ["no-new-privileges:true"]


def test_the_shared_one_asks_for_the_password_and_has_the_pinned_versions():
    text = (ROOT / "compose.shared.yaml").read_text(encoding="utf-8")
    assert "PASSWORD: ${POSTGRES_PASSWORD:?}" in text
    image = SHARED["services"]["chroma"]["image"]
    assert f"chromadb=={image.partition(':')[2]}\n" in (ROOT / "constraints.txt").read_text(encoding="utf-8")
    assert {f"REFTEL_{name}" for name in ("DATABASE_URL", "CHROMA_URL")} == set(
        SHARED["services"]["reftel"]["environment"]
    )


def test_the_workers_are_started_as_dask_starts_them():
    from click.testing import CliRunner
    from distributed.cli.dask_scheduler import main as scheduler
    from distributed.cli.dask_worker import main as worker

    for command, name in ((scheduler, "scheduler"), (worker, "worker")):
        known = CliRunner().invoke(command, ["--help"]).output
        flags = [each for each in SHARED["services"][name]["command"] if each.startswith("--")]
        assert all(flag.replace("--no-", "/ --no-") in known or flag in known for flag in flags), name


ENGINE = (
    shutil.which("docker") and subprocess.run(["docker", "info"], capture_output=True, check=False).returncode == 0
)
needs_an_engine = pytest.mark.skipif(not ENGINE, reason="there is no Docker engine on this machine")


@needs_an_engine
def test_the_compose_files_fit_together():
    files = ("--file", "compose.yaml", "--file", "compose.shared.yaml")
    ran = subprocess.run(
        ["docker", "compose", *files, "config", "--quiet"],
        capture_output=True, text=True, check=False, cwd=ROOT, env={**os.environ, "POSTGRES_PASSWORD": "x"},
    )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (0, "")


@needs_an_engine
def test_the_image_answers_without_the_network_and_serves(tmp_path):
    def docker(*arguments: str, given: str | None = None) -> str:
        ran = subprocess.run(
            ["docker", *arguments], input=given, capture_output=True, text=True, check=False, cwd=ROOT
        )
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    index = os.environ.get("PIP_EXTRA_INDEX_URL", "")
    docker("build", "--build-arg", f"PIP_EXTRA_INDEX_URL={index}", "--tag", "reftel-tested", ".")
    volume = docker("volume", "create").strip()
    kept = ("--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL", "--volume", f"{volume}:/data")
    alone = ("run", "--rm", "--interactive", "--network", "none", *kept, "reftel-tested")
    try:
        docker(*alone, "ingest", "--samples")
        assert "10BAKU79 ¶5" in docker(*alone, "ask", "what did Huseynli say about Russia")
        docker(*alone, "user", "add", "ann", "--password-stdin", given="a stony harbor\n")
        name = docker("run", "--detach", *kept, "reftel-tested").strip()
        try:
            health = ("inspect", "--format", "{{.State.Health.Status}}", name)
            for _ in range(90):
                if (state := docker(*health).strip()) != "starting":
                    break
                time.sleep(2)
            assert state == "healthy", docker("logs", name)
        finally:
            docker("rm", "--force", name)
    finally:
        docker("volume", "rm", volume)


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
