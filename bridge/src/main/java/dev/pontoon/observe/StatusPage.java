package dev.pontoon.observe;

import dev.pontoon.observe.RouteView.Judged;
import dev.pontoon.observe.RouteView.Need;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The page for who was woken up: what is stuck, why, since when and what to do. HTML without
 * scripts and without anything from elsewhere, made when it is asked for; a template library would
 * be one more dependency for a page whose only danger, text from outside, {@link Html} holds in one
 * method. Safe for all threads.
 */
public final class StatusPage {
  /** Nothing is loaded, nothing is run: text from outside could not do harm even as markup. */
  static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

  /**
   * What stays the same while the process runs.
   *
   * @param bridge its name in bridge.yaml
   * @param since when the process began to run
   */
  public record About(String bridge, String version, String host, long process, Instant since) {}

  private final About about;
  private final KafkaStatus kafka;
  private final Clock clock;
  private final List<ShownRoute> routes = new CopyOnWriteArrayList<>();

  public StatusPage(About about, KafkaStatus kafka, Clock clock) {
    this.about = about;
    this.kafka = kafka;
    this.clock = clock;
  }

  /** This machine's name. */
  String host() {
    return about.host();
  }

  public void add(ShownRoute route) {
    routes.add(route);
  }

  /**
   * Sees what has moved since the last look. To be called every few seconds; how exact "last
   * record" is depends on it.
   */
  public void look() {
    Instant at = clock.instant();
    routes.forEach(route -> route.look(at));
  }

  String html() {
    Instant now = clock.instant();
    KafkaStatus.Snapshot answers = kafka.now();
    List<Judged> judged =
        routes.stream()
            .map(route -> route.view().judged(now, answers.detail()))
            .sorted(Judged.WORST_FIRST)
            .toList();
    Html page = new Html(now);
    head(page, judged, answers);
    page.raw("<main>\n");
    new RouteTable(page).write(judged);
    page.raw("</main>\n");
    foot(page);
    return page.toString();
  }

  private void head(Html page, List<Judged> judged, KafkaStatus.Snapshot answers) {
    long bad = judged.stream().filter(one -> one.need() == Need.ATTENTION).count();
    boolean well = bad == 0 && answers.answer() != KafkaStatus.Answer.NO;
    String headline = well ? allWell(judged) : headline(bad, judged.size());
    page.raw("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/>\n<title>")
        .text(headline + " – " + about.bridge())
        .raw("</title>\n<meta http-equiv=\"refresh\" content=\"5\"/>\n")
        .raw("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"/>\n<style>\n")
        .raw(PageStyle.CSS)
        .raw("</style></head>\n<body><header>\n")
        .raw(well ? "<h1 class=\"well\">" : "<h1 class=\"bad\">")
        .text(headline)
        .raw("</h1>\n<p>Pontoon bridge ")
        .text(about.bridge() + ", version " + about.version() + ", on " + about.host())
        .raw(" (process ")
        .text(Long.toString(about.process()))
        .raw("), up since ")
        .time(about.since())
        .raw("</p>\n");
    kafka(page, answers);
    page.raw("</header>\n");
  }

  private static String allWell(List<Judged> judged) {
    long looks = judged.stream().filter(one -> one.need() == Need.LOOK).count();
    String all = "✔ All well: " + routes(judged.size());
    return looks == 0 ? all : all + ", " + looks + " worth a look";
  }

  private static String headline(long bad, int all) {
    return bad == 0
        ? "✖ Kafka does not answer"
        : "✖ " + bad + " of " + routes(all) + (bad == 1 ? " needs attention" : " need attention");
  }

  private static String routes(int count) {
    return count == 1 ? "1 route" : count + " routes";
  }

  private static void kafka(Html page, KafkaStatus.Snapshot now) {
    switch (now.answer()) {
      case NOT_ASKED -> page.raw("<p>Kafka has not been asked yet</p>\n");
      case YES -> page.raw("<p>Kafka answers since ").time(now.since()).raw("</p>\n");
      case NO ->
          page.raw("<p><strong class=\"bad\">Kafka does not answer</strong> since ")
              .time(now.since())
              .raw(": ")
              .text(now.detail())
              .raw("<br/><b>To do:</b> ")
              .text(Advice.KAFKA.sentence())
              .raw("</p>\n");
    }
  }

  private static void foot(Html page) {
    page.raw("<footer>\n<p>Made ")
        .now()
        .raw("; loads itself again every 5 s. All times are UTC; counts are of this process.</p>\n")
        .raw("<nav><a href=\"health\">/health</a> <a href=\"health/live\">/health/live</a> ")
        .raw("<a href=\"health/ready\">/health/ready</a> <a href=\"metrics\">/metrics</a></nav>\n")
        .raw("</footer></body></html>\n");
  }
}
