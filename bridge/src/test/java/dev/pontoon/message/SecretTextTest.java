package dev.pontoon.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "could not reach http://u:HIDDEN@h:1/x: refused|could not reach http://…@h:1/x: refused",
        "amqps://u:HI@DD/EN@h:5671/v|amqps://…@h:5671/v",
        "jms:queue:x?username=u&password=HIDDEN&a=b|jms:queue:x?username=u&password=…&a=b",
        "sftp://h?password=RAW(HID&DEN)&x=1|sftp://h?password=…&x=1",
        "x?key=RAW{HIDDEN}|x?key=RAW(…)",
        "    password: HIDDEN|    password: …",
        "\"clientSecret\": \"HID DEN\", x|\"clientSecret\": …, x",
        "sasl.jaas.config=HIDDEN|sasl.jaas.config=…",
        "token: ${header.a}|token: …",
        "the password is wrong|the password is wrong",
        "mail to a@b.example|mail to a@b.example",
        "connectionFactory=#nope|connectionFactory=#nope"
      })
  void passwordsAreDots(String text, String masked) {
    assertThat(SecretText.masked(text)).isEqualTo(masked).doesNotContain("HIDDEN");
  }
}
