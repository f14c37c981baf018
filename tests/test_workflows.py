"""The workflows: what they may do, what they call, and what their longer steps do to a real repository."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from past import commit, git
from support import ROOT

FOLDER = ROOT / ".github/workflows"
NAMES = (
    "check.yml",
    "comment.yml",
    "draft.yml",
    "engine.yml",
    "example.yml",
    "nightly.yml",
    "package.yml",
    "publish.yml",
    "upkeep.yml",
)
PINNED = re.compile(r"- uses: (?P<action>[\w-]+/[\w-]+)@(?P<hash>[0-9a-f]{40}) # (?P<version>v\d+\.\d+\.\d+)")
# Contexts whose text a stranger can choose, or that hold more than a step needs.
FOREIGN = re.compile(r"\$\{\{[^}]*\b(github\.(event\b|head_ref|ref_name|base_ref|actor)|inputs\b|secrets\b)")
# Each with its options; none asks the network, and zizmor is as strict as it is without false alarms.
LINTERS = {
    "zizmor": ["--offline", "--persona=pedantic", "--strict-collection", "--no-progress", "--color=never"],
    "check-jsonschema": ["--verbose", "--builtin-schema", "vendor.github-workflows"],
}


def text(name):
    return (FOLDER / name).read_text("utf-8")


def workflow(name):
    return yaml.safe_load(text(name))


def triggers(name):
    return workflow(name)[True]  # in YAML 1.1, which PyYAML reads, the key `on` is a truth value


def jobs():
    return {(name, job): body for name in NAMES for job, body in workflow(name)["jobs"].items()}


def steps():
    return [(name, job, step) for (name, job), body in jobs().items() for step in body["steps"]]


def step(name, title):
    """The one step with this name, or that uses this action."""
    (found,) = [one for file, _, one in steps() if file == name and title in (one.get("name"), _action(one))]
    return found


def _action(one):
    return one.get("uses", "").partition("@")[0]


def test_there_is_no_other_workflow():
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_action_is_pinned_by_hash_with_its_version(name):
    lines = [line.strip() for line in text(name).splitlines() if re.search(r"\buses:", line)]
    own = [line for line in lines if line.startswith("uses: ./ #")]  # the repository's own action
    assert len(own) == (name == "example.yml")
    lines = [line for line in lines if line not in own]
    assert [line for line in lines if not PINNED.fullmatch(f"- {line.removeprefix('- ')}")] == []
    assert len(lines + own) == sum("uses" in one for file, _, one in steps() if file == name)


def test_an_action_has_one_version_everywhere():
    pins = {}
    for line in "\n".join(map(text, NAMES)).splitlines():
        if "uses:" in line and "uses: ./ " not in line:
            pin = PINNED.fullmatch(f"- {line.strip().removeprefix('- ')}")
            pins.setdefault(pin["action"], set()).add((pin["hash"], pin["version"]))
    assert {action: len(found) for action, found in pins.items()} == dict.fromkeys(
        [
            "actions/checkout",
            "actions/setup-python",
            "actions/upload-artifact",
            "actions/configure-pages",
            "actions/upload-pages-artifact",
            "actions/deploy-pages",
        ],
        1,
    )


def test_what_starts_a_workflow():
    assert triggers("check.yml") == {"pull_request": None, "push": {"branches-ignore": ["main", "gh-pages"]}}
    assert triggers("comment.yml") == {"workflow_run": {"workflows": ["Check"], "types": ["completed"]}}
    assert triggers("draft.yml") == {"issues": {"types": ["labeled"]}}
    assert triggers("engine.yml") == {"schedule": [{"cron": "7 4 * * *"}], "workflow_dispatch": None}
    assert triggers("example.yml") == triggers("check.yml")
    assert triggers("nightly.yml") == {"schedule": [{"cron": "37 3 * * *"}], "workflow_dispatch": None}
    assert triggers("package.yml") == {"workflow_dispatch": None}
    assert triggers("upkeep.yml") == {
        "schedule": [{"cron": "17 5 * * 1"}, {"cron": "17 6 1 * *"}],
        "workflow_dispatch": None,
    }
    assert triggers("publish.yml") == {"push": {"branches": ["main"]}, "workflow_dispatch": None}


def test_permissions_are_the_least():
    assert {name: workflow(name)["permissions"] for name in NAMES} == {
        "check.yml": {"contents": "read"},
        "comment.yml": {},
        "draft.yml": {},
        "engine.yml": {},
        "example.yml": {"contents": "read"},
        "nightly.yml": {},
        "package.yml": {},
        "publish.yml": {},
        "upkeep.yml": {},
    }
    assert {job: body["permissions"] for (_, job), body in jobs().items() if "permissions" in body} == {
        "comment": {"actions": "read", "contents": "read", "pull-requests": "write"},
        "draft": {"contents": "write", "pull-requests": "write"},
        "compare": {"contents": "read"},
        "test": {"contents": "read"},
        "links": {"contents": "read", "issues": "write"},
        "sources": {"contents": "read", "issues": "write"},
        "review": {"contents": "read", "issues": "write"},
        "package": {"contents": "read", "id-token": "write"},
        "publish": {"contents": "write", "pages": "read"},
        "deploy": {"pages": "write", "id-token": "write"},
    }


def test_only_what_writes_to_github_has_its_token_and_nothing_has_a_secret():
    assert [name for name in NAMES if re.search(r"\bsecrets\b", text(name))] == []
    having = [(file, one["name"]) for file, _, one in steps() if "github.token" in str(one)]
    assert having == [
        ("comment.yml", "Fetch the report"),
        ("comment.yml", "Say it"),
        ("draft.yml", "Propose it"),
        ("upkeep.yml", "Ask, and open an issue if something is broken"),
        ("upkeep.yml", "Compare, and open an issue if something differs"),
        ("upkeep.yml", "Look, and open an issue if something is due"),
    ]


def test_the_code_of_a_proposal_never_runs_where_something_can_be_written():
    """What a stranger starts runs without rights; what has rights checks main out."""
    for name in NAMES:
        refs = {
            one["with"].get("ref") for file, _, one in steps() if file == name and _action(one) == "actions/checkout"
        }
        assert refs == {"main"} if name in ("comment.yml", "draft.yml", "publish.yml") else {None}, name
    assert jobs()["comment.yml", "comment"]["if"] == "github.event.workflow_run.event == 'pull_request'"
    assert jobs()["draft.yml", "draft"]["if"] == "github.event.label.name == 'draft this'"


def test_nothing_that_a_stranger_wrote_reaches_a_shell():
    """A run step holds no expression at all; its variables hold none from the event."""
    assert [one["run"] for _, _, one in steps() if "${{" in one.get("run", "")] == []
    assert [line for name in NAMES for line in text(name).splitlines() if FOREIGN.search(line)] == []


def test_runs_are_one_at_a_time():
    assert workflow("check.yml")["concurrency"] == {"group": "check-${{ github.ref }}", "cancel-in-progress": True}
    assert workflow("publish.yml")["concurrency"] == {"group": "publish", "cancel-in-progress": False}


def test_every_job_has_a_time_limit_and_a_fixed_system():
    assert {key: body["runs-on"] for key, body in jobs().items()} == dict.fromkeys(jobs(), "ubuntu-24.04")
    assert [key for key, body in jobs().items() if not 0 < body.get("timeout-minutes", 0) <= 30] == []


def test_only_the_job_that_pushes_keeps_its_credentials():
    kept = {
        (name, job): one["with"]["persist-credentials"]
        for name, job, one in steps()
        if _action(one) == "actions/checkout"
    }
    assert kept == {
        ("check.yml", "check"): False,
        ("comment.yml", "comment"): False,
        ("draft.yml", "draft"): True,
        ("engine.yml", "compare"): False,
        ("example.yml", "example"): False,
        ("nightly.yml", "test"): False,
        ("package.yml", "package"): False,
        ("publish.yml", "publish"): True,
        ("upkeep.yml", "links"): False,
        ("upkeep.yml", "sources"): False,
        ("upkeep.yml", "review"): False,
    }


def test_a_failing_pipe_fails_its_step():
    assert [workflow(name)["defaults"] for name in NAMES] == [{"run": {"shell": "bash"}}] * len(NAMES)
    assert [one for _, _, one in steps() if "shell" in one or "continue-on-error" in one] == []


def test_only_main_is_published_with_its_whole_history():
    publish = jobs()["publish.yml", "publish"]
    assert publish["if"] == "github.ref == 'refs/heads/main'"
    checkout = step("publish.yml", "actions/checkout")["with"]
    assert (checkout["ref"], checkout["fetch-depth"]) == ("main", 0)


def test_what_names_a_free_id_has_the_whole_history():
    assert {name: step(name, "actions/checkout")["with"].get("fetch-depth") for name in ("check.yml", "draft.yml")} == {
        "check.yml": 0,
        "draft.yml": 0,
    }


def test_jobs_and_outputs_that_are_named_exist():
    for name in NAMES:
        known = workflow(name)["jobs"]
        assert {body["needs"] for body in known.values() if "needs" in body} <= set(known)
    for body in jobs().values():
        before = set()
        for one in body["steps"]:
            assert set(re.findall(r"steps\.([\w-]+)\.", str(one))) <= before
            before.add(one.get("id"))
        assert set(re.findall(r"steps\.([\w-]+)\.", str(body.get("environment")))) <= before


def test_the_commands_of_the_steps_are_in_this_order():
    called = {
        key: [
            line.strip()
            for one in body["steps"]
            for line in one.get("run", "").splitlines()
            if re.match(r" *(if ! )?(make|\.venv)", line)
        ]
        for key, body in jobs().items()
    }
    assert called == {
        ("check.yml", "check"): [
            "make .venv/.site",
            ".venv/bin/python scripts/check.py --format github",
            '.venv/bin/python scripts/github.py report --event "$GITHUB_EVENT_PATH" --report report.json',
            "make build",
            "make build",
            "make test",
        ],
        ("comment.yml", "comment"): [
            "make .venv/.site",
            '.venv/bin/python scripts/github.py comment --event "$GITHUB_EVENT_PATH" \\',
        ],
        ("draft.yml", "draft"): [
            "make .venv/.site",
            '.venv/bin/python scripts/draft.py --event "$GITHUB_EVENT_PATH" --report "$RUNNER_TEMP/report.md"',
            '.venv/bin/python scripts/github.py propose --event "$GITHUB_EVENT_PATH" --report "$RUNNER_TEMP/report.md"',
        ],
        ("upkeep.yml", "links"): [
            "make .venv/.site",
            'if ! .venv/bin/python scripts/links.py --report "$RUNNER_TEMP/report.md"; then',
            '.venv/bin/python scripts/github.py issue --title "Links and sources to mend" --label links '
            '--body "$RUNNER_TEMP/report.md"',
        ],
        ("upkeep.yml", "sources"): [
            "make .venv/.site",
            'if ! .venv/bin/python scripts/compare.py --report "$RUNNER_TEMP/report.md"; then',
            '.venv/bin/python scripts/github.py issue --title "Works that differ from their records" --label links '
            '--body "$RUNNER_TEMP/report.md"',
        ],
        ("upkeep.yml", "review"): [
            "make .venv/.site",
            'if ! .venv/bin/python scripts/review.py > "$RUNNER_TEMP/report.md"; then',
            '.venv/bin/python scripts/github.py issue --title "Recommendations due for review" --label review '
            '--body "$RUNNER_TEMP/report.md"',
        ],
        ("engine.yml", "compare"): ["make other-engine"],
        ("example.yml", "example"): [],
        ("nightly.yml", "test"): ["make nightly"],
        ("package.yml", "package"): [
            "make package",
            "make .venv/.lock",
            ".venv/bin/uv publish --trusted-publishing always dist/*.whl",
        ],
        ("publish.yml", "publish"): ["make publish PUSH=1"],
        ("publish.yml", "deploy"): [],
    }


def test_the_targets_and_scripts_that_the_steps_call_exist():
    runs = "\n".join(one.get("run", "") for _, _, one in steps())
    targets = set(re.findall(r"^make (\S+)", runs, re.MULTILINE))
    defined = set(re.findall(r"^([\w./-]+):(?!=)", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert targets - defined == set()
    scripts = set(re.findall(r"\bscripts/\S+", runs))
    assert scripts == {f"scripts/{name}.py" for name in ("check", "compare", "draft", "github", "links", "review")}
    assert all((ROOT / script).is_file() for script in scripts)


def test_the_site_of_a_proposal_opens_from_disk_and_is_kept_whatever_the_tests_say():
    body = jobs()["check.yml", "check"]["steps"]
    names = [one.get("name") for one in body]
    disk, kept, tested = (
        names.index(name) for name in ("Build it for use from disk", "Keep the site to look at", "Test")
    )
    assert disk < kept < tested == len(names) - 1
    assert body[disk]["env"] == {"GUIDE_OFFLINE": "1"}
    assert body[kept]["with"] == {"name": "site", "path": "site/", "if-no-files-found": "error", "retention-days": 14}
    assert [one["run"] for name, _, one in steps() if name == "check.yml" and "push" in one.get("run", "")] == []


def test_pages_get_the_branch_at_the_address_that_github_gives():
    assert step("publish.yml", "Publish")["env"] == {"SITE_URL": "${{ steps.pages.outputs.base_url }}/"}
    assert step("publish.yml", "actions/configure-pages")["id"] == "pages"
    assert step("publish.yml", "actions/upload-pages-artifact")["with"] == {"path": "${{ runner.temp }}/public"}
    assert jobs()["publish.yml", "deploy"]["environment"] == {
        "name": "github-pages",
        "url": "${{ steps.deployment.outputs.page_url }}",
    }


# Steps of several lines, run as GitHub's runner does.


def run(folder, title, name="publish.yml", **variables):
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step(name, title)["run"]]
    temp = folder.parent / "temp"
    environment = {**os.environ, "RUNNER_TEMP": str(temp), "GITHUB_OUTPUT": str(temp / "output"), **variables}
    temp.mkdir(exist_ok=True)
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=60)


def test_only_the_package_of_the_tags_own_release_is_published(tmp_path):
    assert jobs()["package.yml", "package"]["if"] == "startsWith(github.ref, 'refs/tags/v')"
    (tmp_path / "package/dist").mkdir(parents=True)
    (tmp_path / "package/dist/llm_ethics_guide-1.2.0-py3-none-any.whl").touch()
    for tag, code in (("v1.2.0", 0), ("v1.2.1", 1)):
        done = run(tmp_path / "package", "See that the wheel is of this release", "package.yml", GITHUB_REF_NAME=tag)
        assert (done.returncode, "::error::" in done.stdout) == (code, bool(code))


EXPORT = "Export the branch as it is at the remote"


@pytest.fixture
def remote(tmp_path):
    """A repository whose branch gh-pages, checked out, holds two versions."""
    folder = tmp_path / "remote"
    for name in ("1.0.0", "2.0.0"):
        (folder / name).mkdir(parents=True)
        (folder / name / "index.html").write_text(name, "utf-8")
    git(folder, "init", "--quiet", "--initial-branch", "gh-pages")
    commit(folder, "Publish")
    return folder


def cloned(remote):
    clone = remote.parent / "clone"
    git(remote.parent, "clone", "--quiet", str(remote), str(clone))
    return clone


def test_the_export_is_what_the_remote_holds(remote, tmp_path):
    clone = cloned(remote)
    (clone / "draft.html").write_text("not pushed", "utf-8")
    commit(clone, "Refused")
    done = run(clone, EXPORT)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    public = tmp_path / "temp/public"
    files = {path.relative_to(public).as_posix(): path.read_text("utf-8") for path in public.rglob("*.html")}
    assert files == {"1.0.0/index.html": "1.0.0", "2.0.0/index.html": "2.0.0"}
    assert (tmp_path / "temp/output").read_text("utf-8") == "exported=yes\n"


@pytest.mark.parametrize("target", ["/etc", "../../secret", "1.0.0"])
def test_no_link_is_exported(remote, tmp_path, target):
    (remote / "astray").symlink_to(target)
    commit(remote, "Spoil")
    done = run(cloned(remote), EXPORT)
    assert done.returncode == 1
    assert done.stdout == f"::error::these are links, which a host may not follow: {tmp_path}/temp/public/astray\n"
    assert not (tmp_path / "temp/output").exists()


def test_a_missing_branch_fails_the_export(remote, tmp_path):
    git(remote, "branch", "--quiet", "--move", "main")
    assert run(cloned(remote), EXPORT).returncode != 0
    assert not (tmp_path / "temp/output").exists()


def test_what_is_out_is_exported_even_if_one_version_was_refused():
    """The step after a refusal runs, and so does the job that deploys; the run as a whole still fails."""
    assert step("publish.yml", EXPORT)["if"] == "${{ !cancelled() && steps.publish.outcome != 'skipped' }}"
    handing = step("publish.yml", "actions/upload-pages-artifact")
    assert handing["if"] == "${{ !cancelled() && steps.export.outcome == 'success' }}"
    publish, deploy = (jobs()["publish.yml", name] for name in ("publish", "deploy"))
    assert publish["outputs"] == {"exported": "${{ steps.export.outputs.exported }}"}
    assert deploy["if"] == "${{ !cancelled() && needs.publish.outputs.exported == 'yes' }}"


# The linters, which need no network.


def lint(linter, folder):
    command = Path(sys.executable).with_name(linter)
    read = [folder] if linter == "zizmor" else sorted(folder.iterdir())
    return subprocess.run([command, *LINTERS[linter], *read], cwd=folder, capture_output=True, text=True, timeout=120)


@pytest.fixture
def copy(tmp_path):
    """A copy of the workflows that a test may spoil."""
    return Path(shutil.copytree(FOLDER, tmp_path / ".github/workflows"))


@pytest.mark.parametrize("linter", LINTERS)
def test_the_linter_finds_nothing(linter, copy):
    done = lint(linter, copy)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("linter", "name", "old", "new", "found"),
    [
        ("zizmor", "check.yml", r"@[0-9a-f]{40} # v7\.0\.1", "@v7", "unpinned-uses"),
        ("zizmor", "check.yml", "make test", "echo ${{ github.head_ref }}", "template-injection"),
        ("zizmor", "check.yml", "pull_request:", "pull_request_target:", "dangerous-triggers"),
        ("zizmor", "check.yml", "persist-credentials: false", "lfs: false", "artipacked"),
        ("zizmor", "publish.yml", r"permissions: \{\}", "permissions: write-all", "excessive-permissions"),
        ("check-jsonschema", "check.yml", "timeout-minutes", "timeout-minute", "'timeout-minute' was unexpected"),
        ("check-jsonschema", "check.yml", "branches-ignore", "branch-ignore", "'branch-ignore' was unexpected"),
        ("check-jsonschema", "publish.yml", "contents: write", "contents: rite", "'rite' is not one of"),
    ],
)
def test_the_linter_finds_a_fault(linter, name, old, new, found, copy):
    before = (copy / name).read_text("utf-8")
    after = re.sub(old, new, before, count=1)
    assert after != before
    (copy / name).write_text(after, "utf-8")
    done = lint(linter, copy)
    assert done.returncode != 0
    assert found in done.stdout + done.stderr
