package dev.jpod.manifest;

/** How values of the user are quoted in sentences. */
final class Quote {
  private static final int LONGEST = 60;

  private Quote() {}

  /** The text, cut after 60 characters and with control characters made visible. */
  static String shortened(String text) {
    StringBuilder out = new StringBuilder();
    int end = Math.min(text.length(), LONGEST);
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      out.append(Character.isISOControl(c) ? '\uFFFD' : c);
    }
    return end < text.length() ? out.append('…').toString() : out.toString();
  }

  /** What someone may have meant who did not write true or false. */
  static String flagHint(String text) {
    return switch (text) {
      case "yes", "Yes", "YES", "on", "On", "ON", "y", "1" -> "write true";
      case "no", "No", "NO", "off", "Off", "OFF", "n", "0" -> "write false";
      case "true", "false" -> "remove the quotes";
      default -> "write true or false";
    };
  }
}
