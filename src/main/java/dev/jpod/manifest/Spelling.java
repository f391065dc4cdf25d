package dev.jpod.manifest;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the word that someone probably meant. */
public final class Spelling {
  private static final int LONGEST = 64;

  private Spelling() {}

  /** {@code did you mean 'x'?}, or an empty text when no known word is near. */
  static String hint(String word, Collection<String> known) {
    String nearest = nearest(word, known);
    return nearest == null ? "" : "did you mean '" + nearest + "'?";
  }

  /**
   * The known word that is equal but for case, hyphens and underscores, else the one with the
   * fewest typing errors: at most one per three letters, rounded.
   */
  public static @Nullable String nearest(String word, Collection<String> known) {
    return nearest(word, known, (plain(word).length() + 1) / 3);
  }

  /**
   * The known word that was almost typed: at most one typing error per three letters after the
   * first. For words of which many are short and alike, such as commands.
   */
  public static @Nullable String nearMiss(String word, Collection<String> known) {
    return nearest(word, known, (plain(word).length() - 1) / 3);
  }

  private static @Nullable String nearest(String word, Collection<String> known, int errors) {
    if (word.length() > LONGEST) {
      return null;
    }
    String plain = plain(word);
    String nearest = null;
    int fewest = errors + 1;
    for (String candidate : known) {
      String other = plain(candidate);
      boolean near = Math.abs(other.length() - plain.length()) < fewest;
      int distance = near ? distance(plain, other) : fewest;
      if (distance < fewest) {
        fewest = distance;
        nearest = candidate;
      }
    }
    return nearest;
  }

  private static String plain(String word) {
    return word.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
  }

  /**
   * Insertions, deletions, replacements and swaps of neighbours that lead from one to the other.
   */
  private static int distance(String a, String b) {
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] current = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, Math.min(last[j], current[j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          current[j] = Math.min(current[j], beforeLast[j - 2] + 1);
        }
      }
      int[] free = beforeLast;
      beforeLast = last;
      last = current;
      current = free;
    }
    return last[b.length()];
  }
}
