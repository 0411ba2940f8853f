package dev.pontoon.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pontoon.mapping.Route;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Property;
import org.junit.jupiter.api.Test;

class CamelKeysTest {
  private final Routes routes = new Routes("test", CamelKeysTest.class.getClassLoader());

  @Test
  void expressionsSeeHeadersPropertiesAndBody() throws Exception {
    LegacyMessage message =
        Route.with(
            Route.with(Route.json("{\"a\":{\"b\":7}}"), "region", "eu"), Property.MESSAGE_ID, "m1");
    assertThat(key("simple:${header.region}-${header[pontoon.message-id]}", message))
        .isEqualTo("eu-m1");
    assertThat(key("jsonpath:$.a.b", message)).isEqualTo("7");
    assertThat(key("simple:${header.none}", message)).isNullOrEmpty();
  }

  @Test
  void aLanguageThatCamelDoesNotKnowIsSaid() {
    assertThatThrownBy(() -> routes.keys().compile("nonsense:x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nonsense");
    assertThatThrownBy(() -> routes.keys().compile("no colon"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("camel:language:expression");
  }

  private String key(String expression, LegacyMessage message) throws Exception {
    return routes.keys().compile(expression).evaluate(message);
  }
}
