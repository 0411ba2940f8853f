package dev.pontoon.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * From YAML text to {@link Yaml}, built from the parser's events so that no tag is ever resolved,
 * depth and aliases are bounded, and a duplicate key does not hide the problems after it.
 *
 * <p>For one document; not for reuse.
 */
final class YamlParser {
  static final int MAX_DEPTH = 50;

  /** Values after aliases were followed; a file of 1 MiB without aliases has fewer. */
  static final long MAX_VALUES = 1_000_000;

  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setCodePointLimit(YamlReader.MAX_BYTES + 1).build();
  private static final Map<Tag, Yaml.Type> TYPES =
      Map.of(
          Tag.INT, Yaml.Type.WHOLE,
          Tag.FLOAT, Yaml.Type.DECIMAL,
          Tag.BOOL, Yaml.Type.FLAG,
          Tag.NULL, Yaml.Type.NOTHING);

  private final Place root;
  private final ScalarResolver resolver = new CoreSchema().getScalarResolver();
  private final Map<String, Yaml> anchors = new HashMap<>();
  private long values;

  /**
   * @param root the top of the file
   */
  YamlParser(Place root) {
    this.root = root;
  }

  /** Null after a problem that leaves nothing to look at. */
  @Nullable Yaml parse(String text) {
    try {
      return document(new Parse(SETTINGS).parseString(text).iterator());
    } catch (Unreadable e) {
      e.place.problem(e.at, e.wrong, e.allowed);
    } catch (MarkedYamlEngineException e) {
      root.problem(position(e.getProblemMark()), syntax(e), "");
    } catch (YamlEngineException e) {
      root.problem(Position.START, "this is not YAML text", "");
    }
    return null;
  }

  private @Nullable Yaml document(Iterator<Event> events) {
    events.next();
    Event start = events.next();
    if (start.getEventId() == Event.ID.StreamEnd) {
      root.problem(Position.START, "the file is empty", "");
      return null;
    }
    Yaml top = value(events, events.next(), 0, root);
    events.next();
    Event next = events.next();
    if (next.getEventId() != Event.ID.StreamEnd) {
      throw new Unreadable(
          root,
          position(next.getStartMark()),
          "a second document begins here",
          "one file holds one document");
    }
    return top;
  }

  private Yaml value(Iterator<Event> events, Event event, int depth, Place place) {
    Position at = position(event.getStartMark());
    if (depth > MAX_DEPTH) {
      throw new Unreadable(root, at, "nested too deeply", "allowed: " + MAX_DEPTH + " levels");
    }
    Yaml value =
        switch (event.getEventId()) {
          case Alias -> anchored((AliasEvent) event, at, place);
          case Scalar -> scalar((ScalarEvent) event, at, place);
          case SequenceStart -> items(events, (CollectionStartEvent) event, depth, place);
          case MappingStart -> mapping(events, (CollectionStartEvent) event, depth, place);
          default -> throw new IllegalStateException("event " + event.getEventId());
        };
    count(event.getEventId() == Event.ID.Alias ? value.size() : 1, at, place);
    if (event instanceof NodeEvent node && event.getEventId() != Event.ID.Alias) {
      node.getAnchor().ifPresent(anchor -> anchors.put(anchor.getValue(), value));
    }
    return value;
  }

  private void count(long more, Position at, Place place) {
    values += more;
    if (values > MAX_VALUES) {
      throw new Unreadable(
          place, at, "aliases make too many values", "allowed: " + MAX_VALUES + " in all");
    }
  }

  private Yaml anchored(AliasEvent alias, Position at, Place place) {
    Yaml value = anchors.get(alias.getAlias().getValue());
    if (value == null) {
      throw new Unreadable(
          place,
          at,
          "this alias has no finished anchor before it",
          "a text that begins with '*' needs quotes");
    }
    return value;
  }

  private Yaml scalar(ScalarEvent event, Position at, Place place) {
    refuseTag(event.getTag(), at, place);
    Yaml.Type type = Yaml.Type.TEXT;
    if (event.isPlain()) {
      Tag tag = resolver.resolve(event.getValue(), true);
      type = TYPES.getOrDefault(tag, Yaml.Type.TEXT);
    }
    return new Yaml.Scalar(at, event.getValue(), type);
  }

  private Yaml items(Iterator<Event> events, CollectionStartEvent start, int depth, Place place) {
    Position at = position(start.getStartMark());
    refuseTag(start.getTag(), at, place);
    List<Yaml> items = new ArrayList<>();
    long size = 1;
    Event event = events.next();
    while (event.getEventId() != Event.ID.SequenceEnd) {
      Yaml item = value(events, event, depth + 1, place.item(items.size()));
      items.add(item);
      size += item.size();
      event = events.next();
    }
    return new Yaml.Items(at, List.copyOf(items), size);
  }

  private Yaml mapping(Iterator<Event> events, CollectionStartEvent start, int depth, Place place) {
    Position at = position(start.getStartMark());
    refuseTag(start.getTag(), at, place);
    Map<String, Yaml.Entry> entries = new LinkedHashMap<>();
    long size = 1;
    Event event = events.next();
    while (event.getEventId() != Event.ID.MappingEnd) {
      Position keyAt = position(event.getStartMark());
      Yaml key = value(events, event, depth + 1, place);
      Place below = key instanceof Yaml.Scalar scalar ? place.under(scalar.text()) : place;
      Yaml value = value(events, events.next(), depth + 1, below);
      size += key.size() + value.size();
      add(entries, key, keyAt, value, below);
      event = events.next();
    }
    return new Yaml.Mapping(at, List.copyOf(entries.values()), size);
  }

  private static void add(
      Map<String, Yaml.Entry> entries, Yaml key, Position at, Yaml value, Place place) {
    if (!(key instanceof Yaml.Scalar scalar)) {
      place.problem(at, "a key is " + key.what(), "a key is a single text");
      return;
    }
    Yaml.Entry first = entries.putIfAbsent(scalar.text(), new Yaml.Entry(at, scalar.text(), value));
    if (first != null) {
      place.problem(at, "this key stands here twice", "the first is on line " + first.at().line());
    }
  }

  private static void refuseTag(Optional<String> tag, Position at, Place place) {
    if (tag.isPresent()) {
      throw new Unreadable(
          place, at, "tags are not allowed", "a text that begins with '!' needs quotes");
    }
  }

  private static Position position(Optional<Mark> mark) {
    return mark.map(m -> new Position(m.getLine() + 1, m.getColumn() + 1)).orElse(Position.START);
  }

  /** The parser's own words, but never words of the file, which might be a secret. */
  private static String syntax(MarkedYamlEngineException e) {
    String problem = e.getProblem();
    if (problem.contains("TAB")) {
      return "a tab stands here; YAML is indented with spaces";
    }
    if (problem.contains("tag")) {
      return "tags are not allowed; a text that begins with '!' needs quotes";
    }
    if (problem.startsWith("mapping values are not allowed")) {
      return "this ':' makes a second key on one line; a text with ': ' in it needs quotes";
    }
    return "this is not YAML: " + Place.printable(problem);
  }

  /** The text as a whole can't be used; caught in {@link #parse}. */
  private static final class Unreadable extends RuntimeException {
    private final transient Place place;
    private final transient Position at;
    private final String wrong;
    private final String allowed;

    Unreadable(Place place, Position at, String wrong, String allowed) {
      super(wrong, null, false, false);
      this.place = place;
      this.at = at;
      this.wrong = wrong;
      this.allowed = allowed;
    }
  }
}
