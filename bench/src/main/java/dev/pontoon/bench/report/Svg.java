package dev.pontoon.bench.report;

import de.erichseifert.vectorgraphics2d.Processors;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.Color;
import java.awt.Font;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Panels under a heading, in one file that any browser shows. */
final class Svg {

  private static final int HEADING = 34;
  private static final Font BOLD = new Font(Font.SANS_SERIF, Font.BOLD, 15);

  /** Letters are outlines, so that they look the same everywhere: they need no fine coordinates. */
  private static final Pattern FINE = Pattern.compile("-?\\d+\\.\\d{2,}");

  private static final Pattern PATH = Pattern.compile("<path (d=[^>]{300,})/>");

  private Svg() {}

  /** Some Javas come without fonts, and fail in as many ways. */
  static boolean possible() {
    try {
      return new TextLayout("fonts", BOLD, new VectorGraphics2D().getFontRenderContext())
              .getAdvance()
          > 0;
    } catch (RuntimeException | LinkageError | InternalError e) {
      return false;
    }
  }

  /** Two or three side by side, more below. */
  static void write(String heading, List<Panel> panels, Path file) throws IOException {
    List<List<Panel>> rows = rows(panels);
    int width = rows.stream().mapToInt(Svg::width).max().orElse(0);
    int height = HEADING + rows.size() * Panel.Look.HEIGHT;
    VectorGraphics2D graphics = new VectorGraphics2D();
    graphics.setColor(Color.WHITE);
    graphics.fill(new Rectangle2D.Double(0, 0, width, height));
    graphics.setColor(Panel.Look.TEXT);
    graphics.fill(
        new TextLayout(heading, BOLD, graphics.getFontRenderContext())
            .getOutline(AffineTransform.getTranslateInstance(16, 24)));
    int y = HEADING;
    for (List<Panel> row : rows) {
      int x = 0;
      for (Panel panel : row) {
        graphics.setTransform(AffineTransform.getTranslateInstance(x, y));
        panel.chart().paint(graphics, panel.width(), Panel.Look.HEIGHT);
        x += panel.width();
      }
      y += Panel.Look.HEIGHT;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Processors.get("svg")
        .getDocument(graphics.getCommands(), new PageSize(width, height))
        .writeTo(out);
    String text = out.toString(StandardCharsets.UTF_8);
    Files.writeString(file, once(FINE.matcher(text).replaceAll(Svg::coarse)));
  }

  /** The same word at another place refers to the first: labels are most of a file. */
  private static String once(String text) {
    Map<String, String> names = new HashMap<>();
    return PATH.matcher(text)
        .replaceAll(
            path -> {
              String known = names.get(path.group());
              if (known != null) {
                return "<use xlink:href=\"#" + known + "\"/>";
              }
              names.put(path.group(), "w" + names.size());
              return "<path id=\"" + names.get(path.group()) + "\" " + path.group(1) + "/>";
            });
  }

  private static String coarse(MatchResult number) {
    return new BigDecimal(number.group())
        .setScale(1, RoundingMode.HALF_UP)
        .stripTrailingZeros()
        .toPlainString();
  }

  private static List<List<Panel>> rows(List<Panel> panels) {
    int each = panels.size() > 3 ? 2 : 3;
    List<List<Panel>> rows = new ArrayList<>();
    for (int i = 0; i < panels.size(); i += each) {
      rows.add(panels.subList(i, Math.min(panels.size(), i + each)));
    }
    return rows;
  }

  private static int width(List<Panel> row) {
    return row.stream().mapToInt(Panel::width).sum();
  }
}
