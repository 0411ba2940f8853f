package dev.pontoon.route;

import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.component.properties.PropertiesComponent;

/**
 * Camel's <code>{{…}}</code>, filled while routes are built, from what stands in their files. In
 * the text that a message brings they stand for themselves, wherever a step puts that text. What
 * was filled in is never said. Safe for all threads.
 */
final class OperatorPlaceholders extends PropertiesComponent {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[^{}]*}}");

  /** Simple's function looks its key up for each message. */
  private static final Pattern FUNCTION = Pattern.compile("\\$\\{properties:([^${}]+)}");

  /** Shorter values hide nothing and stand in every second word. */
  private static final int SHORTEST = 4;

  private final ThreadLocal<Boolean> building = ThreadLocal.withInitial(() -> false);
  private final Set<String> asked = ConcurrentHashMap.newKeySet();
  private final Set<String> filled = ConcurrentHashMap.newKeySet();

  /** Fills placeholders on this thread until the work is done. */
  <T> T during(Callable<T> work) throws Exception {
    boolean before = building.get();
    building.set(true);
    try {
      return work.call();
    } finally {
      building.set(before);
    }
  }

  /** A text of a route file: what its functions name may be looked up while messages pass. */
  void know(String text) {
    Matcher matcher = FUNCTION.matcher(text);
    while (matcher.find()) {
      String key = matcher.group(1);
      asked.add(key);
      asked.add(key.replaceFirst("(?s):.*", "")); // what follows is a default
    }
  }

  @Override
  public String parseUri(String text) {
    return isOperators(text) ? super.parseUri(text) : text;
  }

  @Override
  public String parseUri(String text, boolean keepUnresolvedOptional) {
    return isOperators(text)
        ? remembered(text, super.parseUri(text, keepUnresolvedOptional))
        : text;
  }

  private boolean isOperators(String text) {
    return building.get()
        || !text.contains("{{")
        || text.startsWith("{{")
            && text.endsWith("}}")
            && asked.contains(text.substring(2, text.length() - 2));
  }

  /** Finds out what stands now where the placeholders stood. */
  private String remembered(String text, String result) {
    if (!text.contains("{{")) {
      return result;
    }
    StringBuilder regex = new StringBuilder();
    Matcher matcher = PLACEHOLDER.matcher(text);
    int end = 0;
    while (matcher.find()) {
      regex.append(Pattern.quote(text.substring(end, matcher.start()))).append("(.*?)");
      end = matcher.end();
    }
    regex.append(Pattern.quote(text.substring(end)));
    Matcher values = Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(result);
    if (values.matches()) {
      for (int i = 1; i <= values.groupCount(); i++) {
        if (values.group(i).length() >= SHORTEST) {
          filled.add(values.group(i));
        }
      }
    }
    return result;
  }

  /** The text without what placeholders were filled with. */
  String hide(String text) {
    String hidden = text;
    for (String value :
        filled.stream().sorted(Comparator.comparing(String::length).reversed()).toList()) {
      hidden = hidden.replace(value, "{{…}}");
    }
    return hidden;
  }
}
