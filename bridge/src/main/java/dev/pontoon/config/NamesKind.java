package dev.pontoon.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One name or a list of names. Unlike {@link ListKind} it keeps what was written: a list of one may
 * grow, and what it stands for must not get another identity then.
 */
record NamesKind(Kind<String> item) implements Kind<Names> {

  @Override
  public @Nullable Names read(Yaml value, Place place) {
    List<String> all = new ListKind<>(item).read(value, place);
    return all == null ? null : new Names(all, value instanceof Yaml.Items);
  }

  @Override
  public String label() {
    return new ListKind<>(item).label();
  }

  @Override
  public Map<String, Object> schema() {
    return new ListKind<>(item).schema();
  }
}
