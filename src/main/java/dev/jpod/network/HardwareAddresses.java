package dev.jpod.network;

import dev.jpod.model.IpAddress;

/**
 * Hardware addresses that follow from IP addresses, so that they are the same again. They are
 * locally administered (IEEE 802); those of pods and of bridges differ in the first byte.
 */
final class HardwareAddresses {
  private static final int OF_POD = 0x02;
  private static final int OF_BRIDGE = 0x06;

  private HardwareAddresses() {}

  /**
   * One of those that a pod can have with an IP address.
   *
   * @param choice the lowest 8 bits count
   */
  static String ofPod(IpAddress address, int choice) {
    return text(OF_POD, choice, address.hashCode());
  }

  /** The one that a bridge has as a gateway. */
  static String ofBridge(IpAddress gateway) {
    return text(OF_BRIDGE, 0, gateway.hashCode());
  }

  private static String text(int first, int second, int rest) {
    StringBuilder text = new StringBuilder();
    append(text, first);
    append(text.append(':'), second);
    for (int shift = 24; shift >= 0; shift -= 8) {
      append(text.append(':'), rest >>> shift);
    }
    return text.toString();
  }

  private static void append(StringBuilder text, int number) {
    text.append(Character.forDigit(number >>> 4 & 15, 16));
    text.append(Character.forDigit(number & 15, 16));
  }
}
