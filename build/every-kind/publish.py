#!/usr/bin/env python3
"""Publishes one message with all 14 AMQP 0-9-1 properties and a header of every type that pika can send.

    pip install pika
    python3 publish.py amqp://guest:guest@127.0.0.1:5672 every-kind

It makes the exchange, and waits until a bridge with the default name has bound its queue to it.
"""
import datetime
import decimal
import sys

import pika

uri, exchange = sys.argv[1], sys.argv[2]
moment = datetime.datetime(2024, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc)
headers = {
    "text": "Grüße",
    "long text": "x" * 60,
    "bytes": b"\x01\x02\xc8",
    "yes": True,
    "int": 70_000,
    "long": 5_000_000_000,
    "decimal": decimal.Decimal("1.10"),
    "time": moment,
    "nothing": None,
    "table": {"city": "Köln", "inner": {"n": 1, "at": moment}},
    "list": [1, "two", None, [3, {"four": 4}]],
    "two lines": "one\r\ntwo\x1b[1m",
    "CamelKafkaOverrideTopic": "somewhere-else",
    "pontoon.id": "forged",
}
properties = pika.BasicProperties(
    content_type="application/json",
    content_encoding="utf-8",
    headers=headers,
    delivery_mode=2,
    priority=4,
    correlation_id="c-1",
    reply_to="answers",
    expiration="86400000",
    message_id="m-1",
    timestamp=int(moment.timestamp()),
    type="order.created",
    user_id=pika.URLParameters(uri).credentials.username,
    app_id="shop",
    cluster_id="old-cluster",
)
with pika.BlockingConnection(pika.URLParameters(uri)) as connection:
    channel = connection.channel()
    channel.exchange_declare(exchange, "topic", durable=True)
    while True:  # the bridge binds its queue within ten seconds after the exchange is there
        probe = connection.channel()
        try:
            probe.queue_declare("pontoon." + exchange, passive=True)
            break
        except pika.exceptions.ChannelClosedByBroker:
            connection.sleep(0.2)
    channel.confirm_delivery()
    channel.basic_publish(exchange, "order.new", '{"orderId":"A-17"}'.encode(), properties, mandatory=True)
print("published 1 message, 14 properties,", len(headers), "headers")
