"""Whatever is asked, however badly: a kind answer, nothing of it run, and never a broken page."""

from urllib.parse import quote, urljoin, urlsplit

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from directory.locales import LOCALES
from tests.site import read_html

HTML = "<script>alert(1)</script>"
SQL = [
    *(
        "'",
        "''",
        '"',
        "`",
        ";",
        "--",
        "/*",
        "*/",
        "\\",
        "\\'",
        "' OR '1'='1",
        '" OR ""="',
        "1; DROP TABLE activity",
    ),
    *("'; DELETE FROM centre; --", "' UNION SELECT 1,2,3 --", "1' AND SLEEP(5)#", "admin'--", "%' OR 1=1 --"),
    *("') OR ('a'='a", "x' AND 1=(SELECT COUNT(*) FROM activity); --", "CAST(1 AS INT)", "0x27", "CHAR(39)"),
]
OPERATORS = [
    *(
        "AND",
        "OR",
        "NOT",
        "a OR",
        "AND b",
        "NOT NOT NOT",
        "a AND OR NOT b",
        "(",
        ")",
        "((((((",
        "))))",
        "()",
        "NEAR(",
    ),
    *(
        "NEAR(a b, 5)",
        "a ANDMAYBE b",
        "a ANDNOT b",
        "a REQUIRE b",
        '"',
        '"unclosed',
        '"a b"~5',
        "a~",
        "a~2",
        "a~99999",
    ),
    *(
        "a^2",
        "a^",
        "^5",
        "[a TO b]",
        "[TO",
        "{a TO}",
        "name:baby",
        "id:1",
        "words:*",
        "*:*",
        ":",
        "::",
        "a:b:c",
    ),
    *("+a -b", "-", "--a", "+", "++", "!a", "&&", "||", "<a>", "a/b", "/", "//", "/regex/", "/(a+)+$/"),
]
WILDCARDS = [
    "*",
    "**",
    "?",
    "??",
    "a*",
    "*a",
    "*a*",
    "%",
    "%%",
    "_",
    "a%b",
    "[a-z]*",
    "b?by m*",
    "*" * 200,
    "?" * 200,
]
CONTROLS = [
    *(
        "\0",
        "a\0b",
        "\0\0\0",
        "\x01\x02\x03",
        "\x07",
        "\x08",
        "\x1b[31mred",
        "\x7f",
        "\r\n",
        "a\r\nSet-Cookie: x=1",
    ),
    *(
        "\t\t\t",
        "\v\f",
        "\x85",
        "\u2028",
        "\u2029",
        "\ufeff",
        "\u200b\u200c\u200d",
        "\ufffd",
        "\ufffe",
        "\uffff",
    ),
    *("\u202egnp.exe", "\u202d\u202e\u202c", "\u2066\u2067\u2068\u2069", "\u061c", "\u200e\u200f"),
]
SCRIPTS = [
    *("👶", "👩‍👩‍👧‍👦", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "👍🏿" * 50, "Z̴̡̛̳a̷l̶g̸o̷" * 20, "e\u0301" * 90, "ﷺ", "İıſ", "ß" * 100, "ﬁﬂ", "①②③"),
    *(
        "宝宝按摩",
        "శిశువు",
        "ਬੱਚਾ",
        "শিশু",
        "مساج الأطفال",
        "عيادة؟",
        "дитина",
        "\U0001d4b7\U0001d4b6\U0001d4b7\U0001d4ce",
    ),
]
TEMPLATES = [
    *(
        "{{ 7*7 }}",
        "{% raw %}",
        "{{ config }}",
        "{#",
        "${7*7}",
        "#{7*7}",
        "<%= 7*7 %>",
        "%(name)s",
        "%s%s%s%n",
        "%d",
    ),
    *(
        "{0}",
        "{}",
        "{name.__class__}",
        "{{''.__class__.__mro__}}",
        "__import__('os')",
        "$(id)",
        "`id`",
        "|id",
        "../../etc",
    ),
    *(
        HTML,
        "</title><script>",
        '"><img src=x onerror=alert(1)>',
        "' onmouseover='x",
        "<svg/onload=x>",
        "javascript:alert(1)",
    ),
    *(
        "&lt;b&gt;",
        "&#60;b&#62;",
        "]]>",
        "<!--",
        "-->",
        "</main>",
        "<b>bold</b>",
        "data:text/html,x",
        "file:///etc/passwd",
    ),
]
LONG = [
    "a" * 10_240,
    "baby " * 2_048,
    "é" * 10_240,
    "'" * 10_240,
    "(" * 10_240,
    "a b c d " * 1_280,
    "\u202e" * 3_000,
]
HOSTILE = [*SQL, *OPERATORS, *WILDCARDS, *CONTROLS, *SCRIPTS, *TEMPLATES, *LONG]

