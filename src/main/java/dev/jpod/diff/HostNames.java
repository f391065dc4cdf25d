package dev.jpod.diff;

/**
 * What the volumes and networks of a stack are called on the host: {@code data} of the stack {@code
 * shop} is {@code shop_data}, so that two stacks never share one unawares. What is external keeps
 * its name.
 */
public final class HostNames {
  private HostNames() {}

  static String of(String stack, String name) {
    return stack + "_" + name;
  }

  /** The stack file's word for a network of that stack, or for an external one. */
  public static String inStackFile(String stack, String hostName) {
    int length = stack.length();
    return hostName.length() > length + 1
            && hostName.startsWith(stack)
            && hostName.charAt(length) == '_'
        ? hostName.substring(length + 1)
        : hostName;
  }
}
