"""The templates for Azure are well-formed, and say what the documentation promises of them.

They were never deployed from here: what Azure itself makes of them is not tested.
"""

import re
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

import psycopg
import pytest

from bot.cli import root
from bot.delivery.engine import schema
from bot.settings import Settings, check_serving, load
from bot.turns.door.door import Door
from bot.web import application
from tests.infra import bicep
from tests.infra.bicep import Expression, File, Resource
from tests.postgresql import another_database

ROOT = Path(__file__).parents[2]
FILES = {path.name: bicep.read(path) for path in bicep.files()}
TEMPLATES = {name: one for name, one in FILES.items() if name.endswith(".bicep")}
GIVEN = {name: one for name, one in FILES.items() if name.endswith(".bicepparam")}
MAIN = FILES["main.bicep"]
RESOURCES = [one for file in TEMPLATES.values() for one in file.resources]
_FUNCTIONS = {
    "allowed", "az", "concat", "description", "empty", "filter", "guid", "join", "json", "length",
    "maxLength", "minLength", "minValue", "readEnvironmentVariable", "resourceGroup", "secure",
    "split", "subscription", "subscriptionResourceId", "take", "tenant", "uniqueString",
}  # fmt: skip


def of(kind: str) -> list[Resource]:
    return [one for one in RESOURCES if one.type == kind and not one.exists]


def one(kind: str) -> dict[str, Any]:
    (found,) = of(kind)
    body: dict[str, Any] = found.body
    return body


def app(name: str) -> dict[str, Any]:
    (found,) = [
        part.body["properties"]
        for part in (*of("Microsoft.App/containerApps"), *of("Microsoft.App/jobs"))
        if part.body["name"] == f"'${{name}}-{name}'"
    ]
    properties: dict[str, Any] = found
    return properties


def container(name: str) -> dict[str, Any]:
    (found,) = app(name)["template"]["containers"]
    body: dict[str, Any] = found
    return body


# the language


@pytest.mark.parametrize("file", FILES.values(), ids=FILES)
def test_a_file_is_well_formed(file: File):
    assert file.faults == []


@pytest.mark.parametrize("file", FILES.values(), ids=FILES)
def test_every_name_is_given_to_something_and_everything_given_is_used(file: File):
    assert file.used - file.named - _FUNCTIONS == set()
    declared = {*file.parameters, *file.variables}
    assert declared - file.used == set() or file.path.suffix == ".bicepparam"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("resource a 'T/y@2024-01-01' = {\n  name: 'x'\n", "not well-formed"),
        ("param a string =\n", "not well-formed"),
        ("output a string = [1, 2\n", "not well-formed"),
        ("module m 'f.bicep' {\n}\n", "not well-formed"),
    ],
)
def test_what_is_not_well_formed_is_found(wrong: str, told: str):
    (fault, *_) = bicep.parsed(wrong, Path("wrong.bicep")).faults
    assert re.match(r"wrong.bicep:\d+:\d+: " + told, fault)


def test_a_name_that_nobody_gave_is_found():
    file = bicep.parsed("var a = nobody.id\noutput b string = a\n", Path("wrong.bicep"))
    assert file.used - file.named == {"nobody"}


@pytest.mark.parametrize("file", TEMPLATES.values(), ids=TEMPLATES)
def test_a_module_is_handed_what_it_asks_for_and_asked_for_what_it_tells(file: File):
    source = file.path.read_text(encoding="utf-8")
    for symbol, (name, given) in file.modules.items():
        asked = TEMPLATES[name].parameters
        assert set(given) <= set(asked), symbol
        assert {key for key, (_, default) in asked.items() if not default} <= set(given), symbol
        told = set(re.findall(rf"\b{symbol}!?\.outputs\.(\w+)", source))
        assert told <= set(TEMPLATES[name].outputs), symbol


def test_every_template_is_part_of_the_whole():
    assert {name for name, _ in MAIN.modules.values()} | {"main.bicep"} == set(TEMPLATES)


@pytest.mark.parametrize("file", GIVEN.values(), ids=GIVEN)
def test_a_parameter_file_gives_what_is_asked_for_and_no_secret(file: File):
    assert set(file.variables) <= set(MAIN.parameters)
    assert {key for key, (_, default) in MAIN.parameters.items() if not default} <= set(
        file.variables
    )
    for name, (secure, _) in MAIN.parameters.items():
        if secure:
            given = file.variables[name]
            assert isinstance(given, Expression)
            assert given.startswith("readEnvironmentVariable(")


