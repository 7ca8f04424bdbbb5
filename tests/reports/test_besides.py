"""What stands beside the links: needs, facts, possible links, conflicts, residue, decisions."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from reports.guideline.curation import Action, Curation, Override
from reports.guideline.loading import load_curation
from reports.links import record_links
from reports.possible import BareRepository, find_possible
from reports.register import build_register
from reports.settings import ReportsSettings
from tests.reports.work import DAY, NIGHT, RUN_ID, WorkDatabase


@pytest.fixture(scope="module")
def curation() -> Curation:
    return load_curation()


def _work(path: Path) -> WorkDatabase:
    database = WorkDatabase(path / "work.duckdb")
    database.run()
    database.organisation()
    database.account()
    return database


def _register(work: Path, *overrides: Override) -> Path:
    record_links(work, replace(load_curation(), overrides=overrides), run_id=RUN_ID, at=NIGHT)
    target = work.with_name("register.duckdb")
    build_register(work, target, ReportsSettings())
    return target


def _rows(database: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def _override(name: str, action: Action, category: str, **changes: Any) -> Override:
    default = Override(
        action=action,
        repository_url=f"https://github.com/voorbeeld/{name}",
        category=category,
        who="Curator",
        why="Wij hebben het bekeken.",
        decided_on=date(2026, 11, 1),
    )
    return replace(default, **changes)


@pytest.mark.database
def test_needs_are_recorded_apart_from_categories_with_their_evidence(tmp_path: Path) -> None:
    database = _work(tmp_path)
    database.repository(1, name="zaken")
    text = {"short_description": "Zaaksysteem voor gemeenten"}
    database.file(1, component={"name": "Zaken"}, texts=(text,))
    register = _register(database.close())
    ((component, need, matched),) = _rows(
        register, "SELECT component_id, need_id, evidence[1].matched FROM need_link"
    )
    assert (component, need, matched) == ("voorbeeld-zaken", "case-handling", "Zaaksysteem")
    assert _rows(register, "SELECT category_id FROM reuse_link") == [("source-code",)]
    assert _rows(register, "SELECT software FROM need WHERE need_id = 'case-handling'") == [(1,)]


@pytest.mark.database
def test_a_need_that_a_category_answers_follows_from_its_links(tmp_path: Path) -> None:
    database = _work(tmp_path)
    database.repository(1, name="bouwer")
    text = {"short_description": "Webformulieren bouwen voor inwoners"}
    database.file(1, component={"name": "Bouwer"}, texts=(text,))
    register = _register(database.close())
    assert _rows(register, "SELECT need_id, rule_id FROM need_link") == [("forms", "forms-words")]


@pytest.mark.database
def test_facts_tell_for_whom_and_how_and_are_no_categories(tmp_path: Path) -> None:
    database = _work(tmp_path)
    database.repository(1, name="planner")
    database.file(
        1,
        component={"name": "Planner", "software_type": "standalone/web"},
        texts=({"short_description": "Ploegen indelen, voor gemeenten"},),
    )
    register = _register(database.close())
    assert _rows(register, "SELECT question, answer_id FROM fact ORDER BY ALL") == [
        ("for_whom", "for-others"),
        ("how", "install"),
    ]
    assert _rows(register, "SELECT category_id FROM reuse_link") == [("source-code",)]


@pytest.mark.database
def test_a_repository_without_a_file_may_belong_to_a_category_and_is_in_no_count(tmp_path: Path) -> None:
    database = _work(tmp_path)
    database.repository(1, name="gemeente-api", root_files=["openapi.yaml"])
    database.repository(2, name="kopie", root_files=["openapi.yaml"], is_fork=True)
    database.repository(3, name="beschreven", root_files=["openapi.yaml", "publiccode.yml"])
    database.file(3, component={"name": "Beschreven"})
    register = _register(database.close())
    assert _rows(register, "SELECT name, category_id FROM possible_link") == [("gemeente-api", "apis")]
    assert _rows(register, "SELECT count(*) FROM reuse_link WHERE category_id = 'apis'") == [(0,)]
    assert _rows(register, "SELECT software FROM category WHERE category_id = 'apis'") == [(0,)]


@pytest.mark.parametrize(
    ("repository", "category"),
    [
        (BareRepository(repository_id=1, name="koppelvlak", root_files=("openapi.yaml",)), "apis"),
        (
            BareRepository(repository_id=1, name="model", root_files=("stad.archimate",)),
            "architecture-patterns",
        ),
        (
            BareRepository(repository_id=1, name="bomen", description="Dataset van bomen in de stad"),
            "data-sets",
        ),
        (BareRepository(repository_id=1, name="bestekteksten"), "contracts-procurement"),
        (BareRepository(repository_id=1, name="handreiking-ai"), "knowledge-documentation"),
        (BareRepository(repository_id=1, name="kader", topics=("maturity-model",)), None),
        (BareRepository(repository_id=1, name="afwegingskader", topics=("maturity-model",)), "methodology"),
        (BareRepository(repository_id=1, name="website", description="Site van de gemeente"), None),
        (BareRepository(repository_id=1, name="cijfers", root_files=("a.csv",)), None),
    ],
)
def test_what_a_repository_may_be_follows_from_what_its_forge_says(
    repository: BareRepository, category: str | None, curation: Curation
) -> None:
    found = {link.category_id for one in find_possible((repository,), curation) for link in one.links}
    assert found == ({category} if category else set())


@pytest.mark.database
def test_a_claim_that_the_words_do_not_bear_out_is_a_conflict(tmp_path: Path) -> None:
    database = _work(tmp_path)
    database.repository(1, name="verlof")
    database.file(
        1,
        component={"name": "Verlof", "categories": ["document-management", "a", "b", "c", "d", "e"]},
        texts=({"short_description": "Verlof aanvragen door medewerkers"},),
    )
    register = _register(database.close())
    assert _rows(register, "SELECT kind, category_id, detail FROM conflict ORDER BY ALL") == [
        ("claim_without_words", "components:document-management", "document-management"),
        ("many_categories", None, "6"),
    ]


@pytest.mark.database
def test_a_decision_against_the_rules_is_shown_with_what_became_of_it(tmp_path: Path) -> None:
    database = _work(tmp_path)
    database.repository(1, name="bouwer")
    text = {"short_description": "Webformulieren bouwen voor inwoners"}
    database.file(1, component={"name": "Bouwer"}, texts=(text,))
    register = _register(
        database.close(),
        _override("bouwer", Action.REMOVE, "components:forms"),
        _override("weg", Action.ADD, "apis"),
        _override("bouwer", Action.ADD, "geo"),
        _override("bouwer", Action.ADD, "data-sets", until=date(2026, 11, 2)),
    )
    assert _rows(register, "SELECT component_id, category_id, state FROM override ORDER BY ALL") == [
        ("voorbeeld-bouwer", "components:forms", "holds"),
        ("voorbeeld-bouwer", "data-sets", "expired"),
        ("voorbeeld-bouwer", "geo", "holds"),
        (None, "apis", "no_software"),
    ]
    assert _rows(register, "SELECT category_id, detail FROM conflict ORDER BY ALL") == [
        ("components:forms", "remove"),
        ("forms", "remove"),
        ("geo", "add"),
    ]
    assert _rows(register, "SELECT need_id FROM need_link") == [("geo",)]


@pytest.mark.database
def test_residue_is_shown_with_the_number_of_files(tmp_path: Path) -> None:
    database = _work(tmp_path)
    for n in range(5):
        database.repository(n, name=f"deel-{n}")
        database.file(
            n,
            component={"name": f"Deel {n}", "categories": ["collaboration", "it-development"]},
            texts=({"short_description": f"Doet taak nummer {n} voor bewoners"},),
        )
    register = _register(database.close())
    assert _rows(register, "SELECT DISTINCT key_path, value, files FROM residue") == [
        ("categories", ["collaboration", "it-development"], 5)
    ]
    assert _rows(register, "SELECT count(*) FROM residue") == [(5,)]


@pytest.mark.database
def test_every_statement_of_the_guideline_has_the_figure_that_its_question_gives(tmp_path: Path) -> None:
    database = _work(tmp_path)
    database.repository(1, name="bouwer")
    database.file(
        1,
        component={"name": "Bouwer", "licence": "EUPL-1.2", "used_by": ["A", "B"]},
        texts=({"short_description": "Webformulieren bouwen", "documentation_url": "https://x.example/"},),
    )
    register = _register(database.close())
    figures = dict(_rows(register, "SELECT statement_id, figure FROM statement"))
    assert len(figures) == 13
    assert (figures["findable"], figures["documented"], figures["legal"], figures["reuse"]) == (1, 1, 1, 1)
    assert (figures["successes"], figures["priorities"], figures["communities"]) == (0, 0, 0)
    for name, query in _rows(register, "SELECT statement_id, query FROM statement"):
        assert _rows(register, query) == [(figures[name],)]


@pytest.mark.database
def test_a_link_keeps_the_version_of_the_rules_that_made_it(tmp_path: Path, curation: Curation) -> None:
    database = _work(tmp_path)
    database.repository(1, name="bouwer")
    text = {"short_description": "Webformulieren bouwen voor inwoners"}
    database.file(1, component={"name": "Bouwer"}, texts=(text,))
    work = database.close()
    record_links(work, curation, run_id=RUN_ID, at=NIGHT)
    later = replace(curation, rules=replace(curation.rules, version="later"))
    record_links(work, later, run_id=RUN_ID + 1, at=NIGHT + DAY)
    versions = _rows(work, "SELECT DISTINCT rules_version FROM link.reuse_link_version")
    assert versions == [(curation.rules.version,)]
