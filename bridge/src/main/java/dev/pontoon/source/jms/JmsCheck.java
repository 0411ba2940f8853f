package dev.pontoon.source.jms;

import dev.pontoon.config.Connection.Jms;
import java.util.LinkedHashMap;
import java.util.Map;

/** Whether a connection factory can be made. Connects to nothing. */
public final class JmsCheck {
  private JmsCheck() {}

  /**
   * What is wrong, by the key in bridge.yaml. A factory from a JNDI directory is not looked up:
   * that would need the directory.
   */
  public static Map<String, String> problems(Jms settings) {
    Map<String, String> byKey = new LinkedHashMap<>();
    String whole = "connections." + settings.name() + ".jms";
    for (String problem :
        new JmsConnectionFactories(JmsCheck.class.getClassLoader()).problems(settings)) {
      int end = problem.indexOf(": ");
      String key = problem.substring(0, end);
      byKey.put(key.equals(whole) ? whole + ".factory" : key, problem.substring(end + 2));
    }
    return byKey;
  }
}
