package dev.pontoon.config;

import dev.pontoon.message.PrintableText;
import dev.pontoon.message.SecretText;
import org.jspecify.annotations.Nullable;

/**
 * Where in which file a value is being read, and where its problems go.
 *
 * @param key path of the key from the top of the file
 * @param placeholders null where the text is taken as it stands
 * @param secret whether values here are never shown
 */
record Place(
    String file, String key, Report report, @Nullable Placeholders placeholders, boolean secret) {

  private static final int SHOWN = 60;

  /** Short and on one line. */
  static String printable(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints().limit(SHOWN).forEach(c -> PrintableText.append(c, shown));
    return text.codePointCount(0, text.length()) > SHOWN ? shown + "…" : shown.toString();
  }

  Place under(String name) {
    String shown = printable(name);
    String path = key.isEmpty() ? shown : key + "." + shown;
    boolean hides = secret || (placeholders != null && SecretText.isSecretName(name));
    return new Place(file, path, report, placeholders, hides);
  }

  /** Under a name that the user chose: says nothing about what is secret. */
  Place named(String name) {
    return new Place(file, key + "." + printable(name), report, placeholders, secret);
  }

  Place item(int index) {
    return new Place(file, key + "[" + index + "]", report, placeholders, secret);
  }

  Place hidden() {
    return new Place(file, key, report, placeholders, true);
  }

  /** Text as it stands: nothing is filled, nothing taken for a secret because of its key. */
  Place literal() {
    return new Place(file, key, report, null, secret);
  }

  /** The value is of a wrong kind: empty, a list or a mapping. */
  void unfit(Yaml value, String allowed) {
    String wrong = Kinds.isNothing(value) ? "there is no value" : "this is " + value.what();
    problem(value.at(), wrong, allowed, null);
  }

  void problem(Position at, String wrong, String allowed) {
    problem(at, wrong, allowed, null);
  }

  void problem(Position at, String wrong, String allowed, @Nullable String suggestion) {
    report.add(file, at, key, wrong, allowed, suggestion == null ? null : printable(suggestion));
  }

  /** The value as written in the file; what came from a variable or a file is not part of it. */
  String shown(Yaml value) {
    if (value instanceof Yaml.Scalar scalar && scalar.type() != Yaml.Type.NOTHING) {
      return secret ? "the value" : "'" + printable(scalar.text()) + "'";
    }
    return "the value";
  }

  /** Null after a problem was reported. */
  Placeholders.@Nullable Filled fill(Yaml.Scalar scalar) {
    return placeholders == null
        ? new Placeholders.Filled(scalar.text(), false)
        : placeholders.fill(scalar.text(), scalar.at(), this);
  }
}
