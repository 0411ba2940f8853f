/** JMS brokers on this machine: ActiveMQ Classic and Artemis, inside this JVM or as a process. */
@NullMarked
package dev.pontoon.rig.jms;

import org.jspecify.annotations.NullMarked;
