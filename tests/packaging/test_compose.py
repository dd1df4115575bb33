"""The composition with PostgreSQL: hardened, without a secret in it, and made of what is there."""

import re
from pathlib import PurePosixPath

import pytest
import yaml

from app.settings import Settings
from tests.packaging.dockerfile import REPOSITORY, read

TEXT = REPOSITORY.joinpath("compose.yaml").read_text(encoding="utf-8")
COMPOSITION = yaml.safe_load(TEXT)
SERVICES = COMPOSITION["services"]
IMAGE = read()[-1]
README = REPOSITORY.joinpath("README.md").read_text(encoding="utf-8")
# Keys of the Compose specification that are used; another may be a misspelt one.
HARDENING = {"read_only", "cap_drop", "security_opt", "tmpfs"}
RUNNING = {"image", "environment", "networks", "volumes", "restart", "stop_grace_period"}
KEYS = {
    "partystats": RUNNING | HARDENING | {"build", "pull_policy", "depends_on", "ports"},
    "postgres": RUNNING | HARDENING | {"user", "healthcheck", "shm_size"},
}
FROM_OUTSIDE = r"\$\{POSTGRES_PASSWORD:\?[^}]+\}"


def test_there_is_nothing_in_it_but_known_keys():
    assert COMPOSITION.keys() == {"name", "services", "networks", "volumes"}
    assert {name: service.keys() for name, service in SERVICES.items()} == KEYS


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_confined(name):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    tmpfs = service["tmpfs"]
    assert "/tmp" in ([tmpfs] if isinstance(tmpfs, str) else tmpfs)  # noqa: S108 - the container's
    assert service["restart"] == "unless-stopped"
    assert re.fullmatch(r"\d+[sm]", service["stop_grace_period"])
    assert service.get("user", IMAGE.only("USER").text).split(":")[0] not in {"0", "root"}


@pytest.mark.parametrize("name", SERVICES)
def test_what_is_kept_lies_in_a_named_volume(name):
    (volume,) = SERVICES[name]["volumes"]
    source, target = volume.split(":")
    assert source in COMPOSITION["volumes"]
    assert PurePosixPath(target).is_absolute()


def test_each_volume_has_one_owner():
    used = [volume.split(":")[0] for each in SERVICES.values() for volume in each["volumes"]]
    assert sorted(used) == sorted(COMPOSITION["volumes"])


def test_the_service_keeps_its_packages_where_the_image_lets_it_write():
    (volume,) = SERVICES["partystats"]["volumes"]
    assert volume.split(":")[1] == IMAGE.only("VOLUME").text


def test_passwords_come_from_outside_and_are_required():
    passwords = {
        (service, name): value
        for service, each in SERVICES.items()
        for name, value in each["environment"].items()
        if "PASSWORD" in name
    }
    assert passwords.keys() == {("partystats", "PGPASSWORD"), ("postgres", "POSTGRES_PASSWORD")}
    assert all(re.fullmatch(FROM_OUTSIDE, value) for value in passwords.values())


def test_the_database_that_is_asked_is_the_one_that_is_made():
    settings = SERVICES["partystats"]["environment"]
    database = SERVICES["postgres"]["environment"]
    user, name = database["POSTGRES_USER"], database["POSTGRES_DB"]
    address = settings["PARTYSTATS_DATABASE_URL"]
    assert address == f"postgresql://{user}@postgres/{name}"
    assert Settings(database_url=address).database_url.get_secret_value() == address
    asked = SERVICES["postgres"]["healthcheck"]["test"]
    assert asked[:2] == ["CMD", "pg_isready"]
    assert {"--host=127.0.0.1", f"--username={user}", f"--dbname={name}"} < set(asked)


def test_every_variable_of_ours_is_a_setting():
    named = set(re.findall(r"PARTYSTATS_([A-Z_]+)", TEXT))
    assert named <= {name.upper() for name in Settings.model_fields}


def test_the_service_waits_for_the_database():
    assert SERVICES["partystats"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}
    assert "healthcheck" not in SERVICES["partystats"], "the image has one"


def test_the_database_is_reached_by_the_service_alone():
    assert "ports" not in SERVICES["postgres"]
    (storage,) = SERVICES["postgres"]["networks"]
    assert COMPOSITION["networks"][storage] == {"internal": True}
    assert storage in SERVICES["partystats"]["networks"]


def test_the_service_is_published_to_this_machine_alone():
    (port,) = SERVICES["partystats"]["ports"]
    address, _, inside = port.split(":")
    assert address == "127.0.0.1"
    assert inside == IMAGE.only("EXPOSE").text


def test_the_image_is_built_here_and_never_pulled():
    service = SERVICES["partystats"]
    assert (service["build"], service["pull_policy"]) == (".", "build")


def test_the_readme_runs_what_is_there():
    section = README[README.index("## In a container") :].split("\n## ")[0]
    built, run, composed = re.search(r"```sh\n(.+?)```", section, re.DOTALL)[1].splitlines()
    tag = SERVICES["partystats"]["image"]
    assert built.split("#")[0].strip() == f"docker build -t {tag} ."
    port, volume = (re.search(rf" {flag} (\S+)", run)[1] for flag in ("-p", "-v"))
    assert port == SERVICES["partystats"]["ports"][0]
    assert volume.split(":")[1] == IMAGE.only("VOLUME").text
    assert run.split("#")[0].split()[-1] == tag
    variable, command = composed.split("#")[0].split(maxsplit=1)
    assert re.search(FROM_OUTSIDE, TEXT)
    assert variable.startswith("POSTGRES_PASSWORD=")
    assert command.strip() == "docker compose up"
    loading = re.search(
        r"docker compose run --rm -v \S+:(\S+):ro (\S+) partystats load (\S+)", section
    )
    assert loading[2] in SERVICES
    assert loading[1] == loading[3]
    for name in re.findall(r"`((?:Dockerfile|compose)[^`]*)`", section):
        assert REPOSITORY.joinpath(name).is_file()
