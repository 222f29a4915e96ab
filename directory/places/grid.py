"""From the National Grid to degrees: Ordnance Survey's own formulae, good to about five metres. Pure.

Source: Ordnance Survey, “A guide to coordinate systems in Great Britain”, annexes B and C.
"""

from math import atan2, cos, degrees, hypot, radians, sin, sqrt, tan

_AIRY = (6377563.396, 6356256.909)  # the ellipsoid of OSGB36: half axes in metres
_WGS84 = (6378137.0, 6356752.3142)
_SCALE, _LAT0, _LNG0 = 0.9996012717, radians(49), radians(-2)
_EAST0, _NORTH0 = 400_000.0, -100_000.0
# From OSGB36 to WGS84: metres, parts in a million, seconds of arc.
_SHIFT, _STRETCH, _TURN = (446.448, -125.157, 542.060), -20.4894e-6, (0.1502, 0.2470, 0.8421)


def degrees_from_grid(easting: float, northing: float) -> tuple[float, float]:
    """Latitude and longitude (WGS84) of a point on the National Grid, in metres east and north."""
    return _to_wgs84(*_to_osgb36(easting, northing))


def _to_osgb36(easting: float, northing: float) -> tuple[float, float]:
    a, b = _AIRY[0] * _SCALE, _AIRY[1] * _SCALE
    lat, arc = _LAT0, 0.0
    while abs(northing - _NORTH0 - arc) >= 1e-4:  # a tenth of a millimetre
        lat += (northing - _NORTH0 - arc) / a
        arc = _meridian_arc(lat, (a - b) / (a + b), b)
    e2 = 1 - (b / a) ** 2
    nu = a / sqrt(1 - e2 * sin(lat) ** 2)
    rho = nu * (1 - e2) / (1 - e2 * sin(lat) ** 2)
    eta2, t2, sec, east = nu / rho - 1, tan(lat) ** 2, 1 / cos(lat), (easting - _EAST0) / nu
    up = east**2 / 2 - east**4 / 24 * (5 + 3 * t2 + eta2 - 9 * t2 * eta2)
    up += east**6 / 720 * (61 + 90 * t2 + 45 * t2**2)
    along = east - east**3 / 6 * (nu / rho + 2 * t2) + east**5 / 120 * (5 + 28 * t2 + 24 * t2**2)
    return lat - tan(lat) * nu / rho * up, _LNG0 + sec * along


def _meridian_arc(lat: float, n: float, b: float) -> float:
    """How far north of the true origin a latitude lies, in metres, along the central meridian."""
    less, more = lat - _LAT0, lat + _LAT0
    return b * (
        (1 + n + 5 / 4 * n**2 + 5 / 4 * n**3) * less
        - (3 * n + 3 * n**2 + 21 / 8 * n**3) * sin(less) * cos(more)
        + 15 / 8 * (n**2 + n**3) * sin(2 * less) * cos(2 * more)
        - 35 / 24 * n**3 * sin(3 * less) * cos(3 * more)
    )


def _to_wgs84(lat: float, lng: float) -> tuple[float, float]:
    """A Helmert transformation: to metres from the middle of the earth, shifted and turned, and back."""
    e2 = 1 - (_AIRY[1] / _AIRY[0]) ** 2
    nu = _AIRY[0] / sqrt(1 - e2 * sin(lat) ** 2)
    x, y, z = nu * cos(lat) * cos(lng), nu * cos(lat) * sin(lng), nu * (1 - e2) * sin(lat)
    (tx, ty, tz), s, (rx, ry, rz) = _SHIFT, 1 + _STRETCH, (radians(turn / 3600) for turn in _TURN)
    x, y, z = tx + s * x - rz * y + ry * z, ty + rz * x + s * y - rx * z, tz - ry * x + rx * y + s * z
    e2, across = 1 - (_WGS84[1] / _WGS84[0]) ** 2, hypot(x, y)
    lat = atan2(z, across * (1 - e2))
    for _ in range(4):
        lat = atan2(z + e2 * _WGS84[0] / sqrt(1 - e2 * sin(lat) ** 2) * sin(lat), across)
    return degrees(lat), degrees(atan2(y, x))
