package dev.jpod.model;

import org.jspecify.annotations.Nullable;

/**
 * The form of the names that a user gives to stacks, pods, containers, volumes, configs and so on.
 * Names become paths, cgroups and arguments, so nothing outside these forms ever gets past here.
 */
public final class Names {
  private static final int LONGEST_LABEL = 63;
  private static final int LONGEST_NAME = 128;

  private Names() {}

  /**
   * Says what is wrong with the name of a stack, pod or container: a DNS label of RFC 1123, lower
   * case letters, digits and inner hyphens, at most 63 of them.
   *
   * @return null when nothing is wrong, else the rule that the name breaks
   */
  public static @Nullable String problemWithLabel(String name) {
    boolean fits =
        !name.isEmpty()
            && name.length() <= LONGEST_LABEL
            && name.charAt(0) != '-'
            && name.charAt(name.length() - 1) != '-'
            && isLabelText(name);
    return fits
        ? null
        : "a name has 1 to 63 lower-case letters, digits and hyphens, with no hyphen at either end";
  }

  /**
   * Says what is wrong with the name of a volume, network, config or secret: it starts with a
   * letter or digit and goes on with letters, digits, {@code .}, {@code _} and {@code -}, at most
   * 128.
   *
   * @return null when nothing is wrong, else the rule that the name breaks
   */
  public static @Nullable String problemWithResourceName(String name) {
    boolean fits =
        !name.isEmpty()
            && name.length() <= LONGEST_NAME
            && isAlphanumeric(name.charAt(0))
            && isResourceText(name);
    return fits
        ? null
        : "a name starts with a letter or digit and has at most 128 letters, digits, '.', '_' and"
            + " '-'";
  }

  static String requireLabel(String name) {
    return require(name, problemWithLabel(name));
  }

  static String requireResourceName(String name) {
    return require(name, problemWithResourceName(name));
  }

  private static String require(String name, @Nullable String problem) {
    if (problem != null) {
      throw new IllegalArgumentException("'" + name + "' cannot be a name: " + problem);
    }
    return name;
  }

  private static boolean isLabelText(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!isLowerAlphanumeric(c) && c != '-') {
        return false;
      }
    }
    return true;
  }

  private static boolean isResourceText(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!isAlphanumeric(c) && c != '.' && c != '_' && c != '-') {
        return false;
      }
    }
    return true;
  }

  private static boolean isLowerAlphanumeric(int c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }

  private static boolean isAlphanumeric(int c) {
    return isLowerAlphanumeric(c) || (c >= 'A' && c <= 'Z');
  }
}
