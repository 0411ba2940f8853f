package dev.pontoon.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/** The files that are written from the option definitions. */
public final class ConfigDocs {
  private static final DefaultPrettyPrinter PRINTER = printer();

  private ConfigDocs() {}

  /** Content by path from the project's root, with {@code /} between folders. */
  public static Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put(
        "config/schema/route.schema.json",
        schema("Pontoon route", RouteOptions.ROUTE.doc(), RouteOptions.ROUTE.schema()));
    files.put(
        "config/schema/bridge.schema.json",
        schema("Pontoon bridge", BridgeOptions.BRIDGE.doc(), BridgeOptions.BRIDGE.schema()));
    files.put(
        "config/schema/test.schema.json",
        schema(
            "Pontoon route tests",
            "What a route must make of a message.",
            Schemas.map("type", "array", "items", TestOptions.TEST.schema())));
    files.put("docs/reference/configuration.md", ReferencePage.text());
    return files;
  }

  private static String schema(String title, String doc, Map<String, Object> type) {
    Map<String, Object> schema =
        Schemas.map(
            "$schema", "http://json-schema.org/draft-07/schema#",
            "title", title,
            "description", doc);
    schema.putAll(type);
    try {
      return new ObjectMapper().writer(PRINTER).writeValueAsString(schema) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a schema of maps, lists and texts", e);
    }
  }

  private static DefaultPrettyPrinter printer() {
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    return new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines);
  }
}
