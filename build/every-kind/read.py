#!/usr/bin/env python3
"""Prints one record as any Kafka client sees it, and counts the AMQP properties that are missing.

    pip install confluent-kafka
    python3 read.py 127.0.0.1:9092 every-kind.v1
"""
import sys

from confluent_kafka import Consumer

servers, topic = sys.argv[1], sys.argv[2]
PROPERTIES = (
    "content-type content-encoding delivery-mode priority correlation-id reply-to expiration"
    " message-id timestamp type user-id app-id cluster-id"
).split()

consumer = Consumer(
    {"bootstrap.servers": servers, "group.id": "every-kind-reader", "auto.offset.reset": "earliest"}
)
consumer.subscribe([topic])
record = None
for _ in range(60):
    record = consumer.poll(1)
    if record is not None and record.error() is None:
        break
consumer.close()
if record is None or record.error():
    sys.exit("no record in " + topic)


def shown(value):
    if value is None:
        return "null"
    try:
        return "".join(c if c.isprintable() else "\\u%04x" % ord(c) for c in value.decode("utf-8"))
    except UnicodeDecodeError:
        return "0x" + value.hex()


headers = record.headers() or []
print("key:", shown(record.key()))
print("timestamp:", record.timestamp()[1])
print("value:", shown(record.value()))
for name, value in headers:
    print(f"  {name}: {shown(value)}")
names = {name for name, _ in headers}
missing = [name for name in PROPERTIES if "pontoon." + name not in names]
application = sum(1 for name in names if not name.startswith("pontoon.") or name.startswith("pontoon.escaped."))
print(f"properties missing: {len(missing)} of {len(PROPERTIES)} {' '.join(missing)}")
print(f"application headers: {application}")