def test_resources_are_asked_for_by_a_version_that_is_out():
    """One kind has only ever been offered as a preview."""
    preview = {one.type for one in RESOURCES if one.version.endswith("-preview")}
    assert preview == {"Microsoft.Insights/diagnosticSettings"}
    dated = [one for one in RESOURCES if not one.type.startswith("Microsoft.Graph/")]
    assert [one.type for one in dated if not re.match(r"20\d\d-\d\d-\d\d", one.version)] == []


def test_no_secret_is_a_plain_parameter_or_told_in_an_output():
    for file in TEMPLATES.values():
        for name, (secure, default) in file.parameters.items():
            assert secure == ("password" in name.lower()), name
            assert not (secure and default), name
        assert [
            name for name in file.outputs if re.search("password|secret|key1", name, re.I)
        ] == []
        assert "listKeys" not in file.path.read_text(encoding="utf-8")


# who may do what


def test_every_role_is_the_least_and_holds_for_one_thing():
    pull, wrap = "7f951dda-4ed3-4680-a7ca-43fe172d538d", "e147488a-f6f5-4113-8e2d-b22465e65bf6"
    tell = "3913510d-42f4-4e42-8a64-420c390055eb"
    said = {
        name: value
        for file in ("identity.bicep", "vault.bicep", "traces.bicep")
        for name, value in FILES[file].variables.items()
    }
    assigned = of("Microsoft.Authorization/roleAssignments")
    assert {
        (str(found.body["scope"]), said[str(found.body["name"]).rpartition(", ")[2].rstrip(")")])
        for found in assigned
    } == {("images", pull), ("envelope", wrap), ("insights", tell)}


def test_the_bot_is_granted_the_permissions_of_the_table_but_those_of_calendars():
    """Calendars are opened by a role of Exchange, for some mailboxes only."""
    rows = tomllib.loads((ROOT / "infra" / "permissions.toml").read_text(encoding="utf-8"))
    asked = {row["permission"] for row in rows["application"]}
    calendars = {name for name in asked if name.startswith("Calendars.")}
    assert calendars
    assert set(MAIN.defaults["permissions"]) == asked - calendars
    assert len(MAIN.defaults["permissions"]) == len(asked - calendars)
    grant = FILES["grants.bicep"].resources[-1]
    assert grant.type == "Microsoft.Graph/appRoleAssignedTo"
    assert "role.value == permission" in str(grant.body["appRoleId"])


def test_one_tenant_has_an_identity_as_its_bot_and_many_a_registration_that_trusts_it():
    found = one("Microsoft.BotService/botServices")["properties"]
    assert found["msaAppType"] == "isIdentity ? 'UserAssignedMSI' : 'SingleTenant'"
    assert found["disableLocalAuth"] is True
    assert one("Microsoft.BotService/botServices/channels")["name"] == "MsTeamsChannel"
    trust = one("Microsoft.Graph/applications/federatedIdentityCredentials")
    assert trust["audiences"] == ["api://AzureADTokenExchange"]
    assert trust["subject"] == "identityPrincipal"
    assert "passwordCredentials" not in one("Microsoft.Graph/applications")
    assert MAIN.modules["azureBot"][1]["endpoint"] == "'https://${host}/api/messages'"
    bots = {name: file.variables["bot"] for name, file in GIVEN.items()}
    assert bots == {
        "small-city.bicepparam": "identity",
        "municipalities.bicepparam": "registration",
    }


# what can be reached


def test_database_and_vault_have_no_public_address():
    database = one("Microsoft.DBforPostgreSQL/flexibleServers")["properties"]
    assert database["network"]["publicNetworkAccess"] == "Disabled"
    assert {"delegatedSubnetResourceId", "privateDnsZoneArmResourceId"} <= set(database["network"])
    assert of("Microsoft.DBforPostgreSQL/flexibleServers/firewallRules") == []
    vault = one("Microsoft.KeyVault/vaults")["properties"]
    assert vault["publicNetworkAccess"] == "Disabled"
    assert vault["networkAcls"] == {"bypass": "None", "defaultAction": "Deny"}
    assert len(of("Microsoft.Network/privateEndpoints")) == 1


def test_the_key_is_not_lost_and_only_roles_open_the_vault():
    vault = one("Microsoft.KeyVault/vaults")["properties"]
    assert vault["enablePurgeProtection"] is vault["enableSoftDelete"] is True
    assert vault["enableRbacAuthorization"] is True
    key = one("Microsoft.KeyVault/vaults/keys")["properties"]
    assert (key["kty"], key["keyOps"]) == ("RSA", ["wrapKey", "unwrapKey"])
    assert key["keySize"] >= 3072


