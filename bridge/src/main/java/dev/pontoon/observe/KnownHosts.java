package dev.pontoon.observe;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The names under which the port may be asked. A page from elsewhere that makes its own name point
 * at this machine could else read all in the name of whoever looks at it. Addresses are always
 * right: a name can't be turned into one.
 */
final class KnownHosts {
  private static final Pattern ADDRESS = Pattern.compile("\\[.*]|\\d{1,3}(\\.\\d{1,3}){3}");

  private final Set<String> names;

  /**
   * @param machine this machine's own name
   * @param configured further names
   */
  KnownHosts(String machine, List<String> configured) {
    names =
        Stream.concat(Stream.of("localhost", machine), configured.stream())
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * @param host in small letters, without port; null for a request without one
   */
  boolean has(@Nullable String host) {
    if (host == null) {
      return true;
    }
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    return names.contains(name) || ADDRESS.matcher(name).matches();
  }
}
