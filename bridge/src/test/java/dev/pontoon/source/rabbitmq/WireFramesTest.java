package dev.pontoon.source.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.Frame;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WireFramesTest {

  @Test
  void theSizeOfABodyIsToldBeforeTheBodyIsRead() throws Exception {
    List<Long> told = new ArrayList<>();
    WireFrames frames = new WireFrames();
    frames.beforeBody(told::add);

    frames.saw(new AMQP.BasicProperties.Builder().build().toFrame(1, 7_000_000_000L));
    frames.saw(Frame.fromBodyFragment(1, new byte[100], 0, 100));
    frames.saw(new AMQP.BasicProperties.Builder().messageId("m").build().toFrame(1, 0));

    assertThat(told).containsExactly(7_000_000_000L, 0L);
  }
}
