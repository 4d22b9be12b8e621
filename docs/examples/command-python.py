"""One search of Casas y Terrenos as a command scraper: standard library only (docs/command-scrapers.md)."""
import json
import re
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

PAGE_SIZE = 40
task = json.loads(sys.stdin.readline())


def say(**line):
    print(json.dumps(line, ensure_ascii=False), flush=True)


def address(page):
    separator = "&" if "?" in task["url"] else "?"
    return task["url"] if page == 1 else f"{task['url']}{separator}page={page}"


def fetch(url):
    """The page's text; in a rehearsal the practice portals answer in the portal's name."""
    headers = {"User-Agent": task["user_agent"]}
    if task["rehearsal"]:
        parts = urllib.parse.urlsplit(url)
        headers["Host"] = parts.netloc
        url = task["rehearsal"] + urllib.parse.urlunsplit(("", "", parts.path, parts.query, ""))
    request = urllib.request.Request(url, headers=headers)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.read().decode("utf-8")


def listings(text):
    state = re.search(r'<script id="__NEXT_DATA__"[^>]*>(.*?)</script>', text, re.DOTALL)
    if state is None:
        print("the page has no __NEXT_DATA__", file=sys.stderr)
        sys.exit(65)  # the page is not what it was: layout_changed
    return json.loads(state[1])["props"]["pageProps"]["initialState"]["propertyData"]


def row(advert):
    rent = "/renta" in task["url"]
    price = advert["priceRent"] if rent else advert["priceSale"]
    return {
        "listing_id": str(advert["id"]), "title": advert["name"], "price": price or None, "currency": advert["currency"],
        "url": f"https://www.casasyterrenos.com/propiedad/{advert['canonical']}", "operation": "rent" if rent else "sale",
        "neighbourhood": advert["neighborhood"], "municipality": advert["municipality"], "state": advert["state"],
    }


page = task["resume"]["page"] if task["resume"] else 1
try:
    while True:
        found = listings(fetch(address(page)))
        if page == 1 and not found["properties"]:
            say(empty=True)  # the portal itself says that there is nothing
            break
        for advert in found["properties"]:
            say(**row(advert))
        last = page * PAGE_SIZE >= found["estimatedTotalHits"] or page >= task["max_pages"]
        say(page=page, next=None if last else address(page + 1))  # stored: a crash goes on behind this page
        if last:
            break
        page += 1
        time.sleep(task["delay_seconds"])
except urllib.error.HTTPError as error:
    print(error, file=sys.stderr)
    sys.exit({401: 77, 403: 77, 404: 66, 429: 75}.get(error.code, 69))
except OSError as error:
    print(error, file=sys.stderr)
    sys.exit(69)  # not reached: tried again later
