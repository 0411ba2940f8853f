package dev.pontoon.demo;

/**
 * One route in numbers.
 *
 * @param route its id
 * @param from where it reads, for people
 * @param topic where it writes
 * @param count published against found
 * @param legacyReader what the legacy reader beside the bridge has got; -1 where there is none
 * @param inFlight taken by the bridge and not yet acknowledged
 * @param lag records that the demo's own reader has not read yet
 */
record Row(
    String route,
    String from,
    String topic,
    Ledger.Count count,
    int legacyReader,
    int inFlight,
    long lag) {}
