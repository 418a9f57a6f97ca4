"""Every view of the CMS, walked as every role: who gets in stands in tests/ops/cms_roles.py."""

from collections.abc import Iterator

import pytest

from tests.factories.accounts import UserFactory
from tests.factories.pages import lightly
from tests.kept import undone
from tests.ops.cms_addresses import cms_names
from tests.ops.cms_objects import Objects
from tests.ops.cms_roles import ROLES, WHO
from tests.ops.cms_walk import gets_in, short_way

pytestmark = pytest.mark.django_db
# Who has the whole tree of pages need not be tried in each of its parts.
OF_PARTS = "VSM"


@pytest.fixture(scope="module")
def people(django_db_setup, django_db_blocker) -> Iterator[dict]:
    with django_db_blocker.unblock(), undone(), lightly():
        yield {letter: UserFactory(role=role) for letter, role in ROLES.items()}


@pytest.fixture(scope="module")
def objects(people):
    return Objects(adviser=people["A"])


@pytest.fixture
def db(objects):
    """What a test changes is undone after it."""
    with undone():
        yield


def key_of(name: str, about: str) -> tuple[str, str]:
    """Where the table says who may: its key, and the name below it."""
    space, _, last = name.rpartition(":")
    if name == "wagtail_bulk_action":
        about, last = about.split()
    space = space or name.partition("_")[0]
    return f"{space} of {about}" if about else space, last


def said() -> dict[tuple[str, str], str]:
    """The table, spread out."""
    return {
        (key, name): letters
        for keys, views in WHO.items()
        for key in ([keys] if " of " in keys else keys.split())
        for names, letters in views.items()
        for name in names.split()
    }


@pytest.fixture(scope="module")
def found(people, objects) -> dict[tuple[str, str], str]:
    """The letters of those who get in."""
    import time
    t=time.process_time()
    import cProfile,pstats,gc,os
    if os.environ.get("NOGC"): gc.disable()
    pr=cProfile.Profile()
    import os
    if os.environ.get("PROF"): pr.enable()
    letters: dict[tuple[str, str], str] = {}
    spent={True:[0,0],False:[0,0]}
    with undone(), short_way() as site:
        for name in cms_names():
            for about, path in objects.paths_of(name):
                asked = OF_PARTS if about in objects.parts and about != "standing" else ROLES
                t0=time.process_time()
                s=""
                for letter in asked:
                    t0=time.process_time()
                    try: ok=gets_in(site, people[letter], path)
                    except Exception as e:
                        print(letter,path,repr(e)[:200]); ok=True; s+="!"
                    spent[ok][0]+=1; spent[ok][1]+=time.process_time()-t0
                    if ok: s+=letter
                k=key_of(name,about)
                if k in letters and letters[k]!=s: s+="/"+letters[k]
                letters[k]=s
    print(time.process_time()-t, spent)
    if os.environ.get("PROF"):
        pr.disable(); pr.dump_stats("/tmp/scratch/r1b.prof")
    with open("/tmp/scratch/r1_found.txt","w") as f:
        for (k,n),v in letters.items(): print(k,n,v,sep="\t",file=f)
    return letters


def test_every_role_gets_in_where_the_table_says(db, found):
    table = said()
    new = sorted(set(found) - set(table))
    assert new == [], "new views of the CMS: say in tests/ops/cms_roles.py who gets in"
    assert {view: letters for view, letters in found.items() if letters != table[view]} == {}


def test_table_names_nothing_that_is_gone(db, found):
    assert set(said()) - set(found) == set()
