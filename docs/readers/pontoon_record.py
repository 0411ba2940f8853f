"""Reads Pontoon's records in Python; copy this file, it needs the standard library only.

headers(record.headers()) gives a dict of the message's own headers and properties with their types back;
Seen().again(...) recognises a record that came twice. What each header means: docs/reference/records.md
"""
import base64
import json
from collections import OrderedDict
from datetime import datetime
from decimal import Decimal

ESCAPED = "pontoon.escaped."
WHOLE = {"byte", "short", "int", "long", "big-integer", "far-time"}


def headers(raw):
    """Header name to typed value, of confluent-kafka's list of (name, bytes) pairs; the last of equal names counts.

    Times are datetime, decimals Decimal, tables dict, lists list; bytes and text that is not UTF-8 are bytes.
    """
    raw = dict(raw or [])
    types = json.loads(raw.get("pontoon.types") or b"{}")
    return {_name(name): _header(value, types.get(name)) for name, value in raw.items() if name != "pontoon.types"}


def _name(name):
    """The application's own name of an escaped header."""
    if not name.startswith(ESCAPED):
        return name
    kept = name[len(ESCAPED):]
    out, at = [], 0
    while at < len(kept):
        if kept.startswith("\\\\", at):
            out.append("\\")
            at += 2
        elif kept.startswith("\\u", at) and at + 6 <= len(kept):
            out.append(chr(int(kept[at + 2:at + 6], 16)))
            at += 6
        else:
            out.append(kept[at])
            at += 1
    return "".join(out)


def _header(value, kind):
    if value is None:
        return None
    if kind in ("bytes", "raw-text"):
        return value
    text = value.decode("utf-8")
    if isinstance(kind, (dict, list)):
        return _inner(json.loads(text, parse_float=Decimal), kind)
    if kind == "boolean":
        return text == "true"
    if kind == "escaped-text":
        return json.loads(text)
    return _typed(text, kind)


def _typed(text, kind):
    """A value that is written as text."""
    if kind in WHOLE:
        return int(text)
    if kind in ("float", "double"):
        return float(text)
    if kind == "decimal":
        return Decimal(text)
    if kind == "time":
        return datetime.fromisoformat(text.replace("Z", "+00:00"))
    if kind in ("bytes", "raw-text"):
        return base64.b64decode(text)
    return text


def _inner(value, kind):
    """What stands inside a table or list: JSON tells most types itself, `kind` tells the others."""
    if isinstance(value, dict):
        kinds = kind if isinstance(kind, dict) else {}
        return {name: _inner(item, kinds.get(name)) for name, item in value.items()}
    if isinstance(value, list):
        kinds = kind if isinstance(kind, list) else []
        if len(kinds) == 1:
            kinds = kinds * len(value)
        return [_inner(item, kinds[at] if at < len(kinds) else None) for at, item in enumerate(value)]
    if isinstance(value, str):
        return _typed(value, kind)
    if isinstance(value, Decimal) and kind != "decimal":
        return float(value)
    return value


class Seen:
    """The ids of the last records, so that a record that came twice is worked on once.

    At level A a restart may write a message again; both records have the same pontoon.id. A message without an id
    can't be recognised. Keep it across restarts with your own state if a repeated message does harm.
    """

    def __init__(self, most=100_000):
        self._ids = OrderedDict()
        self._most = most

    def again(self, raw):
        """True if a record with this id was here before; remembers it otherwise."""
        identity = dict(raw or []).get("pontoon.id")
        if identity is None:
            return False
        if identity in self._ids:
            return True
        self._ids[identity] = None
        if len(self._ids) > self._most:
            self._ids.popitem(last=False)
        return False
