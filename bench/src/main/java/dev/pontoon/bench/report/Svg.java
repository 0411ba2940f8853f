package dev.pontoon.bench.report;

import de.erichseifert.vectorgraphics2d.Processors;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.geom.AffineTransform;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Panels side by side in one file that any browser shows. */
final class Svg {

  private Svg() {}

  static void write(List<Panel> panels, Path file) throws IOException {
    VectorGraphics2D graphics = new VectorGraphics2D();
    int width = 0;
    for (Panel panel : panels) {
      graphics.setTransform(AffineTransform.getTranslateInstance(width, 0));
      panel.chart().paint(graphics, panel.width(), Panel.Look.HEIGHT);
      width += panel.width();
    }
    try (OutputStream out = Files.newOutputStream(file)) {
      Processors.get("svg")
          .getDocument(graphics.getCommands(), new PageSize(width, Panel.Look.HEIGHT))
          .writeTo(out);
    }
  }
}
