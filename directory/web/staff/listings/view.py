"""The editor's page: what each section says now, in a line, and what waits to be said."""

from collections.abc import Collection, Mapping
from datetime import datetime

from flask import g, render_template

from directory import clock
from directory.listings import wording as listing_words
from directory.listings.cards import SlotCard
from directory.listings.own_listings import OwnListingPage
from directory.listings.sections import Extras, GettingIn, Price, Section, Spoken, What, Where, Who
from directory.web.staff.listings import wording
from directory.web.staff.listings.forms import SectionForm
from directory.words import Words, labels, phrases


def shown(
    page: OwnListingPage,
    forms: Mapping[str, SectionForm],
    *,
    opened: Collection[str] = (),
    wrong: str = "",
    seen: int | None = None,
    saved: str = "",
) -> str:
    """The page with some sections open. `wrong` names the one whose form could not be taken, and `seen` is
    what she had seen when she opened that."""
    now = clock.now()
    missing = [
        (wording.section_with(one.field), one.field, wording.fault(g.words, one)) for one in page.missing
    ]
    return render_template(
        "staff/listings/editor.html",
        page=page,
        status=wording.STATUS[page.status],
        parts=[
            (name, label, in_a_line(g.words, page, page.sections[name]), forms[name])
            for name, label in wording.SECTIONS.items()
        ],
        form=forms[wrong] if wrong else None,
        opened=opened,
        seen={name: seen if name == wrong and seen is not None else page.seen for name in forms},
        saved=saved if saved in forms else "",
        missing=missing,
        when=when(g.words, page.slots, now),
        dates=listing_words.dates(g.words, page.dates, now),
        assured=page.assured_on and g.words.full_day(page.assured_on),
    )


def in_a_line(words: Words, page: OwnListingPage, section: Section) -> str:
    """What a section says now, short enough to read past."""
    match section:
        case What():
            return section.summary or words.gettext("Nothing said yet")
        case Who():
            who = phrases.who_for(
                words,
                youngest=section.youngest_months,
                oldest=section.oldest_months,
                pregnancy=section.pregnancy,
                adults=section.adults,
            )
            return words.all_of(who)
        case Where():
            return page.venue or words.gettext(labels.DELIVERY[section.delivery])
        case Price():
            return phrases.cost(words, section.cost, section.cost_pence)
        case GettingIn():
            return words.gettext(labels.ACCESS[section.access])
        case Spoken():
            spoken = [words.language(code) for code in section.languages]
            return words.all_of(spoken) or words.gettext("None named")
        case Extras():
            return words.all_of(phrases.features(words, section.features)) or words.gettext("Nothing named")


def when(words: Words, slots: Collection[SlotCard], now: datetime) -> list[str]:
    return listing_words.slots(words, list(slots), clock.london(now).date())