AGES = [
    "-1",
    "9999",
    "217",
    "1e9",
    "NaN",
    "∞",
    "٣",
    "six",
    "5-",
    "-",
    "7-3",
    "0-0-0",
    "1.5",
    "9" * 400,
    "0x10",
    " ",
]
DAYS = [
    *(
        "0001-01-01",
        "9999-12-31",
        "0000-00-00",
        "2026-02-30",
        "2026-13-01",
        "2026-W54-1",
        "20261124",
        "tomorrow",
    ),
    *("-2026-01-01", "2026-11-24T10:00", "٢٠٢٦-١١-٢٤", "1e5", "", " ", "9" * 500, "2026-11-24\0"),
]
POSTCODES = [
    "QX1",
    "QX1 2A",
    "QX99 9ZZ",
    "0",
    "ZZZZZZZ",
    "QX1 2AB QX1 2AB",
    "ＱＸ１ ２ＡＢ",
    "%",
    "_",
    "a" * 10_240,
    "Q\0X1",
]
SPOTS = [
    "",
    ",",
    "nan,nan",
    "inf,inf",
    "1e999,0",
    "54",
    "54,2,1",
    "54;2",
    "91,181",
    "-54,2",
    "５４,２",
    "54.0000,2.2" * 99,
]
FIELDS = {
    **dict.fromkeys(("age", "within", "page", "pregnant", "adults"), AGES),
    **dict.fromkeys(("from", "to"), DAYS),
    **dict.fromkeys(["near"], POSTCODES),
    **dict.fromkeys(["here"], SPOTS),
    **{
        name: [*DAYS, HTML, "a\0b"]
        for name in ("day", "part", "theme", "offer", "cost", "way", "with", "speaks")
    },
    **{name: [*AGES, HTML, "a\0b", "'" * 10_240] for name in ("how", "type", "sort", "unheard-of")},
}
BYPASSES = [
    *(
        "//evil.example",
        "///evil.example",
        "////evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "\\/evil.example",
    ),
    *(
        "/\\/evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "/\r/evil.example",
        "\t//evil.example",
        " //evil.example",
    ),
    *(
        "\n//evil.example",
        "\0//evil.example",
        "/\0/evil.example",
        "https:evil.example",
        "https:/evil.example",
        "http:evil",
    ),
    *(
        "https://evil.example",
        "HTTPS://evil.example",
        "//evil.example/%2e%2e",
        "javascript:alert(1)",
        "data:text/html,x",
    ),
    *(
        "%09//evil.example",
        "/%09/evil.example",
        "/%2fevil.example",
        "/%2f%2fevil.example",
        "%2f%2fevil.example",
    ),
    *(
        "/%5cevil.example",
        "%5c%5cevil.example",
        "/%0d/evil.example",
        "evil.example",
        "@evil.example",
        "//a@evil.example",
    ),
    *(
        "/../../evil.example",
        "/..//evil.example",
        "/.//evil.example",
        "./evil.example",
        "//[::1]",
        "//127.0.0.1:1",
    ),
    *(
        "/\u2044/evil.example",
        "/\u3000/evil.example",
        "\u2028//evil.example",
        "/\u202e//evil.example",
        "／／evil.example",
    ),
    *(
        "/find\r\nLocation: https://evil.example",
        "/find\nSet-Cookie: a=b",
        "//evil.example\\@localhost",
        "/" * 2_000,
    ),
    *(
        "/en//evil.example",
        "/pl/find",
        "",
        "?x",
        "#x",
        ":80",
        "/;//evil.example",
        "/?//evil.example",
        "/#//evil.example",
    ),
]


def test_there_are_enough_bad_things_to_say():
    assert len(set(HOSTILE)) >= 120
    assert len(set(BYPASSES)) >= 40


@pytest.mark.parametrize("box", ["q", "near"])
@pytest.mark.parametrize("said", HOSTILE)
def test_a_hostile_question_is_answered_kindly(site, box, said):
    response = site.get("/en/find", query_string={box: said})

    assert response.status_code == 200
    assert_nothing_ran(response.text)


