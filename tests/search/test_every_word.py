"""Every word of every listing finds it, in whatever script it is written."""

from collections import defaultdict

import pytest
from sqlalchemy import select

from directory.listings.models import Activity, ActivityText, Status
from directory.listings.session_types import session_types
from directory.runtime import Runtime
from directory.search.analysis import words
from directory.search.engine import Sought
from directory.search.request import Request
from tests.builders import NOW, add_activity, add_centre

# Names that no concept of ours stands for, one to a language: only looking up the text can find them.
NAMES = {
    "en": "Pipistrelle",
    "pl": "Świerszczyk",
    "ro": "Scorțișoara",
    "lt": "Žiogelių",
    "pt": "Joaninhazinha",
    "uk": "Цвіркунчик",
    "ru": "Подснежничек",
    "bn": "জোনাকিপোকা",
    "ur": "جگنوستان",
    "pa": "ਜੁਗਨੂੰਆਂ",
    "ar": "الفراشاتية",
    "tr": "Uğurböceği",
    "so": "Balanbaalis",
    "fr": "Pâquerettine",
    "es": "Luciérnagueña",
    "cy": "Llyffantod",
}


def test_every_word_of_the_sample_finds_its_listing(sample_runtime: Runtime):
    holding: dict[str, set[int]] = defaultdict(set)
    with sample_runtime.database.read() as db:
        public = select(Activity).where(Activity.status == Status.PUBLISHED)
        listed = {one.id: one for one in db.scalars(public) if _is_listed(one)}
        for one in [*listed.values(), *db.scalars(select(ActivityText))]:
            id_ = one.id if isinstance(one, Activity) else one.activity_id
            if id_ in listed:
                for word in words(f"{one.name} {one.summary} {one.description}"):
                    holding[word].add(id_)

    missing = {
        word: sorted(ids - found)
        for word, ids in holding.items()
        if not ids <= (found := _found(sample_runtime, word))
    }

    assert len(holding) > 1_000
    assert not missing


@pytest.mark.parametrize("language", NAMES)
def test_a_name_in_any_script_is_found_as_it_is_written(database, find, language):
    with database.unit_of_work() as db:
        add_centre(db)
        add_activity(db, name="Stay and play")
        named = add_activity(db, name="Messy play", type_key="messy-play")
        if language == "en":
            named.name = NAMES["en"]
        else:
            named.texts = [ActivityText(language=language, name=NAMES[language])]
        named_id = named.id

    page = find(NAMES[language], language=language)

    assert [result.activity.id for result in page.results] == [named_id]


def _is_listed(activity: Activity) -> bool:
    kind = session_types().get(activity.type_key)
    return kind is None or kind.listed


def _found(runtime: Runtime, word: str) -> set[int]:
    hits = runtime.engine.search(Request(), Sought((word,), exact=True), now=NOW, size=10_000)
    return {hit.activity_id for hit in hits.page}
