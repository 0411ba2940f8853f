package dev.pontoon.observe;

import java.time.Duration;

/**
 * What strangers may use of the process through the one port.
 *
 * @param connections at once; one more ends the one that is least worth keeping
 * @param requestBytes request line and headers of one request
 * @param answerBytes of all answers that wait for slow readers; one answer may be larger
 * @param time from the connection to the end of the answer
 */
record HttpLimits(int connections, int requestBytes, int answerBytes, Duration time) {
  static final HttpLimits DEFAULT = new HttpLimits(64, 16 << 10, 4 << 20, Duration.ofSeconds(10));
}
