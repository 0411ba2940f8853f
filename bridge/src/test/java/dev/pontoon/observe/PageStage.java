package dev.pontoon.observe;

import dev.pontoon.observe.RouteStatus.Source;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.StringReader;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/**
 * A status page with routes in any state, a clock that is turned by hand, and what a reader sees.
 */
final class PageStage {
  private Instant now = Instant.parse("2026-11-24T02:00:00Z");
  final KafkaStatus kafka = new KafkaStatus(clock());
  final StatusPage page;

  PageStage() {
    this("pontoon");
  }

  PageStage(String bridge) {
    page =
        new StatusPage(new StatusPage.About(bridge, "1.2.3", "edge-7", 4711, now), kafka, clock());
  }

  Clock clock() {
    return new Clock() {
      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return now;
      }
    };
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  /** A route from a queue of the same name. */
  RouteMetrics route(RouteStatus status) {
    String id = status.route();
    RouteMetrics metrics = new RouteMetrics(new SimpleMeterRegistry(), id);
    page.add(new ShownRoute(status, "queue " + id + " on legacy", id + ".v1", metrics));
    return metrics;
  }

  RouteMetrics route(String id, Source source, String detail) {
    return route(status(id, source, detail));
  }

  RouteStatus status(String id, Source source, String detail) {
    RouteStatus status = new RouteStatus(id, clock());
    status.source(source, detail);
    return status;
  }

  /** Read as strict XML: nothing from outside has become markup, nothing is left open. */
  Document document() throws Exception {
    DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    return builder.parse(new InputSource(new StringReader(page.html())));
  }

  String text(String element) throws Exception {
    return document().getElementsByTagName(element).item(0).getTextContent();
  }

  /** The texts of all cells of a class, or of all elements of a name, from top to bottom. */
  List<String> cells(String style) throws Exception {
    List<String> texts = new ArrayList<>();
    NodeList all = document().getElementsByTagName("*");
    for (int i = 0; i < all.getLength(); i++) {
      Element element = (Element) all.item(i);
      boolean classed = List.of(element.getAttribute("class").split(" ")).contains(style);
      if (classed && !element.getTagName().equals("tbody")) {
        texts.add(element.getTextContent());
      }
    }
    return texts;
  }
}
