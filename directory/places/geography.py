"""Points on the map that people ask about. Pure."""

from dataclasses import dataclass

EARTH_KM = 6371.0


@dataclass(frozen=True)
class Spot:
    """A point that someone asked about, in degrees (WGS84), and how they named it.

    `about` is set when only part of the postcode is known: distances are then from the middle of it.
    """

    lat: float
    lng: float
    label: str = ""
    about: str = ""