@pytest.mark.parametrize("said", HOSTILE)
def test_a_hostile_place_is_answered_kindly_among_the_centres(site, said):
    response = site.get("/ar/centres", query_string={"near": said})

    assert response.status_code == 200
    assert_nothing_ran(response.text)


@pytest.mark.parametrize(
    ("name", "said"), [(name, said) for name, all_of in FIELDS.items() for said in all_of]
)
def test_an_impossible_choice_is_left_out(site, name, said):
    response = site.get("/pl/find", query_string={name: said, "q": "masaż"})

    assert response.status_code == 200
    assert_nothing_ran(response.text)


@pytest.mark.parametrize("day", [*DAYS, HTML])
def test_an_impossible_week_is_this_week(site, addresses, day):
    response = site.get(f"/en{addresses['a week']}", query_string={"from": day})

    assert response.status_code == 200
    assert "23 November 2026" in response.text


@pytest.mark.parametrize(
    "days", [("2027-01-01", "2026-01-01"), ("0001-01-01", "9999-12-31"), ("9999-12-31",) * 2]
)
def test_days_the_wrong_way_round_or_far_away_are_answered(site, days):
    response = site.get("/en/find", query_string={"from": days[0], "to": days[1]})

    assert response.status_code == 200
    assert read_html(response.text).one("h1").text


def test_everything_at_once_and_a_thousand_times_is_answered(site):
    everything = [(name, said) for name, all_of in FIELDS.items() for said in all_of if len(said) < 99]

    response = site.get("/en/find", query_string=everything * 3)

    assert response.status_code == 200
    assert_nothing_ran(response.text)


def test_what_could_not_be_read_is_said_back_safely(site):
    page = site.get("/en/find", query_string={"day": HTML, "near": HTML, "q": HTML}).text

    assert HTML not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("kind", ["session", "centre"])
@pytest.mark.parametrize(
    "slug", [*("nothing", "0", "-1", "9" * 400, "a%00b", "%00", "..", "%2e%2e", "'", "%F0%9F", "%FF")]
)
def test_an_unknown_address_is_not_found(site, kind, slug):
    assert site.get(f"/en/{kind}/{slug}").status_code == 404
    assert site.get(f"/en/{kind}/{slug}/week").status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/%00", "/en/%00", "/en/find%00", "/%ff/", "/en//", "//en/", "/static/%00", "/static/..%2fapp.py"],
)
@pytest.mark.parametrize(
    "query", ["", "?%00", "?q=%00", "?%ff=%ff", "?q=%f0%28", "?&&&===", "?q", "?q=%", "?q=%zz", "?q[]=1"]
)
def test_broken_addresses_never_break_the_page(site, path, query):
    response = site.get(path + query)

    assert response.status_code < 500
    assert "\0" not in response.text


@pytest.mark.parametrize(
    "code", ["EN", "xx", "en-GB", "english", "e", "%D8%B9", "pl%00", "en_US", "0", "static"]
)
def test_a_language_we_do_not_speak_is_not_found(site, code):
    assert site.get(f"/{code}/find").status_code == 404
    assert site.get(f"/en/language/{code}").status_code == 404


@pytest.mark.parametrize("said", ["xx", "../pl", "pl; x=y", "\u202e", "a" * 4_000])
def test_a_strange_cookie_or_browser_is_met_in_english(site, said):
    site.set_cookie("language", said)

    response = site.get("/", headers={"Accept-Language": f"{said.encode('ascii', 'ignore').decode()},*;q=x"})

    assert response.headers["Location"] == "/en/"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "get"])
@pytest.mark.parametrize("which", ["home", "everything", "a centre", "help now"])
def test_a_wrong_method_is_refused(site, addresses, method, which):
    response = site.open(f"/en{addresses[which]}", method=method, data={"q": "a"})

    assert response.status_code in (400, 405) if method != "get" else response.status_code < 500


@pytest.mark.parametrize("which", ["home", "everything", "a centre", "a page that is not there"])
def test_asking_only_for_the_head_is_answered_like_the_page(site, addresses, which):
    whole, head = site.get(f"/pl{addresses[which]}"), site.head(f"/pl{addresses[which]}")

    assert (head.status_code, head.data) == (whole.status_code, b"")
    assert dict(head.headers) == dict(whole.headers)


