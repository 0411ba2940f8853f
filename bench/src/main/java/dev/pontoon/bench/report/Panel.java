package dev.pontoon.bench.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.style.CategoryStyler;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** One part of a picture. Every median has the single rounds beside it: that is the spread. */
sealed interface Panel {

  boolean isEmpty();

  /** In pixels. */
  int width();

  CategoryChart chart();

  /** A bar for each label, and a dot for each round. */
  record Bars(String title, Map<String, Rounds> figures) implements Panel {

    private static final Color BAR = new Color(0x9c, 0xc3, 0xe6);

    @Override
    public boolean isEmpty() {
      return figures.isEmpty();
    }

    @Override
    public int width() {
      return 160 + 62 * Math.max(4, figures.size());
    }

    @Override
    public CategoryChart chart() {
      CategoryChart chart = Look.chart(title, width());
      CategoryStyler styler = chart.getStyler();
      styler.setOverlapped(true).setAvailableSpaceFill(0.7);
      styler.setXAxisLabelRotation(40);
      List<String> labels = labels();
      Look.series(chart, "median", labels, medians(), BAR, CategorySeriesRenderStyle.Bar);
      List<Rounds> all = List.copyOf(figures.values());
      Look.dots(chart, "single rounds", labels, all, Look.DOT, true);
      return chart;
    }

    /** With the figure, which a bar beside a far longer one does not show. */
    private List<String> labels() {
      return figures.entrySet().stream()
          .map(f -> f.getKey() + ": " + figure(f.getValue().stats().median()))
          .toList();
    }

    private static String figure(double median) {
      return Rows.number(median, median < 10 ? 2 : median < 1000 ? 1 : 0);
    }

    private List<Double> medians() {
      return figures.values().stream().map(r -> r.stats().median()).toList();
    }
  }

  /**
   * A line for each contestant over some labels, and a dot for each round; both axes by factors.
   */
  record Lines(String title, List<String> labels, Map<String, List<Rounds>> figures)
      implements Panel {

    private static final List<Color> COLOURS =
        List.of(
            new Color(0x55, 0x55, 0x55),
            new Color(0x1f, 0x6f, 0xb5),
            new Color(0xd9, 0x5f, 0x02),
            new Color(0x2c, 0x8f, 0x4d),
            new Color(0x8e, 0x44, 0xad),
            new Color(0xc0, 0x39, 0x2b));

    @Override
    public boolean isEmpty() {
      return figures.isEmpty();
    }

    @Override
    public int width() {
      return 440;
    }

    @Override
    public CategoryChart chart() {
      CategoryChart chart = Look.chart(title, width());
      // Else the axis begins at zero, for bars.
      chart.getStyler().setDefaultSeriesRenderStyle(CategorySeriesRenderStyle.Line);
      chart.getStyler().setOverlapped(true).setYAxisLogarithmic(true);
      DoubleSummaryStatistics ends =
          figures.values().stream()
              .flatMap(List::stream)
              .flatMap(r -> r.figures().values().stream())
              .mapToDouble(Double::doubleValue)
              .filter(f -> f > 0)
              .summaryStatistics();
      chart.getStyler().setYAxisMin(Math.pow(10, Math.floor(Math.log10(ends.getMin()))));
      chart.getStyler().setYAxisMax(Math.pow(10, Math.ceil(Math.log10(ends.getMax()))));
      int next = 0;
      for (Map.Entry<String, List<Rounds>> line : figures.entrySet()) {
        Color colour = COLOURS.get(next++ % COLOURS.size());
        List<Double> medians = line.getValue().stream().map(r -> r.stats().median()).toList();
        Look.series(chart, line.getKey(), labels, medians, colour, CategorySeriesRenderStyle.Line);
        Look.dots(chart, line.getKey(), labels, line.getValue(), colour, false);
      }
      return chart;
    }
  }

  /** The same for all: white, so that it can be read on dark pages too. */
  final class Look {

    static final int HEIGHT = 380;
    static final Color DOT = new Color(0xb0, 0x2a, 0x1c);

    private static final Color GRID = new Color(0xdd, 0xdd, 0xdd);
    static final Color TEXT = new Color(0x22, 0x22, 0x22);
    private static final Font PLAIN = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 13);

    private Look() {}

    static CategoryChart chart(String title, int width) {
      CategoryChart chart =
          new CategoryChartBuilder().width(width).height(HEIGHT).title(title).build();
      CategoryStyler styler = chart.getStyler();
      styler.setChartBackgroundColor(Color.WHITE).setPlotBackgroundColor(Color.WHITE);
      styler.setChartFontColor(TEXT).setChartTitleFont(TITLE).setChartTitleBoxVisible(false);
      styler.setPlotBorderVisible(false).setLegendPosition(LegendPosition.OutsideS);
      styler.setLegendLayout(LegendLayout.Horizontal).setChartTitlePadding(8);
      styler.setYAxisDecimalPattern("#,##0.#");
      styler.setLegendBorderColor(Color.WHITE).setLegendFont(PLAIN);
      styler.setAxisTickLabelsFont(PLAIN).setPlotGridLinesColor(GRID).setLocale(Locale.ROOT);
      styler.setPlotGridVerticalLinesVisible(false).setAxisTitlesVisible(false);
      return chart;
    }

    static CategorySeries series(
        CategoryChart chart,
        String name,
        List<String> labels,
        List<? extends @Nullable Double> figures,
        Color colour,
        CategorySeriesRenderStyle style) {
      Marker marker =
          style == CategorySeriesRenderStyle.Line ? SeriesMarkers.DIAMOND : SeriesMarkers.CIRCLE;
      CategorySeries series = chart.addSeries(name, labels, figures);
      series.setChartCategorySeriesRenderStyle(style);
      series.setMarkerColor(colour).setMarker(marker);
      series.setLineColor(colour).setLineStyle(new BasicStroke(2));
      series.setFillColor(colour);
      return series;
    }

    /** One series for each round: the library has one figure for each label in a series. */
    static void dots(
        CategoryChart chart,
        String name,
        List<String> labels,
        List<Rounds> figures,
        Color colour,
        boolean legend) {
      int rounds = figures.stream().mapToInt(Rounds::last).max().orElse(0);
      for (int i = 1; i <= rounds; i++) {
        List<@Nullable Double> dots = new ArrayList<>();
        for (Rounds figure : figures) {
          Double dot = figure.figures().get(i);
          dots.add(dot == null || dot.isNaN() ? null : dot);
        }
        String own = legend && i == 1 ? name : name + " " + i;
        series(chart, own, labels, dots, colour, CategorySeriesRenderStyle.Scatter)
            .setShowInLegend(legend && i == 1);
      }
    }
  }
}
