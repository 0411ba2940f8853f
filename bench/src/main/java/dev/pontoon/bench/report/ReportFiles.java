package dev.pontoon.bench.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** One Markdown file for people and one JSON file for programs, per run. */
public final class ReportFiles {

  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private ReportFiles() {}

  /**
   * Writes both; again and again while a run goes on, so that what was measured is never lost.
   *
   * @return the Markdown file
   */
  public static Path write(RunReport report, Path folder) throws IOException {
    Files.createDirectories(folder);
    replace(folder.resolve(name(report) + ".json"), json(report));
    return page(report, List.of(), folder);
  }

  /**
   * Draws the plots, if this Java can, and writes the page again, with them in it.
   *
   * @return the Markdown file
   */
  public static Path plot(RunReport report, Path folder) throws IOException {
    List<String> plots = Svg.possible() ? new Plots(report).write(folder, name(report)) : List.of();
    return page(report, plots, folder);
  }

  /**
   * A report that was written as JSON.
   *
   * @throws IllegalArgumentException if it is none, or one of the form before there were plots
   */
  public static RunReport read(Path json) throws IOException {
    JsonNode report = mapper().readTree(json.toFile());
    if (!report.has("found")) {
      throw new IllegalArgumentException("no report, or one of an earlier form: " + json);
    }
    return mapper().treeToValue(report, RunReport.class);
  }

  static String json(RunReport report) throws IOException {
    return mapper().writeValueAsString(report);
  }

  private static Path page(RunReport report, List<String> plots, Path folder) throws IOException {
    return replace(folder.resolve(name(report) + ".md"), new Markdown(report, plots).text());
  }

  private static String name(RunReport report) {
    return NAME.format(report.at());
  }

  /** At once: a run that is killed in between leaves the last whole file. */
  private static Path replace(Path file, String text) throws IOException {
    Path fresh = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), text);
    return Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private static ObjectMapper mapper() {
    SimpleModule module =
        new SimpleModule()
            .addSerializer(Instant.class, ToStringSerializer.instance)
            .addDeserializer(Instant.class, new Moment())
            .addSerializer(Double.class, new Figure())
            .addSerializer(Double.TYPE, new Figure())
            .addDeserializer(Double.TYPE, new Measured());
    return new ObjectMapper()
        .registerModule(module)
        .enable(SerializationFeature.INDENT_OUTPUT)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  }

  /** JSON has no NaN: what was not measured is null. */
  private static final class Figure extends JsonSerializer<Double> {
    @Override
    public void serialize(Double figure, JsonGenerator out, SerializerProvider ignored)
        throws IOException {
      if (figure.isNaN() || figure.isInfinite()) {
        out.writeNull();
      } else {
        out.writeNumber(figure);
      }
    }
  }

  private static final class Measured extends JsonDeserializer<Double> {
    @Override
    public Double deserialize(JsonParser in, DeserializationContext ignored) throws IOException {
      return in.getDoubleValue();
    }

    @Override
    public Double getNullValue(DeserializationContext ignored) {
      return Double.NaN;
    }
  }

  private static final class Moment extends JsonDeserializer<Instant> {
    @Override
    public Instant deserialize(JsonParser in, DeserializationContext ignored) throws IOException {
      return Instant.parse(in.getText());
    }
  }
}
