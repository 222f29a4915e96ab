"""The ways from a page into the chat about it; and none where the number of a listing would tell."""

import pytest

from tests.site import read_html

WITH_TELEGRAM = {"telegram_name": "hexshire_bot"}


def links(page):
    return [link.attrs["href"] for link in page.all("a")]


@pytest.mark.parametrize(("which", "kind"), [("an ordinary session", "s"), ("a centre", "c")])
def test_a_page_leads_into_the_chat_about_it_and_to_its_poster(site, addresses, which, kind):
    page = read_html(site.get(f"/en{addresses[which]}").text)

    (chat,) = [href for href in links(page) if "/chat?start=" in href]
    assert chat.startswith(f"/en/chat?start={kind}_")
    assert f"/en{addresses[which]}/poster" in links(page)
    assert not [href for href in links(page) if "t.me" in href]


def test_with_a_bot_on_telegram_the_page_leads_there_too_and_the_poster_there_alone(site_with, addresses):
    site = site_with(**WITH_TELEGRAM)
    page = read_html(site.get(f"/en{addresses['an ordinary session']}").text)
    poster = read_html(site.get(f"/en{addresses['a poster of a session']}").text)
    start = next(href for href in links(page) if "/chat?start=" in href).partition("?")[2]

    assert f"https://t.me/hexshire_bot?{start}" in links(page)
    assert f"https://t.me/hexshire_bot?{start}" in poster.one("main").text
    assert "/chat?" not in poster.one("main").text


@pytest.mark.parametrize("which", ["a session on a sensitive topic", "a session at a hidden place"])
def test_what_must_not_be_seen_has_neither_poster_nor_a_number_in_a_link(site_with, addresses, which):
    site = site_with(**WITH_TELEGRAM)
    page = read_html(site.get(f"/en{addresses[which]}").text)

    assert not [href for href in links(page) if "start=" in href or "poster" in href]
    assert site.get(f"/en{addresses[which]}/poster").status_code == 404
