package dev.pontoon.delivery;

import static dev.pontoon.delivery.LaneRig.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pontoon.config.RouteConfig.OnRefusal;
import dev.pontoon.mapping.Route;
import dev.pontoon.message.OutboundRecord;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Dead letters of routes with steps hold the message as it was before them. */
class RefusedPartsTest {
  private final LaneRig rig = new LaneRig(16, OnRefusal.DEAD_LETTER, new Route().steps().config());

  @AfterEach
  void end() throws Exception {
    rig.close();
  }

  private List<OutboundRecord> letters() {
    return rig.sink.records().stream().filter(r -> r.topic().equals("orders.v1.dead")).toList();
  }

  private void take(Lane.Router router, int sent) throws Exception {
    LaneRig.Opened source = rig.open();
    rig.metrics.read.increment();
    source.session.take(message("m", "original", false), router);
    assertThat(rig.sink.records()).hasSize(sent);
    rig.sink.confirmAll();
    await().until(() -> source.last() == 1);
    rig.ledgerCloses();
  }

  @Test
  void theLetterOfARefusedPartIsTheOriginalAndSaysWhichPart() throws Exception {
    take(
        inFlight -> {
          inFlight.forward(message("m", "a:good", false));
          inFlight.forward(message("m", "b:bad", false));
          inFlight.forward(message("m", "c:good", false));
        },
        3);

    assertThat(letters()).hasSize(1);
    assertThat(Route.text(letters().get(0).value())).isEqualTo("original");
    assertThat(Route.text(letters().get(0).key())).isEqualTo("b");
    assertThat(Route.headers(letters().get(0)))
        .containsEntry("pontoon.error.parts", "2")
        .containsEntry("pontoon.error.stage", "mapping");
  }

  @Test
  void aStepThatThrowsRefusesWhatItHadNotMadeYet() throws Exception {
    take(
        inFlight -> {
          inFlight.forward(message("m", "a:good", false));
          throw new IllegalStateException("broken");
        },
        2);

    assertThat(Route.text(letters().get(0).value())).isEqualTo("original");
    assertThat(Route.headers(letters().get(0))).containsEntry("pontoon.error.parts", "2-");
  }

  @Test
  void whatKafkaRefusesIsTheOriginalToo() throws Exception {
    LaneRig.Opened source = rig.open();
    rig.metrics.read.increment();
    source.session.take(
        message("m", "original", false),
        inFlight -> inFlight.forward(message("m", "a:made", false)));
    rig.sink.get(0).fail(SinkFailure.Kind.REFUSED);
    await().until(() -> letters().size() == 1);
    rig.sink.get(1).confirm();
    await().until(() -> source.last() == 1);

    assertThat(Route.text(letters().get(0).value())).isEqualTo("original");
    Map<String, String> headers = Route.headers(letters().get(0));
    assertThat(headers).containsEntry("pontoon.error.parts", "1");
    rig.ledgerCloses();
  }
}
