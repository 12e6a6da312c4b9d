"""Bodies that were written once and are sent again while they are true.

A strong validator names the very bytes of an answer, so whoever asks the same again may have the
same body: what is left to do for the request is to find the validator, one small query. Kept in
each worker process, those asked for last; what is asked for once only passes through.
"""

from hashlib import blake2b

from django.core.cache import caches

from registry.api.answers import Answer, Body

# Times the entries that the settings allow: no process keeps more than 32 MiB.
LARGEST = 2**17
_BODIES = caches["bodies"]


def body_of(answer: Answer, address: str) -> Body:
    """The body of ``answer``, asked for at ``address`` (path and query); may raise as it does."""
    if not answer.validator:
        return answer.write()
    key = blake2b(f"{answer.validator} {address}".encode(), digest_size=16).hexdigest()
    body: Body | None = _BODIES.get(key)
    if body is None:
        body = answer.write()
        if len(body.content) <= LARGEST:
            _BODIES.set(key, body)
    return body
