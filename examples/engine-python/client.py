"""A client of the plain REST dialect (docs/rest-dialect.md): it reads all pages, waits where asked to, and repeats."""
import json
import time
import urllib.error
import urllib.request
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from urllib.parse import quote, urlencode

from values import whole

ATTEMPTS = 5
LIMIT = 30  # seconds for one call


class Unreadable(Exception):
    """A system that cannot be read: nothing may be written, since missing records would be created twice."""


def pause(headers, attempt):
    """Seconds until the next attempt: what the system says, in seconds or as a date, else 0.2, 0.4, 0.8 s …"""
    said = headers.get("Retry-After", "")
    if said.isdigit():
        return int(said)
    try:
        return max(0, (parsedate_to_datetime(said) - parsedate_to_datetime(headers["Date"])).total_seconds())
    except (TypeError, ValueError):
        return 0.1 * 2**attempt


def parse(text):
    """A JSON body, with whole numbers as int."""
    return json.loads(text or "{}", parse_float=lambda digits: whole(float(digits)))


class Client:
    def __init__(self, system, log):
        self.base_url, self.token, self.abilities = system["baseUrl"], system["token"], system["abilities"]
        self.log = log

    def once(self, request):
        try:
            with urllib.request.urlopen(request, timeout=LIMIT) as response:
                return response.status, response.headers, parse(response.read())
        except urllib.error.HTTPError as error:
            try:
                return error.code, error.headers, parse(error.read())
            except ValueError:
                return error.code, error.headers, {}
        except (OSError, HTTPException, ValueError) as error:
            return 0, {}, {"detail": str(error)}

    def call(self, method, steps, query=None, body=None, headers=None, repeatable=True):
        """The status and body of the answer; with the status 0 or 5xx nobody knows what became of the call."""
        url = f"{self.base_url}/{'/'.join(quote(step, safe='') for step in steps)}"
        data = None if body is None else json.dumps(body).encode()
        every = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json", **(headers or {})}
        request = urllib.request.Request(url + (f"?{urlencode(query)}" if query else ""), data, every, method=method)
        for attempt in range(1, ATTEMPTS + 1):
            status, answered, answer = self.once(request)
            over = not repeatable if status == 0 or status >= 500 else status != 429
            if over or attempt == ATTEMPTS:
                break
            self.log(f"{method} {url} was answered {status}: attempt {attempt}")
            time.sleep(pause(answered, attempt))
        return status, answer

    def list(self, datatype, since):
        """All records that were modified at that time or later; without a time, all that there are."""
        query = {"modifiedSince": since} if since else {}
        while True:
            status, page = self.call("GET", [datatype], query)
            if status != 200:
                raise Unreadable(f"{datatype} cannot be listed: {status} {page.get('detail')}")
            yield from page["items"]
            if page["next"] is None:
                return
            query["cursor"] = page["next"]

    def get(self, datatype, id):
        """Answered with 404, too, where people merged the record into another: its id stands for that other (D19)."""
        status, answer = self.call("GET", [datatype, id])
        if status == 200 and answer["id"] != id:
            return 404, {"detail": f"merged into {answer['id']}"}
        return status, answer

    def create(self, datatype, properties, key):
        """The same key twice creates one record, where the system has such keys."""
        keyed = self.abilities["idempotencyKey"]
        headers = {"Idempotency-Key": quote(key)} if keyed else {}
        return self.call("POST", [datatype], body={"properties": properties}, headers=headers, repeatable=keyed)

    def change(self, datatype, id, properties, version):
        """Answered with 412 where the record has another version by now, and with 404 where it is gone: what it was
        merged into may have the very version that is known, so the record is read first."""
        status, answer = self.get(datatype, id)
        if status != 200:
            return status, answer
        headers = {} if version is None else {"If-Match": f'"{version}"'}
        return self.call("PATCH", [datatype, id], body={"properties": properties}, headers=headers)
