package dev.pontoon.source.jms;

import dev.pontoon.config.Connection.Jms;
import dev.pontoon.config.Connection.Jndi;
import dev.pontoon.config.Secret;
import dev.pontoon.source.Causes;
import jakarta.jms.ConnectionFactory;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/** Makes a provider's connection factory from configuration: by class name, or through JNDI. */
final class JmsConnectionFactories {
  private static final Map<String, String> ARTIFACTS =
      Map.of(
          "org.apache.activemq.artemis.", "org.apache.artemis:artemis-jakarta-client-all",
          "com.ibm.mq.", "com.ibm.mq:com.ibm.mq.jakarta.client",
          "org.apache.qpid.jms.", "org.apache.qpid:qpid-jms-client",
          "com.rabbitmq.jms.", "com.rabbitmq.jms:rabbitmq-jms",
          "com.microsoft.azure.servicebus.jms.", "com.azure:azure-servicebus-jms");

  /**
   * What a client must be told, by the package of its factory.
   *
   * <p>Qpid's hides every property that has no Java identifier as its name ({@code order-id}). And
   * when its buffer is empty it asks the broker whether there is really nothing: if the queue is
   * deleted meanwhile, it waits for that answer for ever. It fetches a thousand messages ahead, of
   * any size.
   *
   * <p>Artemis's tells the broker what it has received after each megabyte, not only at the commit.
   * If the connection ends while the broker reads that, the broker keeps those messages to itself
   * until it is restarted.
   */
  private static final Map<String, Map<String, Object>> SETTINGS =
      Map.of(
          "org.apache.qpid.jms.",
          Map.of(
              "validatePropertyNames",
              false,
              "receiveLocalOnly",
              true,
              "prefetchPolicy.queuePrefetch",
              QpidLink.PREFETCH,
              "prefetchPolicy.durableTopicPrefetch",
              QpidLink.PREFETCH),
          "org.apache.activemq.artemis.jms.client.",
          Map.of("transactionBatchSize", Integer.MAX_VALUE));

  private final ClassLoader loader;

  /**
   * @param loader where the providers' classes are
   */
  JmsConnectionFactories(ClassLoader loader) {
    this.loader = loader;
  }

  /**
   * Makes a new factory; connects to nothing, except that JNDI may ask its naming service.
   *
   * @throws BadFactoryException when the settings can't work, with what to do in the message
   */
  ConnectionFactory create(Jms settings) throws BadFactoryException {
    Object made;
    String where = "connections." + settings.name() + ".jms";
    if (settings.jndi() != null) {
      made = lookUp(where, settings.jndi());
    } else if (settings.factory() != null) {
      made = construct(where, settings.factory());
    } else {
      throw new BadFactoryException(where + ": set either factory or jndi");
    }
    BeanProperties bean = new BeanProperties(made);
    String type = made.getClass().getName();
    Map<String, Object> needed = SETTINGS.get(type.substring(0, type.lastIndexOf('.') + 1));
    if (needed != null) {
      for (Map.Entry<String, Object> setting : needed.entrySet()) {
        if (!isSaid(setting.getKey(), settings.jndi())) {
          bean.set(where, setting.getKey(), setting.getValue());
        }
      }
    }
    for (Map.Entry<String, Object> property : settings.properties().entrySet()) {
      bean.set(where + ".properties", property.getKey(), property.getValue());
    }
    if (made instanceof ConnectionFactory factory) {
      return factory;
    }
    throw notJakarta(where, made.getClass());
  }

  /** What {@link #create} would refuse, each with its key in front; no naming service is asked. */
  List<String> problems(Jms settings) {
    List<String> problems = new ArrayList<>();
    String where = "connections." + settings.name() + ".jms";
    if (settings.factory() == null) {
      return problems;
    }
    try {
      BeanProperties bean = new BeanProperties(construct(where, settings.factory()));
      settings
          .properties()
          .forEach(
              (name, value) -> {
                try {
                  bean.set(where + ".properties", name, value);
                } catch (BadFactoryException e) {
                  problems.add(e.getMessage());
                }
              });
    } catch (BadFactoryException e) {
      problems.add(e.getMessage());
    }
    return problems;
  }