def test_only_serve_is_heard_from_outside_and_only_over_https():
    ingress = app("serve")["configuration"]["ingress"]
    assert ingress["external"] is True
    assert ingress["allowInsecure"] is False
    assert [name for name in ("work", "migrate") if "ingress" in app(name)["configuration"]] == []


def test_networks_let_in_the_apps_and_nobody_else():
    groups = of("Microsoft.Network/networkSecurityGroups")
    assert len(groups) == 2
    for group in groups:
        rules = group.body["properties"]["securityRules"]
        *let_in, last = sorted(rules, key=lambda rule: rule["properties"]["priority"])
        assert (last["properties"]["access"], last["properties"]["sourceAddressPrefix"]) == (
            "Deny",
            "*",
        )
        assert {rule["properties"]["destinationPortRange"] for rule in let_in} <= {"443", "5432"}
        assert "*" not in {rule["properties"]["sourceAddressPrefix"] for rule in let_in}
    guarded = [
        part.body["name"]
        for part in of("Microsoft.Network/virtualNetworks/subnets")
        if "networkSecurityGroup" in part.body["properties"]
    ]
    assert guarded == ["database", "endpoints"]


# what runs


@pytest.mark.parametrize("name", ["serve", "work", "migrate"])
def test_a_container_runs_a_command_of_ours_from_the_release(name: str):
    assert container(name)["args"] == [name]
    assert name in root.COMMANDS
    assert container(name)["image"] == "image"
    assert FILES["apps.bicep"].variables["registries"] == [
        {"server": "registry", "identity": "identity"}
    ]


APP, TENANT = "7f3c1b52-0d6e-4a1f-9c3a-5f2f6f0f1a77", "c6a1f5f0-8f6c-4b68-9a3a-2d1b6f7c8e90"


def environment() -> dict[str, str]:
    """What the processes are handed for one tenant, with example values for what Azure tells."""
    known = {
        "appId": APP,
        "homeTenant": TENANT,
        "join(empty(tenants) ? [homeTenant] : tenants, ',')": TENANT,
        "isIdentity ? 'managed-identity' : 'federated'": "managed-identity",
        "vault.outputs.key": "https://renkei-x.vault.azure.net/keys/envelope",
        "'https://${host}'": "https://renkei-serve.wonderful.japaneast.azurecontainerapps.io",
        "identity.outputs.clientId": APP,
        "'postgresql://${name}@${databaseHost}/renkei'": "postgresql://renkei@db.example/renkei",
    }
    settings = MAIN.modules["apps"][1]["settings"]
    shared = str(FILES["apps.bicep"].variables["shared"]) + str(container("serve")["env"])
    own = re.findall(r"\{ name: '(\w+)', value: ('[^']*') \}", shared)
    given = [*((row["name"], str(row["value"])) for row in settings), *own]
    return {name: known.get(value, value.strip("'")) for name, value in given}


def test_the_settings_that_the_processes_get_are_good_for_serving():
    given = environment()
    named = {name for name in given if name.startswith("RENKEI_")}
    assert named <= {f"RENKEI_{field.name.upper()}" for field in fields(Settings)}
    settings = load(given, Path("no such file"))
    check_serving(settings)
    assert (settings.host, settings.port) == ("0.0.0.0", 3978)  # noqa: S104 - a container's own
    assert settings.key_vault_key
    assert settings.public_url
    assert given["PGSSLMODE"] == "verify-full"


def test_the_password_reaches_a_process_as_a_secret_alone():
    shared = str(FILES["apps.bicep"].variables["shared"])
    assert "{ name: 'PGPASSWORD', secretRef: 'database-password' }" in shared
    assert "databasePassword" not in shared
    assert FILES["apps.bicep"].variables["secrets"] == [
        {"name": "database-password", "value": "databasePassword"}
    ]


def test_nothing_is_started_before_the_first_migration():
    """Azure waits for a process that ends again and again, and calls the deployment failed."""
    source = FILES["apps.bicep"].path.read_text(encoding="utf-8")
    assert re.findall(r"^resource (\w+) '\S+' = if \(running\)", source, re.MULTILINE) == [
        "serving",
        "working",
    ]
    assert MAIN.parameters["running"] == (False, True)
    guide = (ROOT / "docs" / "how-to" / "install.md").read_text(encoding="utf-8")
    first, job, second = (
        guide.index(words)
        for words in (
            "--parameters running=false",
            "az containerapp job start",
            "small-city.bicepparam\n```",
        )
    )
    assert first < job < second


