package dev.jpod.manifest;

/** Amounts of processor time: {@code 1.5} processors, or {@code 1500m} as Kubernetes writes it. */
final class CpuAmounts {
  /** The kernel's shortest quota is 1 ms in a period of 100 ms. */
  private static final long LEAST = 10;

  private static final long MOST = 1_000_000;

  private CpuAmounts() {}

  /** Thousandths of a processor. */
  static long parse(String text) throws Mistake {
    long amount = text.endsWith("m") ? thousandths(text) : processors(text);
    if (amount < 0) {
      throw new Mistake(
          "'" + Quote.shortened(text) + "' is not an amount of processors",
          "write for example 1.5 or 1500m");
    }
    if (amount < LEAST || amount > MOST) {
      throw new Mistake("'" + text + "' is out of range", "it goes from 0.01 to 1000");
    }
    return amount;
  }

  private static long thousandths(String text) {
    return Numbers.parse(text.substring(0, text.length() - 1), 100_000_000);
  }

  private static long processors(String text) {
    int dot = text.indexOf('.');
    String whole = dot < 0 ? text : text.substring(0, dot);
    String fraction = dot < 0 ? "" : text.substring(dot + 1);
    int number = whole.isEmpty() && dot == 0 ? 0 : Numbers.parse(whole, 100_000);
    if (number < 0 || fraction.length() > 3 || (dot >= 0 && fraction.isEmpty())) {
      return -1;
    }
    int parts = fraction.isEmpty() ? 0 : Numbers.parse((fraction + "00").substring(0, 3), 999);
    return parts < 0 ? -1 : number * 1000L + parts;
  }
}
