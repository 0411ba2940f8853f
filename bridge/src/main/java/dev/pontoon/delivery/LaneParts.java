package dev.pontoon.delivery;

import dev.pontoon.claim.ClaimStore;
import dev.pontoon.config.RouteConfig.OnRefusal;
import dev.pontoon.config.RouteConfig.Oversize;
import dev.pontoon.deadletter.DeadLetters;
import dev.pontoon.mapping.Mapper;
import dev.pontoon.observe.RouteMetrics;
import dev.pontoon.observe.RouteStatus;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What a lane is made of.
 *
 * @param route the route's id, for log lines
 * @param topics makes ready what a message needs before it is mapped
 * @param letterKeys asked at the beginning of each session, where the route parks keys
 * @param claims keeps what is too large for Kafka; null for nothing
 * @param identity header that tells messages without an id apart; null for none
 * @param maxInFlight messages between delivery and acknowledgement
 * @param budget bytes that it may have in flight
 * @param workers runs what must not block Kafka's or the source's own threads: acknowledging,
 *     writing dead letters
 */
public record LaneParts(
    String route,
    TopicGate topics,
    Mapper mapper,
    DeadLetters deadLetters,
    OnRefusal onRefusal,
    LetterKeys letterKeys,
    Oversize oversize,
    @Nullable ClaimStore claims,
    @Nullable String identity,
    int maxInFlight,
    ByteBudget.Share budget,
    RouteMetrics metrics,
    RouteStatus status,
    Executor workers) {}