def test_a_body_that_is_too_large_is_refused(site):
    assert site.open("/en/find", method="GET", data=b"a" * 70_000).status_code < 500
    assert site.post("/en/find", data={"q": "a" * 70_000}).status_code in (405, 413)


@pytest.mark.parametrize(
    "host", ["evil.example", "doorstep.example.evil.example", "evil@doorstep.example", "", "a b", "[::1"]
)
def test_only_our_own_host_names_are_answered(site_with, host):
    ours = site_with(trusted_hosts=("doorstep.example",), public_url="https://doorstep.example")

    refused = ours.get("/en/", headers={"Host": host})

    assert refused.status_code == 400
    assert "evil" not in refused.text
    assert ours.get("/en/", headers={"Host": "doorstep.example"}).status_code == 200


def test_absolute_addresses_come_from_the_settings_and_never_from_the_request(site_with, addresses):
    ours = site_with(public_url="https://doorstep.example")
    headers = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "gopher"}

    for address in ("/sitemap.xml", "/robots.txt", "/en/", f"/en{addresses['a week']}", "/"):
        response = ours.get(address, headers=headers)
        assert "evil.example" not in response.text + str(response.headers)


@pytest.mark.parametrize("back", BYPASSES)
@pytest.mark.parametrize("escaped", [False, True])
def test_choosing_a_language_never_leads_off_the_site(site, back, escaped):
    query = f"back={quote(back)}" if escaped else f"back={quote(back, safe='/%:?#@')}"

    response = site.get(f"/en/language/pl?{query}")
    there = urlsplit(
        urljoin("http://localhost/en/language/pl", response.headers["Location"].replace("\\", "/"))
    )

    assert response.status_code == 303
    assert response.headers["Location"].startswith("/pl/")
    assert (there.scheme, there.netloc) == ("http", "localhost")
    assert response.headers.getlist("Set-Cookie")[1:] == []


@pytest.mark.parametrize("back", BYPASSES)
def test_the_choice_of_languages_links_only_within_the_site(site, back):
    document = read_html(site.get("/en/language", query_string={"back": back}).text)

    links = [link.attrs["href"] for link in document.one("main").all("a")]

    assert len(links) == len(LOCALES)
    assert all(link.startswith("/en/language/") for link in links)


def test_a_flood_of_searches_is_slowed_down_in_the_page_s_language(site_with):
    ours = site_with(searches_per_minute=3)

    answers = [ours.get("/pl/find?q=masaż") for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert read_html(answers[-1].text).one("html").attrs["lang"] == "pl"
    assert ours.get("/pl/help-now").status_code == 200


words = st.text(max_size=60) | st.sampled_from(HOSTILE)
names = st.sampled_from([*FIELDS, "q"]) | st.text(max_size=8)
numbers = st.integers(-(10**20), 10**20).map(str)
values = (
    words
    | numbers
    | st.dates().map(str)
    | st.floats().map(str)
    | st.sampled_from(["mon", "free", "U1", "0-5"])
)


@given(
    path=st.sampled_from(["find", "centres", "language", ""]),
    asked=st.lists(st.tuples(names, values), max_size=8),
)
@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_no_question_whatever_breaks_a_page(site, path, asked):
    response = site.get(
        f"/en/{path}", query_string=[(name.encode("utf-8", "replace"), value) for name, value in asked]
    )

    assert response.status_code == 200
    assert_nothing_ran(response.text)


@given(path=st.text(max_size=40), query=st.binary(max_size=60))
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_address_whatever_breaks_a_page(site, path, query):
    response = site.get(f"/{quote(path.encode('utf-8', 'replace'))}?{quote(query, safe='=&%+[]')}")

    assert response.status_code < 500


def assert_nothing_ran(html: str) -> None:
    """The page is whole, and nothing that was typed became part of it."""
    document = read_html(html)
    assert "\0" not in html
    assert {script.attrs.get("src", "")[:8] for script in document.all("script")} <= {"/static/"}
    assert not list(document.all("img", "b/onload", "iframe"))
    assert not [name for element in document.all() for name in element.attrs if name.startswith("on")]
    assert len(list(document.all("h1"))) == len(list(document.all("main"))) == 1
    assert not [
        link for link in document.all("a") if link.attrs["href"].lower().startswith(("javascript", "data"))
    ]
