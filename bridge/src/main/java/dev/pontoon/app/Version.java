package dev.pontoon.app;

import org.apache.camel.CamelContext;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} says. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {
      "pontoon " + ofPontoon(), "camel " + of(CamelContext.class), "java " + Runtime.version()
    };
  }

  static String ofPontoon() {
    return of(Version.class);
  }

  private static String of(Class<?> type) {
    String version = type.getPackage().getImplementationVersion();
    return version == null ? "from source" : version;
  }
}
