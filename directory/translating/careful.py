"""What no machine may translate. Pure."""

from directory.listings.cards import may_show_place
from directory.listings.models import Access, Activity, Offer
from directory.listings.session_types import SessionType

# Health, parenting support and specialist services: a wrong word there can do harm.
_THEMES = {"U4", "T1", "T2", "T3"}
# Who may have something, and what one is entitled to.
_TYPES = {"two-year-old-advice-desk", "money-advice", "housing-advice", "home-safety-and-car-seat-check"}


def needs_a_person(activity: Activity, kind: SessionType | None) -> bool:
    """Whether a listing's words are about safety, health or who may come, so that only people translate them.

    A kind we do not know could be any of these.
    """
    if kind is None or kind.sensitive or not kind.listed or not may_show_place(activity, kind):
        return True
    if activity.offer is Offer.TARGETED or activity.access is Access.REFERRAL:
        return True
    return kind.key in _TYPES or bool(_THEMES & {*kind.themes, *activity.themes})