def test_a_job_is_started_with_all_that_it_was_given():
    """`job start --image` would drop its command, its settings and its secret."""
    for page in (ROOT / "docs" / "how-to").glob("*.md"):
        for line in page.read_text(encoding="utf-8").splitlines():
            assert not ("containerapp job start" in line and "--image" in line), page.name


def test_traces_are_handed_over_by_the_identity_and_not_by_a_key():
    handed = str(MAIN.modules["apps"][1]["tracing"])
    named = set(re.findall(r"name: '(\w+)'", handed))
    assert named == {
        "APPLICATIONINSIGHTS_CONNECTION_STRING",
        "APPLICATIONINSIGHTS_AUTHENTICATION_STRING",
        "OTEL_TRACES_SAMPLER",
        "OTEL_TRACES_SAMPLER_ARG",
    }
    assert "Authorization=AAD;ClientId=${identity.outputs.clientId}" in handed
    assert one("Microsoft.Insights/components")["properties"]["DisableLocalAuth"] is True
    assert MAIN.defaults["traces"] is False


def test_a_network_keeps_its_subnets_when_it_is_deployed_again():
    """They are resources of their own; since 2023-09-01 Azure leaves those that aren't named."""
    (network,) = of("Microsoft.Network/virtualNetworks")
    assert "subnets" in network.body["properties"] or network.version >= "2023-09-01"


async def _nothing(*_: object) -> Any:
    raise NotImplementedError


def test_what_is_probed_is_answered():
    served = application(Door.__new__(Door), _nothing, _nothing)
    paths = {resource.canonical for resource in served.router.resources()}
    probes = {probe["type"]: probe["httpGet"] for probe in container("serve")["probes"]}
    assert set(probes) == {"Startup", "Readiness", "Liveness"}
    assert {probe["port"] for probe in probes.values()} == {
        app("serve")["configuration"]["ingress"]["targetPort"]
    }
    assert {probe["path"] for probe in probes.values()} <= paths
    assert probes["Readiness"]["path"] == "/readyz"


def test_serve_grows_with_presses_and_work_with_the_tenants_that_send():
    (presses,) = app("serve")["template"]["scale"]["rules"]
    assert int(presses["http"]["metadata"]["concurrentRequests"]) > 0
    (sends,) = app("work")["template"]["scale"]["rules"]
    assert sends["custom"]["type"] == "postgresql"
    assert sends["custom"]["metadata"]["query"] == "tenantsThatSend"
    assert sends["custom"]["auth"] == [
        {"secretRef": "database-password", "triggerParameter": "password"}
    ]


def test_the_question_that_work_grows_by_is_one_that_the_database_answers(postgresql_url: str):
    url = another_database(postgresql_url)
    schema.migrate(url)
    question = FILES["apps.bicep"].variables["tenantsThatSend"]
    with psycopg.connect(url) as connection:
        assert connection.execute(question).fetchone() == (0,)
        connection.execute(f"SET LOCAL search_path TO {schema.SCHEMA}")
        connection.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name) VALUES ('q', 't')"
        )
        connection.execute("SET LOCAL search_path TO public")
        assert connection.execute(question).fetchone() == (1,)


# How many connections PostgreSQL of this size takes, less the fifteen that it keeps for itself:
# https://learn.microsoft.com/azure/postgresql/flexible-server/concepts-limits
_CONNECTIONS = {"Standard_B2s": 414, "Standard_D4ds_v5": 1703}
_OF_A_PROCESS = 14  # docs/how-to/grow.md


@pytest.mark.parametrize("file", GIVEN.values(), ids=GIVEN)
def test_as_many_processes_as_may_run_fit_the_database(file: File):
    given = file.variables
    assert given["serve"]["least"] >= 2, "one may be away while somebody presses"
    most = given["serve"]["most"] + given["work"]["most"]
    assert 2 * most * _OF_A_PROCESS < _CONNECTIONS[given["database"]["sku"]], (
        "twice while upgrading"
    )
    assert given["database"]["backupDays"] >= 7


@pytest.mark.parametrize("file", GIVEN.values(), ids=GIVEN)
def test_the_image_that_is_named_is_of_this_release(file: File):
    version = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert version is not None
    assert str(file.variables["image"]).endswith(f"/renkei:{version[1]}")
