"""One search of Casas y Terrenos as a command scraper: standard library only (docs/command-scrapers.md)."""
import json
import re
import sys
import time
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

PAGE_SIZE = 40
task = json.loads(sys.stdin.readline())


def say(**line):
    print(json.dumps(line, ensure_ascii=False), flush=True)


def fetch(url):
    """The page's text; in a rehearsal the practice portals answer in the portal's name."""
    host = urlsplit(url).netloc
    if task["rehearsal"]:
        url = task["rehearsal"] + url.partition(host)[2]
    with urlopen(Request(url, headers={"User-Agent": task["user_agent"], "Host": host}), timeout=60) as answer:
        return answer.read().decode("utf-8")


def listings(text):
    state = re.search(r'<script id="__NEXT_DATA__"[^>]*>(.*?)</script>', text, re.DOTALL)
    if state is None:
        print("the page has no __NEXT_DATA__", file=sys.stderr)
        sys.exit(65)  # the page is not what it was: layout_changed
    return json.loads(state[1])["props"]["pageProps"]["initialState"]["propertyData"]


def row(advert):
    rent = "/renta" in task["url"]
    return {
        "listing_id": str(advert["id"]), "title": advert["name"], "operation": "rent" if rent else "sale",
        "price": advert["priceRent" if rent else "priceSale"] or None, "currency": advert["currency"],
        "neighbourhood": advert["neighborhood"], "municipality": advert["municipality"], "state": advert["state"],
        "url": f"https://www.casasyterrenos.com/propiedad/{advert['canonical']}",
    }


page, url = (task["resume"]["page"], task["resume"]["next"]) if task["resume"] else (1, task["url"])
try:
    while url is not None:
        found = listings(fetch(url))
        if page == 1 and not found["properties"]:
            say(empty=True)  # the portal itself says that there is nothing
            break
        for advert in found["properties"]:
            say(**row(advert))
        last = page * PAGE_SIZE >= found["estimatedTotalHits"] or page >= task["max_pages"]
        url = None if last else f"{task['url']}{'&' if '?' in task['url'] else '?'}page={page + 1}"
        say(page=page, next=url)  # stored: a crash goes on behind this page
        page += 1
        time.sleep(task["delay_seconds"] if url else 0)
except OSError as error:  # not reached: tried again later; or an answer with an error status
    print(error, file=sys.stderr)
    sys.exit({401: 77, 403: 77, 404: 66, 429: 75}.get(getattr(error, "code", None), 69))
