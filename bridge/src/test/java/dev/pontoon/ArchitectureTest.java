package dev.pontoon;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.pontoon.delivery.Acknowledger;
import java.util.concurrent.TimeUnit;

/** Who may know whom: what docs and folders promise, held by the build. */
@AnalyzeClasses(packages = "dev.pontoon", importOptions = ArchitectureTest.ProductOnly.class)
class ArchitectureTest {
  private static final String ROOT = "dev.pontoon.";

  /** Without tests and without the rig, which shares our package. */
  static final class ProductOnly implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("/rig/") && new DoNotIncludeTests().includes(location);
    }
  }

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.pontoon.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule messageConfigAndObserveKnowNothingOfOurs =
      classes()
          .that()
          .resideInAnyPackage(ROOT + "message..", ROOT + "observe..")
          .should()
          .onlyDependOnClassesThat(
              com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage(
                      "dev.pontoon..")
                  .or(
                      com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage(
                          ROOT + "message..", ROOT + "observe..")));

  @ArchTest
  static final ArchRule sourcesDoNotKnowEachOther =
      slices().matching("dev.pontoon.source.(*)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule deliveryKnowsNoBrokerAndNoKafka =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "delivery..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              ROOT + "source..", ROOT + "kafka..", ROOT + "route..", ROOT + "app..");

  @ArchTest
  static final ArchRule nobodyKnowsTheCommands =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "app..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "app..");

  @ArchTest
  static final ArchRule camelOnlyAtTheEdge =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT + "source..", ROOT + "route..", ROOT + "app..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.camel..");

  @ArchTest
  static final ArchRule theLoopKnowsNoCamel =
      noClasses()
          .that()
          .haveNameMatching(
              "dev\\.pontoon\\.source\\.(Source)?(Loop|Turns|Tries|Reader|Operation).*")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.camel..");

  @ArchTest
  static final ArchRule rabbitMqOnlyInItsSource =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "source.rabbitmq..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.rabbitmq..");

  @ArchTest
  static final ArchRule jmsOnlyInItsSource =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "source.jms..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jakarta.jms..");

  @ArchTest
  static final ArchRule kafkaClientsOnlyInKafka =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "kafka..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.kafka..");

  @ArchTest
  static final ArchRule commandLineOnlyInCommands =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "app..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("picocli..");

  @ArchTest
  static final ArchRule onlyDeliveryAcknowledges =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "delivery..")
          .should()
          .callMethod(Acknowledger.class, "acknowledge", long.class);

  @ArchTest
  static final ArchRule nobodySleeps =
      noClasses()
          .should()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .callMethod(TimeUnit.class, "sleep", long.class);

  /** Time-outs must not move with a clock that is put right: they use the monotonic one. */
  @ArchTest
  static final ArchRule nobodyMeasuresWithTheWallClock =
      noClasses()
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(java.time.Instant.class, "now");

  @ArchTest
  static final ArchRule messagesAreImmutable =
      fields()
          .that()
          .areDeclaredInClassesThat()
          .resideInAPackage(ROOT + "message..")
          .should()
          .beFinal();

  @ArchTest
  static final ArchRule noVagueNames =
      noClasses().should().haveNameMatching(".*(Manager|Helper|Util|Utils)(\\$.*)?");
}
