package dev.pontoon.source.jms;

import java.lang.reflect.Field;
import java.lang.reflect.Method;

/** Fields and methods of clients that are no part of Pontoon, by name, also inherited ones. */
final class Reflected {
  private Reflected() {}

  /** A method without parameters, made accessible. */
  static Method method(Class<?> type, String name) throws NoSuchMethodException {
    for (Class<?> at = type; at != null; at = at.getSuperclass()) {
      try {
        Method found = at.getDeclaredMethod(name);
        found.setAccessible(true);
        return found;
      } catch (NoSuchMethodException e) {
        // One of its superclasses may have it.
      }
    }
    throw new NoSuchMethodException(type.getName() + "." + name);
  }

  /** What a method without parameters returns. */
  static Object call(Object target, String name) throws ReflectiveOperationException {
    Object result = method(target.getClass(), name).invoke(target);
    if (result == null) {
      throw new NoSuchMethodException(target.getClass().getName() + "." + name + " gives nothing");
    }
    return result;
  }

  /** What a field holds. */
  static Object field(Object target, String name) throws ReflectiveOperationException {
    for (Class<?> at = target.getClass(); at != null; at = at.getSuperclass()) {
      try {
        Field found = at.getDeclaredField(name);
        found.setAccessible(true);
        Object value = found.get(target);
        if (value != null) {
          return value;
        }
      } catch (NoSuchFieldException e) {
        // One of its superclasses may have it.
      }
    }
    throw new NoSuchFieldException(target.getClass().getName() + "." + name);
  }
}
