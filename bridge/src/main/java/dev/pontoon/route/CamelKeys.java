package dev.pontoon.route;

import dev.pontoon.mapping.KeyExpressions;
import dev.pontoon.mapping.TreeRoom;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.source.LegacyCamelMessage;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NoSuchLanguageException;
import org.apache.camel.spi.Language;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;

/** Keys by Camel's expression languages: {@code camel:simple:${header.a}-${header.b}}. */
final class CamelKeys implements KeyExpressions {
  private final CamelContext context;
  private final TreeRoom trees;

  CamelKeys(CamelContext context, TreeRoom trees) {
    this.context = context;
    this.trees = trees;
  }

  @Override
  public TreeRoom trees() {
    return trees;
  }

  @Override
  public Expression compile(String text) {
    int colon = text.indexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException(
          "camel:" + text + ": write camel:language:expression, such as camel:simple:${header.id}");
    }
    Language language;
    try {
      language = context.resolveLanguage(text.substring(0, colon));
    } catch (NoSuchLanguageException e) {
      throw new IllegalArgumentException(
          "camel:" + text + ": Camel knows no language " + text.substring(0, colon), e);
    }
    org.apache.camel.Expression compiled = language.createExpression(text.substring(colon + 1));
    compiled.init(context);
    return message -> evaluate(compiled, message);
  }

  private @Nullable String evaluate(org.apache.camel.Expression expression, LegacyMessage message) {
    Exchange exchange = new DefaultExchange(context);
    exchange.setIn(new LegacyCamelMessage(exchange, message, null));
    return expression.evaluate(exchange, String.class);
  }
}
