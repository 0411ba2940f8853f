package dev.pontoon.app;

import java.io.File;
import java.io.IOException;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;

/**
 * Classes that the first message needs and that a start without brokers does not reach. Found by
 * name in the jars of the class path, so that no library's type is named here.
 */
final class LiveClasses {
  private static final Pattern NEEDED =
      Pattern.compile(
          "dev/pontoon/(?!app/WarmUp).*"
              + "|com/rabbitmq/(client|client/impl|utility)/\\w[^/]*"
              + "|org/apache/activemq/(command|transport|transport/tcp|util|thread)/\\w[^/]*"
              + "|org/apache/activemq/(\\w[^/]*|openwire/(v12/)?\\w[^/]*)"
              + "|org/apache/kafka/clients/(\\w[^/]*|producer/(internals/)?\\w[^/]*)"
              + "|org/apache/kafka/common/(record/internal|header/internals|compress)/\\w[^/]*"
              + "|org/apache/kafka/common/(message|requests)/(ApiVersions|Metadata|Produce|InitProducerId"
              + "|CreateTopics|DescribeConfigs|DescribeTopicPartitions|DescribeCluster|RequestHeader|ResponseHeader)\\w[^/]*"
              + "|org/apache/camel/(support|processor)/(\\w[^/]*)");

  private static final String SUFFIX = ".class";

  private LiveClasses() {}

  /** Its enum constants are made with 130 lambdas, which are recorded only if they have run. */
  private static final String INITIALISED = "org.apache.kafka.common.protocol.Errors";

  /**
   * Loads without initialising, but for one; what can't be loaded is left out. Returns how many
   * were loaded.
   */
  static int load(ClassLoader loader) throws IOException {
    int loaded = isLoaded(INITIALISED, true, loader) ? 1 : 0;
    for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator)) {
      if (entry.endsWith(".jar") && new File(entry).isFile()) {
        loaded += load(entry, loader);
      }
    }
    return loaded;
  }

  private static int load(String jar, ClassLoader loader) throws IOException {
    try (ZipFile zip = new ZipFile(jar)) {
      return (int)
          zip.stream()
              .map(java.util.zip.ZipEntry::getName)
              .filter(name -> name.endsWith(SUFFIX))
              .map(name -> name.substring(0, name.length() - SUFFIX.length()))
              .filter(name -> NEEDED.matcher(name).matches())
              .filter(name -> isLoaded(name.replace('/', '.'), false, loader))
              .count();
    }
  }

  private static boolean isLoaded(String name, boolean initialise, ClassLoader loader) {
    try {
      Class.forName(name, initialise, loader);
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false; // an optional part of a library
    }
  }
}
