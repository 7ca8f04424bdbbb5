from dataclasses import replace

import duckdb

from reports.aims import aims_of
from reports.classification import Classification, Link
from reports.entry import FileKey
from reports.guideline.besides import Job, Need, Needs
from reports.guideline.model import Strength
from reports.model.links import Evidence
from reports.relations import find_relations
from reports.similar import Aim, find_alternatives, shared_needs
from reports.subject import Subject
from tests.reports.reuse_builders import entry, text

ALIKE = "Afspraken plannen aan de balie, met wachtrij, herinnering en agenda voor medewerkers"
ELSEWHERE = {"account_id": "github.com/elders"}
AGENDA = Aim(needs={"appointments": frozenset()}, offers_api=False)
ONE = frozenset({"appointments"})


def test_alternatives_are_alike_in_text_for_the_same_and_of_different_accounts() -> None:
    one, other = entry(1, texts=(text(ALIKE),)), entry(2, texts=(text(f"{ALIKE}."),), seen=ELSEWHERE)
    own = entry(3, texts=(text(ALIKE),))
    fillers = [entry(n, texts=(text(f"Nummer {n} over water en wegen"),)) for n in range(4, 9)]
    entries = (one, other, own, *fillers)
    with duckdb.connect() as connection:
        found = find_alternatives(
            connection, entries, {}, (), {one.key: AGENDA, other.key: AGENDA, own.key: AGENDA}, one_job=ONE
        )
        nothing = find_alternatives(connection, entries, {}, (), {one.key: AGENDA}, one_job=ONE)
    assert [(each.key, each.other, each.value) for each in found] == [
        (one.key, other.key, "appointments"),
        (other.key, one.key, "appointments"),
        (other.key, own.key, "appointments"),
        (own.key, other.key, "appointments"),
    ]
    assert nothing == ()


def test_what_works_together_is_no_alternative() -> None:
    one, other = entry(1, texts=(text(ALIKE),)), entry(2, texts=(text(f"{ALIKE}."),), seen=ELSEWHERE)
    aims = {one.key: AGENDA, other.key: AGENDA}
    related = find_relations((one, entry(2, dependencies=("Software 1",), seen=ELSEWHERE)), {})
    with duckdb.connect() as connection:
        assert find_alternatives(connection, (one, other), {}, related, aims, one_job=ONE) == ()


def test_a_need_of_one_job_is_shared_from_a_lower_likeness_than_one_of_many() -> None:
    tools = Aim(needs={"developer-tools": frozenset({"check"})}, offers_api=False)
    assert shared_needs(AGENDA, AGENDA, 0.21, ONE) == {"appointments"}
    assert shared_needs(tools, tools, 0.21, ONE) == frozenset()
    assert shared_needs(tools, tools, 0.29, ONE) == {"developer-tools"}


def test_a_need_of_many_jobs_is_shared_only_where_its_words_begin_alike() -> None:
    checks = Aim(needs={"developer-tools": frozenset({"check"})}, offers_api=False)
    shows = Aim(needs={"developer-tools": frozenset({"catal"})}, offers_api=False)
    assert shared_needs(checks, shows, 0.9, ONE) == frozenset()


def test_an_api_does_not_replace_what_offers_none() -> None:
    api = Aim(needs=AGENDA.needs, offers_api=True)
    assert shared_needs(api, AGENDA, 0.9, ONE) == frozenset()
    assert shared_needs(api, api, 0.9, ONE) == {"appointments"}


def test_the_aim_of_software_holds_how_its_own_words_begin_and_no_need_bound_to_a_technology() -> None:
    found = Classification(
        subject=Subject(repository_id=1, path="publiccode.yml", account_id="a", repository_name="r"),
        links=(_link("apis", "description.nl.shortDescription", "API"),),
        needs=(
            _link("messages", "description.nl.shortDescription", "Notificáties sturen"),
            _link("documents", "categories", "document-management"),
            _link("website", "name", "Huisstijl"),
        ),
        too_little_text=False,
    )
    needs = Needs(
        needs=(*tuple(_need(one) for one in ("messages", "documents")), _need("website", Job.BOUND))
    )
    assert aims_of((found, replace(found, too_little_text=True)), needs) == {
        FileKey(1, "publiccode.yml"): Aim(
            needs={"messages": frozenset({"notif", "sture"}), "documents": frozenset()}, offers_api=True
        )
    }


def _link(category_id: str, key_path: str, matched: str) -> Link:
    evidence = Evidence(rule_id="r", strength="strong", key_path=key_path, value=matched, matched=matched)
    return Link(category_id=category_id, evidence=(evidence,), strength=Strength.STRONG)


def _need(need_id: str, job: Job = Job.MANY) -> Need:
    return Need(
        id=need_id, slug=need_id, name_nl="n", name_en="n", definition_nl="d", definition_en="d", job=job
    )
