"""How far apart places are. Pure."""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

EARTH_KM = 6371.0
KM_IN_A_MILE = 1.609344


@dataclass(frozen=True)
class Spot:
    """A point that someone asked about, in degrees (WGS84), and how they named it.

    `about` is set when only part of the postcode is known: distances are then from the middle of it.
    """

    lat: float
    lng: float
    label: str = ""
    about: str = ""


def distance_km(lat: float, lng: float, spot: Spot) -> float:
    """Kilometres as the crow flies between a place and a spot."""
    up = sin(radians(lat - spot.lat) / 2) ** 2
    along = sin(radians(lng - spot.lng) / 2) ** 2 * cos(radians(lat)) * cos(radians(spot.lat))
    return 2 * EARTH_KM * asin(sqrt(min(1.0, up + along)))
