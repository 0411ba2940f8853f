/** JMS queues and topics, read with jakarta.jms in transacted batches. */
@NullMarked
package dev.pontoon.source.jms;

import org.jspecify.annotations.NullMarked;
