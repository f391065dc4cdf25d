package dev.jpod.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the word that was perhaps meant. */
final class Spelling {
  private Spelling() {}

  /**
   * The candidate that differs least from a word: by at most a third of its letters, counting
   * letters that are added, left out, changed, or swapped with their neighbour. Null when there is
   * none; of equals the first.
   */
  static @Nullable String nearest(String word, List<String> candidates) {
    int least = Math.max(1, word.length() / 3) + 1;
    String nearest = null;
    for (String candidate : candidates) {
      int distance = distance(word, candidate);
      if (distance < least) {
        least = distance;
        nearest = candidate;
      }
    }
    return nearest;
  }

  private static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : step(cost, a, b, i, j);
      }
    }
    return cost[a.length()][b.length()];
  }

  private static int step(int[][] cost, String a, String b, int i, int j) {
    int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    int least = Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + change);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
  }
}
