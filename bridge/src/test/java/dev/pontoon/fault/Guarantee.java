package dev.pontoon.fault;

/** The two levels of the promise. */
enum Guarantee {
  A("at-least-once"),
  B("effectively-once");

  private final String yaml;

  Guarantee(String yaml) {
    this.yaml = yaml;
  }

  String yaml() {
    return yaml;
  }
}