  /** Whether an address of the naming service has it: what the user has said counts. */
  private static boolean isSaid(String setting, @Nullable Jndi jndi) {
    return jndi != null
        && jndi.environment().values().stream()
            .anyMatch(value -> plain(value).toString().contains(setting.split("\\.", 2)[0]));
  }

  private Object construct(String where, String name) throws BadFactoryException {
    try {
      Class<?> type = Class.forName(name, true, loader);
      if (!ConnectionFactory.class.isAssignableFrom(type)) {
        throw notJakarta(where, type);
      }
      return type.getConstructor().newInstance();
    } catch (ClassNotFoundException | LinkageError e) {
      throw missing(where, name, e);
    } catch (NoSuchMethodException e) {
      String message = where + ".factory: " + name + " has no public constructor without arguments";
      throw new BadFactoryException(message + "; use jndi for this provider", e);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof LinkageError error) {
        throw missing(where, name, error);
      }
      throw new BadFactoryException(where + ".factory: " + name + ": " + Causes.of(e), e);
    } catch (ReflectiveOperationException e) {
      throw new BadFactoryException(where + ".factory: " + name + ": " + Causes.of(e), e);
    }
  }

  /** The name and the naming service are the operator's, never a message's. */
  @SuppressWarnings("BanJNDI")
  private Object lookUp(String where, Jndi jndi) throws BadFactoryException {
    Hashtable<String, Object> environment = new Hashtable<>();
    jndi.environment().forEach((key, value) -> environment.put(key, plain(value)));
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      InitialContext context = new InitialContext(environment);
      try {
        Object found = context.lookup(jndi.lookup());
        if (found == null) {
          throw new BadFactoryException(where + ".jndi.lookup: nothing is at " + jndi.lookup());
        }
        return found;
      } finally {
        context.close();
      }
    } catch (LinkageError e) {
      String initial = String.valueOf(environment.get(InitialContext.INITIAL_CONTEXT_FACTORY));
      throw missing(where, initial, e);
    } catch (NamingException e) {
      Object initial = environment.get(InitialContext.INITIAL_CONTEXT_FACTORY);
      if (e.getRootCause() instanceof ClassNotFoundException missing) {
        throw missing(where, String.valueOf(initial), missing);
      }
      String tried = where + ".jndi.lookup: " + jndi.lookup() + " could not be looked up";
      throw new BadFactoryException(tried + ": " + Causes.of(e), e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static Object plain(Object value) {
    return value instanceof Secret secret ? secret.reveal() : String.valueOf(value);
  }

  private static BadFactoryException missing(String where, String name, Throwable cause) {
    String what =
        cause instanceof LinkageError error
            ? lacking(name, error)
            : "there is no class " + name + " on the class path" + advice(name);
    return new BadFactoryException(where + ": " + what, cause);
  }

  /**
   * What to do when a class of a client can't be loaded or used.
   *
   * @param name of the connection factory's class
   */
  static String lacking(String name, LinkageError error) {
    String detail = String.valueOf(error.getMessage());
    String what =
        error instanceof NoClassDefFoundError
            ? " needs a class that is not on the class path: " + detail.replace('/', '.')
            : " does not fit what else is on the class path: " + error;
    return name + what + advice(name);
  }

  private static String advice(String name) {
    return "; put the provider's jakarta.jms client into lib/"
        + ARTIFACTS.entrySet().stream()
            .filter(known -> name.startsWith(known.getKey()))
            .map(known -> " (Maven: " + known.getValue() + ", with what it depends on)")
            .findFirst()
            .orElse(", with what it depends on");
  }

  private static BadFactoryException notJakarta(String where, Class<?> type) {
    List<String> names = Arrays.stream(type.getInterfaces()).map(Class::getName).toList();
    String found =
        names.stream().anyMatch(name -> name.startsWith("javax.jms."))
            ? " is of the old javax.jms API; Pontoon needs the provider's jakarta.jms client"
            : " is not a jakarta.jms.ConnectionFactory";
    return new BadFactoryException(where + ": " + type.getName() + found);
  }
}
