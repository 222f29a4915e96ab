"""What a first visit costs a family in data: page, stylesheet and script, as they are sent."""

import pytest

from tests.site import every_language, read_html

MOST = 14 * 1024
ACCEPTED = {"Accept-Encoding": "br, zstd, gzip"}


@every_language
@pytest.mark.parametrize("which", ["home", "results near", "an ordinary session", "a centre", "the chat"])
def test_a_first_visit_fits_into_fourteen_kilobytes(site, addresses, which, language):
    html = site.get(f"/{language}{addresses[which]}", headers=ACCEPTED)
    document = read_html(site.get(f"/{language}{addresses[which]}").text)
    sheets = [link.attrs["href"] for link in document.all("link") if link.attrs["rel"] == "stylesheet"]
    scripts = [script.attrs["src"] for script in document.all("script")]

    parts = [html, *(site.get(address, headers=ACCEPTED) for address in (*sheets, *scripts))]
    sizes = [len(part.data) for part in parts]

    print(f"{which} ({language}): {' + '.join(map(str, sizes))} = {sum(sizes)} bytes")
    assert all(part.headers.get("Content-Encoding") for part in parts)
    assert sum(sizes) <= MOST


@every_language
def test_the_heaviest_page_of_results_is_light_too(site, addresses, language):
    most = {page: site.get(f"/{language}{address}", headers=ACCEPTED) for page, address in addresses.items()}

    sizes = {page: len(response.data) for page, response in most.items()}

    print(language, sorted(sizes.items(), key=lambda one: -one[1])[:4])
    assert max(sizes.values()) <= MOST
