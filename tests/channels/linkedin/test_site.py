"""Addresses of the site, and what a path is."""

import pytest

from seleqt_cli.channels.linkedin.site import LINKEDIN, NotASite, Place, Site, parameter, place_of, slug_of, thread_of

PLACES = [
    ("/feed/", Place.FEED),
    ("/feed", Place.FEED),
    ("/in/ada-lovelace/", Place.PROFILE),
    ("/in/ada-lovelace", Place.PROFILE),
    ("/in/ada-lovelace/nl/", Place.PROFILE),
    ("/in/j%C3%BCrgen/", Place.PROFILE),
    ("/in/ada/recent-activity/all/", Place.ACTIVITY),
    ("/in/ada/overlay/contact-info/", Place.OTHER),
    ("/in/unavailable/", Place.GONE),
    ("/404/", Place.GONE),
    ("/feed/update/urn:li:activity:7/", Place.POST),
    ("/preload/custom-invite/", Place.INVITE),
    ("/mynetwork/invitation-manager/sent/", Place.SENT),
    ("/mynetwork/invitation-manager/", Place.RECEIVED),
    ("/mynetwork/invite-connect/connections/", Place.CONNECTIONS),
    ("/messaging/", Place.INBOX),
    ("/messaging/thread/2-abc/", Place.THREAD),
    ("/messaging/thread/new/", Place.COMPOSE),
    ("/messaging/compose/", Place.COMPOSE),
    ("/sales/lead/ACwAAA,NAME,x1", Place.SALES_LEAD),
    ("/", Place.LOGIN),
    ("/login", Place.LOGIN),
    ("/uas/login", Place.LOGIN),
    ("/m/logout/", Place.LOGIN),
    ("/signup/cold-join", Place.LOGIN),
    ("/authwall", Place.AUTHWALL),
    ("/checkpoint/challenge/AgF", Place.CHECKPOINT),
    ("/checkpoint/lg/login-submit", Place.CHECKPOINT),
    ("/challenge", Place.CHECKPOINT),
    ("/uas/consumer-email-challenge", Place.CHECKPOINT),
    ("/legal/something", Place.OTHER),
    ("/company/engines/", Place.OTHER),
    ("/feedback/", Place.OTHER),
    ("/login-help", Place.OTHER),
]


@pytest.mark.parametrize(("path", "place"), PLACES)
def test_a_path_is_a_place(path: str, place: Place) -> None:
    assert place_of(path) is place


def test_a_query_decides_nothing() -> None:
    site = Site()
    assert site.place(f"{LINKEDIN}/login?session_redirect=%2Ffeed%2F") is Place.LOGIN
    assert site.place(f"{LINKEDIN}/feed/?next=/checkpoint/challenge") is Place.FEED
    assert site.place("https://evil.example/feed/") is Place.OTHER
    assert site.place("https://www.linkedin.com.evil.example/feed/") is Place.OTHER
    assert site.place("about:blank") is Place.OTHER


@pytest.mark.parametrize(
    "base",
    [
        "http://www.linkedin.com",
        "https://linkedin.com",
        "https://www.linkedin.com/",
        "https://www.linkedin.com.evil.example",
        "https://127.0.0.1:8000",
        "http://127.0.0.1",
        "http://127.0.0.1:8000/",
        "http://127.0.0.1:80@evil.example",
        "http://10.0.0.1:8000",
        "http://localhost.evil.example:80",
        "",
    ],
)
def test_nothing_but_linkedin_or_a_test_site_on_this_machine_is_a_site(base: str) -> None:
    with pytest.raises(NotASite):
        Site(base)


def test_a_test_site_is_near_and_linkedin_is_not() -> None:
    assert [Site().near, Site("http://127.0.0.1:8123").near, Site("http://localhost:8123").near] == [False, True, True]


def test_addresses_are_made_with_every_part_encoded() -> None:
    site = Site()
    assert [
        site.profile("jürgen/../x?y"),
        site.invite("a&b=c"),
        site.activity("ada"),
        site.sent(),
        site.connections(),
        site.inbox(),
        site.thread("2-a=="),
        site.sales_lead("ACw1,NAME_SEARCH,t0"),
        site.me(),
        site.feed(),
        site.login(),
    ] == [
        f"{LINKEDIN}/in/j%C3%BCrgen%2F..%2Fx%3Fy/",
        f"{LINKEDIN}/preload/custom-invite/?vanityName=a%26b%3Dc",
        f"{LINKEDIN}/in/ada/recent-activity/all/",
        f"{LINKEDIN}/mynetwork/invitation-manager/sent/",
        f"{LINKEDIN}/mynetwork/invite-connect/connections/",
        f"{LINKEDIN}/messaging/",
        f"{LINKEDIN}/messaging/thread/2-a%3D%3D/",
        f"{LINKEDIN}/sales/lead/ACw1,NAME_SEARCH,t0",
        f"{LINKEDIN}/in/me/",
        f"{LINKEDIN}/feed/",
        f"{LINKEDIN}/login",
    ]


def test_a_link_is_followed_only_within_the_site() -> None:
    site = Site("http://127.0.0.1:8123")
    assert [
        site.link("/in/ada/"),
        site.link("http://127.0.0.1:8123/in/ada/?x=1"),
        site.link("https://www.linkedin.com/in/ada/"),
        site.link("https://evil.example/in/ada/"),
        site.link("//evil.example/in/ada/"),
        site.link("javascript:alert(1)"),
        site.link("#top"),
    ] == ["http://127.0.0.1:8123/in/ada/", "http://127.0.0.1:8123/in/ada/?x=1", "http://127.0.0.1:8123/in/ada/", "", "", "", ""]


def test_slugs_threads_and_parameters_are_read_from_addresses() -> None:
    assert [
        slug_of(each) for each in ("/in/j%C3%BCrgen/", "https://www.linkedin.com/in/ada/recent-activity/all/?x=/in/bob/", "/in/me/")
    ] == [
        "jürgen",
        "ada",
        "",
    ]
    assert [slug_of(each) for each in ("/in/", "/company/ada/", "/in/unavailable/", "")] == ["", "", "", ""]
    assert [thread_of(each) for each in ("/messaging/thread/2-abc/", "/messaging/thread/new/", "/messaging/")] == ["2-abc", "", ""]
    assert parameter("/x?profileUrn=urn%3Ali%3Ax", "profileUrn") == "urn:li:x"
    assert parameter("/x?a=1&a=2", "a") == ""
    assert parameter("/x?a=1&a=1", "a") == "1"
