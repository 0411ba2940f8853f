package dev.pontoon.bench.stage;

import java.nio.file.Path;
import java.util.List;

/**
 * What a contestant is given in one round.
 *
 * @param workload with the number of messages that this contestant really has to move
 * @param folder its own, for settings and logs; gone after the round
 */
public record Job(Stage stage, Workload workload, List<Line> lines, Path folder) {}
