package dev.pontoon.bench.report;

import dev.pontoon.bench.measure.Latency;
import dev.pontoon.bench.measure.Sample;
import dev.pontoon.bench.measure.Turn;
import dev.pontoon.bench.stage.Source;
import dev.pontoon.bench.stage.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The pictures of a run: throughput and CPU time, latency, sizes, and what else was varied. */
final class Plots {

  private final RunReport run;
  private final Findings found;

  Plots(RunReport run) {
    this.run = run;
    this.found = run.found();
  }

  /**
   * Draws all that the run has figures for.
   *
   * @param name of the run, with which the files' names begin
   * @return names of the files
   */
  List<String> write(Path folder, String name) throws IOException {
    Map<String, Picture> pictures = new LinkedHashMap<>();
    for (String workload : compared()) {
      pictures.put(workload + "-backlog", backlog(workload));
    }
    for (String workload : workloads(found.latencies())) {
      pictures.put(workload + "-latency", latency(workload));
    }
    for (Source source : Source.values()) {
      pictures.putAll(sizes(source));
    }
    pictures.put("ratios", ratios());
    List<String> files = new ArrayList<>();
    for (Map.Entry<String, Picture> picture : pictures.entrySet()) {
      List<Panel> panels = picture.getValue().panels().stream().filter(p -> !p.isEmpty()).toList();
      if (!panels.isEmpty()) {
        String file = name + "-" + picture.getKey() + ".svg";
        Svg.write(picture.getValue().heading(), panels, folder.resolve(file));
        files.add(file);
      }
    }
    return files;
  }

  private record Picture(String heading, List<Panel> panels) {}

  /** Workloads with neighbours; without any, all: the others are in the picture of the ratios. */
  private List<String> compared() {
    List<String> all = workloads(found.drains());
    List<String> many =
        all.stream()
            .filter(
                w -> of(found.drains(), w).stream().map(Turn::contestant).distinct().count() > 3)
            .toList();
    return many.isEmpty() ? all : many;
  }

  private Picture backlog(String workload) {
    List<Sample> all = of(found.drains(), workload);
    return new Picture(
        "Draining a backlog: " + workload,
        List.of(
            bars("messages per second", all, Sample::rate),
            bars("CPU µs per message", all, Sample::cpuMicros)));
  }

  private Picture latency(String workload) {
    List<Latency> all = of(found.latencies(), workload);
    double rate = all.stream().mapToDouble(Latency::rate).average().orElse(0);
    return new Picture(
        "Added latency in ms at %s messages per second: %s"
            .formatted(Rows.number(rate, 0), workload),
        List.of(
            bars("p50", all, Latency::p50),
            bars("p99", all, Latency::p99),
            bars("p99.9", all, Latency::p999)));
  }

  /** By size, for each source whose other settings stay the same over two sizes or more. */
  private Map<String, Picture> sizes(Source source) {
    Map<String, List<Workload>> shapes = new LinkedHashMap<>();
    workloads(found.drains()).stream()
        .map(name -> Workload.named(name, 1))
        .filter(w -> w.source() == source)
        .sorted(Comparator.comparingInt(Workload::bytes))
        .forEach(w -> shapes.computeIfAbsent(shape(w), s -> new ArrayList<>()).add(w));
    Map<String, Picture> pictures = new LinkedHashMap<>();
    shapes.forEach(
        (shape, workloads) -> {
          if (workloads.size() > 1) {
            pictures.put(
                shape + "-sizes",
                new Picture(
                    "By size of the bodies, factors of ten at equal distances: " + shape,
                    List.of(
                        lines("messages per second", workloads, Sample::rate),
                        lines("CPU µs per message", workloads, Sample::cpuMicros))));
          }
        });
    return pictures;
  }

  /** Pontoon beside the loop, over all workloads. */
  private Picture ratios() {
    List<Panel> panels = new ArrayList<>();
    for (String level : List.of("pontoon-a", "pontoon-b")) {
      panels.add(ratio("messages per second, " + level, level, Sample::rate));
      panels.add(ratio("CPU time per message, " + level, level, Sample::cpuMicros));
    }
    boolean several = workloads(found.drains()).size() > 1;
    return new Picture(
        "Ratio to the hand-written loop (1 KiB, 1 queue, 12 partitions where nothing else is said)",
        several ? panels : List.of());
  }

  private Panel ratio(String title, String contestant, ToDoubleFunction<Sample> figure) {
    Map<String, Rounds> ratios = new LinkedHashMap<>();
    for (String workload : workloads(found.drains())) {
      List<Sample> all = of(found.drains(), workload);
      Rounds limit = Rounds.of(all, run.limits().getOrDefault(workload, ""), figure);
      Rounds ratio = Rounds.of(all, contestant, figure).over(limit);
      if (!ratio.isEmpty()) {
        ratios.put(brief(workload), ratio);
      }
    }
    return new Panel.Bars(title, ratios);
  }

  private static <T extends Turn> Panel bars(
      String title, List<T> all, ToDoubleFunction<T> figure) {
    Map<String, Rounds> figures = new LinkedHashMap<>();
    for (String name : all.stream().map(Turn::contestant).distinct().toList()) {
      Rounds rounds = Rounds.of(all, name, figure);
      if (!rounds.isEmpty()) {
        figures.put(name, rounds);
      }
    }
    return new Panel.Bars(title, figures);
  }

  /** Those who were measured with every size. */
  private Panel lines(String title, List<Workload> workloads, ToDoubleFunction<Sample> figure) {
    Map<String, List<Rounds>> figures = new LinkedHashMap<>();
    for (String name : found.drains().stream().map(Sample::contestant).distinct().toList()) {
      List<Rounds> bySize =
          workloads.stream()
              .map(w -> Rounds.of(of(found.drains(), w.name()), name, figure))
              .filter(r -> !r.isEmpty())
              .toList();
      if (bySize.size() == workloads.size()) {
        figures.put(name, bySize);
      }
    }
    return new Panel.Lines(title, workloads.stream().map(Workload::size).toList(), figures);
  }

  /** Without what most workloads have in common. */
  private static String brief(String workload) {
    return workload.replace("-1KiB-", "-").replace("-1q-", "-").replaceFirst("-12p$", "");
  }

  private static String shape(Workload workload) {
    return workload.name().replaceFirst(workload.size() + "-", "");
  }

  private static List<String> workloads(List<? extends Turn> turns) {
    return turns.stream().map(Turn::workload).distinct().toList();
  }

  private static <T extends Turn> List<T> of(List<T> all, String workload) {
    return all.stream().filter(t -> t.workload().equals(workload)).toList();
  }
}
