package dev.pontoon.observe;

import dev.pontoon.observe.RouteView.Counts;
import dev.pontoon.observe.RouteView.Judged;
import dev.pontoon.observe.RouteView.Need;
import java.util.List;

/** The table of the status page: one row per route, and below it what there is to say about it. */
final class RouteTable {
  private static final String HEAD =
      """
      <table>
      <thead><tr>
      <th scope="col">Route</th><th scope="col">Source</th><th scope="col">Topic</th>
      <th scope="col">State</th><th scope="col">Since</th>
      <th scope="col" class="n">Delivered</th><th scope="col" class="n">Mirrored</th>
      <th scope="col" class="n">Dead<br/>letters</th><th scope="col" class="n">Possible<br/>duplicates</th>
      <th scope="col" class="n">Gaps</th><th scope="col" class="n">In<br/>flight</th>
      <th scope="col">Last record</th>
      </tr></thead>
      """;

  private final Html page;

  RouteTable(Html page) {
    this.page = page;
  }

  /**
   * @param judged in the order in which they are to stand
   */
  void write(List<Judged> judged) {
    if (judged.isEmpty()) {
      page.raw("<p>There is no route.</p>\n");
      return;
    }
    page.raw(HEAD);
    for (Need need : Need.values()) {
      List<Judged> all = judged.stream().filter(one -> one.need() == need).toList();
      if (!all.isEmpty()) {
        group(need, all.size());
        all.forEach(this::row);
      }
    }
    page.raw("</table>\n");
  }

  private void group(Need need, int size) {
    page.raw("<tbody class=\"group\"><tr><th colspan=\"12\" scope=\"rowgroup\">")
        .text(need.title() + ": " + size);
    if (need == Need.STANDBY) {
      page.raw(" <small>").text(Advice.STANDBY.sentence()).raw("</small>");
    }
    page.raw("</th></tr></tbody>\n");
  }

  private void row(Judged judged) {
    route(judged);
    if (!judged.findings().isEmpty()) {
      page.raw("<tr class=\"why\"><td colspan=\"12\">");
      judged.findings().forEach(this::finding);
      page.raw("</td></tr>\n");
    }
    page.raw("</tbody>\n");
  }

  private static String mark(Judged judged) {
    return switch (judged.need()) {
      case ATTENTION -> judged.view().now().healthy() ? "✖ UP" : "✖ DOWN";
      case LOOK -> "! UP";
      case STANDBY, WELL -> "✔ UP";
    };
  }

  private void route(Judged judged) {
    RouteView view = judged.view();
    page.raw("<tbody class=\"")
        .raw(judged.need().style())
        .raw("\">")
        .raw("<tr><td class=\"route\">")
        .text(view.route())
        .raw("</td><td data-is=\"from\">")
        .text(view.source())
        .raw("</td><td data-is=\"to\">")
        .text(view.topic().isEmpty() ? "–" : view.topic())
        .raw("</td><td class=\"state\"><b>")
        .text(mark(judged))
        .raw("</b> ")
        .text(view.now().source().name() + (view.now().sinkTrouble() == null ? "" : ", Kafka"))
        .raw("</td><td data-is=\"since\">")
        .time(view.since())
        .raw("</td>");
    if (view.counts() == null) {
      page.raw("<td colspan=\"7\"></td>");
    } else {
      counts(view.counts());
    }
    page.raw("</tr>\n");
  }

  private void counts(Counts counts) {
    page.raw("<td class=\"n\" data-is=\"delivered\">")
        .number(counts.read())
        .raw("</td><td class=\"n\" data-is=\"mirrored\">")
        .number(counts.mirrored())
        .raw("</td><td class=\"n\" data-is=\"dead letters\">")
        .number(counts.deadLettered())
        .raw("</td><td class=\"n\" data-is=\"possible duplicates\">")
        .number(counts.possibleDuplicates())
        .raw("</td><td class=\"n\" data-is=\"gaps\">")
        .number(counts.gaps())
        .raw("</td><td class=\"n\" data-is=\"in flight\">")
        .number(counts.inFlight())
        .raw("</td><td data-is=\"last record\">");
    if (counts.lastRecord() == null) {
      page.raw("none yet</td>");
    } else {
      page.time(counts.lastRecord()).raw("</td>");
    }
  }

  private void finding(Finding finding) {
    page.raw("<p><b>").text(finding.about()).raw(":</b> ").text(finding.why());
    if (!finding.why().isEmpty()) {
      page.raw("<br/>");
    }
    page.raw("<b>To do:</b> ").text(finding.advice().sentence());
    if (!finding.command().isEmpty()) {
      page.raw(" <code>").text(finding.command()).raw("</code>");
    }
    page.raw("</p>");
  }
}
