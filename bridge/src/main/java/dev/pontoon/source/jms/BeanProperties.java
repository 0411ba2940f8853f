package dev.pontoon.source.jms;

import dev.pontoon.config.Secret;
import dev.pontoon.source.Causes;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Sets the properties of an object that is known only at run time, through its setters. */
final class BeanProperties {
  private static final int LISTED = 12;

  private final Object bean;

  BeanProperties(Object bean) {
    this.bean = bean;
  }

  /**
   * Sets one property.
   *
   * @param where what stands before the name in messages
   * @param path the property's name; {@code prefetchPolicy.all} goes through the getter of the
   *     first
   * @param value text, number or boolean, turned into what the setter takes; a secret is shown to
   *     the setter only
   * @throws BadFactoryException when there is no such property or it does not take the value
   */
  void set(String where, String path, Object value) throws BadFactoryException {
    int dot = path.indexOf('.');
    if (dot > 0) {
      Object inner = get(where, path.substring(0, dot));
      new BeanProperties(inner)
          .set(where + "." + path.substring(0, dot), path.substring(dot + 1), value);
      return;
    }
    List<Method> setters = setters(path);
    if (setters.isEmpty()) {
      throw new BadFactoryException(
          where
              + "."
              + path
              + ": "
              + bean.getClass().getName()
              + " has no such property"
              + known(path));
    }
    for (Method setter : setters) {
      Object argument = convert(value, setter.getParameterTypes()[0]);
      if (argument != null) {
        invoke(where + "." + path, setter, argument, value instanceof Secret);
        return;
      }
    }
    String types =
        setters.stream()
            .map(setter -> setter.getParameterTypes()[0].getSimpleName())
            .collect(Collectors.joining(" or "));
    throw new BadFactoryException(
        where + "." + path + ": " + value + " is not a value for it, it takes " + types);
  }

  private Object get(String where, String name) throws BadFactoryException {
    try {
      Method getter = bean.getClass().getMethod("get" + capital(name));
      return Objects.requireNonNull(getter.invoke(bean), name);
    } catch (ReflectiveOperationException | NullPointerException e) {
      throw new BadFactoryException(
          where + "." + name + ": " + bean.getClass().getName() + " has no such part", e);
    }
  }

  /** Setters that take simple values; those that take more than text first. */
  private List<Method> setters(String name) {
    return Arrays.stream(bean.getClass().getMethods())
        .filter(method -> method.getName().equals("set" + capital(name)))
        .filter(BeanProperties::takesSimpleValue)
        .sorted((a, b) -> Boolean.compare(takesText(a), takesText(b)))
        .toList();
  }

  private static boolean takesSimpleValue(Method method) {
    if (method.getParameterCount() != 1 || !method.getName().startsWith("set")) {
      return false;
    }
    Class<?> type = method.getParameterTypes()[0];
    return type.isPrimitive()
        || type == String.class
        || Number.class.isAssignableFrom(type)
        || type == Boolean.class
        || type.isEnum();
  }

  private static boolean takesText(Method setter) {
    return setter.getParameterTypes()[0] == String.class;
  }

  private void invoke(String where, Method setter, Object argument, boolean secret)
      throws BadFactoryException {
    try {
      setter.invoke(bean, argument);
    } catch (InvocationTargetException e) {
      if (secret) {
        // What the provider says of the value may show it.
        throw new BadFactoryException(where + ": its secret value was not accepted");
      }
      throw new BadFactoryException(where + ": " + Causes.of(e.getTargetException()), e);
    } catch (IllegalAccessException e) {
      throw new BadFactoryException(where + ": it can't be set: " + Causes.of(e), e);
    }
  }

  private static @Nullable Object convert(Object value, Class<?> type) {
    String text = value instanceof Secret secret ? secret.reveal() : value.toString();
    try {
      if (type == String.class) {
        return text;
      } else if (type == int.class || type == Integer.class) {
        return Integer.valueOf(text);
      } else if (type == long.class || type == Long.class) {
        return Long.valueOf(text);
      } else if (type == short.class || type == Short.class) {
        return Short.valueOf(text);
      } else if (type == double.class || type == Double.class) {
        return Double.valueOf(text);
      } else if (type == float.class || type == Float.class) {
        return Float.valueOf(text);
      } else if (type == boolean.class || type == Boolean.class) {
        return text.equals("true") ? Boolean.TRUE : text.equals("false") ? Boolean.FALSE : null;
      } else if (type.isEnum()) {
        return constant(type, text);
      }
    } catch (NumberFormatException ignored) {
      // Not of this type: another setter may take it.
    }
    return null;
  }

  private static @Nullable Object constant(Class<?> type, String text) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.toString().equalsIgnoreCase(text))
        .findFirst()
        .orElse(null);
  }

  /** The names that look most like the wrong one. */
  private String known(String wrong) {
    List<String> names =
        Arrays.stream(bean.getClass().getMethods())
            .filter(BeanProperties::takesSimpleValue)
            .map(method -> small(method.getName().substring(3)))
            .distinct()
            .sorted((a, b) -> Double.compare(likeness(wrong, b), likeness(wrong, a)))
            .toList();
    if (names.isEmpty()) {
      return "";
    }
    String best = names.get(0);
    String nearest = likeness(wrong, best) > 0.4 ? ". Did you mean " + best + "?" : "";
    String list = names.stream().limit(LISTED).sorted().collect(Collectors.joining(", "));
    return nearest + " It has " + list + (names.size() > LISTED ? ", …" : "");
  }

  /** The share of letter pairs that both words have: 0 for nothing alike, 1 for the same. */
  private static double likeness(String one, String other) {
    List<String> left = pairs(one);
    List<String> right = new java.util.ArrayList<>(pairs(other));
    int all = left.size() + right.size();
    long common = left.stream().filter(right::remove).count();
    return all == 0 ? 0 : 2.0 * common / all;
  }

  private static List<String> pairs(String word) {
    String small = word.toLowerCase(Locale.ROOT);
    return java.util.stream.IntStream.range(0, Math.max(0, small.length() - 1))
        .mapToObj(i -> small.substring(i, i + 2))
        .toList();
  }

  private static String capital(String name) {
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }

  private static String small(String name) {
    boolean acronym = name.length() > 1 && Character.isUpperCase(name.charAt(1));
    return acronym ? name : name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }
}
