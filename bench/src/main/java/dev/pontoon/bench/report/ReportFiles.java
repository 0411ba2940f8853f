package dev.pontoon.bench.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** One Markdown file for people and one JSON file for programs, per run. */
public final class ReportFiles {

  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private ReportFiles() {}

  /**
   * Writes both.
   *
   * @return the Markdown file
   */
  public static Path write(RunReport report, Path folder) throws IOException {
    Files.createDirectories(folder);
    String name = NAME.format(report.at());
    Files.writeString(folder.resolve(name + ".json"), json(report));
    return Files.writeString(folder.resolve(name + ".md"), new Markdown(report).text());
  }

  static String json(RunReport report) throws IOException {
    SimpleModule module =
        new SimpleModule()
            .addSerializer(Instant.class, ToStringSerializer.instance)
            .addSerializer(Double.class, new Figure())
            .addSerializer(Double.TYPE, new Figure());
    return new ObjectMapper()
        .registerModule(module)
        .enable(SerializationFeature.INDENT_OUTPUT)
        .writeValueAsString(report);
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
}
