package dev.jpod.cli;

import java.util.ArrayList;
import java.util.List;

/** What tells two texts apart, line by line, by their longest common subsequence. */
final class TextDifference {
  private static final int CONTEXT = 2;
  private static final int MOST_LINES = 4000;

  private final List<String> before;
  private final List<String> after;
  private final List<String> marked = new ArrayList<>();

  private TextDifference(List<String> before, List<String> after) {
    this.before = before;
    this.after = after;
  }

  /**
   * The lines that went, with {@code -} before them, and those that came, with {@code +}; around
   * them some that stayed. None when the texts are the same.
   */
  static List<String> of(String before, String after) {
    TextDifference difference = new TextDifference(before.lines().toList(), after.lines().toList());
    difference.mark();
    return difference.shortened();
  }

  private void mark() {
    int head = 0;
    int shorter = Math.min(before.size(), after.size());
    while (head < shorter && before.get(head).equals(after.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < shorter - head
        && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
      tail++;
    }
    before.subList(0, head).forEach(line -> marked.add("  " + line));
    middle(before.subList(head, before.size() - tail), after.subList(head, after.size() - tail));
    before.subList(before.size() - tail, before.size()).forEach(line -> marked.add("  " + line));
  }

  private void middle(List<String> left, List<String> right) {
    int[][] common = commonTails(left, right);
    int i = 0;
    int j = 0;
    while (i < left.size() || j < right.size()) {
      if (i < left.size() && j < right.size() && left.get(i).equals(right.get(j))) {
        marked.add("  " + left.get(i));
        i++;
        j++;
      } else if (j == right.size() || (i < left.size() && isBetterWithout(common, i, j))) {
        marked.add("- " + left.get(i));
        i++;
      } else {
        marked.add("+ " + right.get(j));
        j++;
      }
    }
  }

  private static boolean isBetterWithout(int[][] common, int i, int j) {
    return common[i].length == 0 || common[i + 1][j] >= common[i][j + 1];
  }

  /** How many lines in order the tails have in common; nothing is looked for in very long texts. */
  private static int[][] commonTails(List<String> left, List<String> right) {
    boolean isShort = left.size() <= MOST_LINES && right.size() <= MOST_LINES;
    int[][] common = new int[left.size() + 1][isShort ? right.size() + 1 : 0];
    if (!isShort) {
      return common;
    }
    for (int i = left.size() - 1; i >= 0; i--) {
      for (int j = right.size() - 1; j >= 0; j--) {
        common[i][j] =
            left.get(i).equals(right.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    return common;
  }

  private List<String> shortened() {
    List<String> shown = new ArrayList<>();
    int last = -1;
    for (int i = 0; i < marked.size(); i++) {
      if (isNearAChange(i)) {
        if (last >= 0 && i > last + 1) {
          shown.add("...");
        }
        shown.add(marked.get(i).stripTrailing());
        last = i;
      }
    }
    return shown;
  }

  private boolean isNearAChange(int at) {
    for (int i = Math.max(0, at - CONTEXT); i <= Math.min(marked.size() - 1, at + CONTEXT); i++) {
      if (marked.get(i).charAt(0) != ' ') {
        return true;
      }
    }
    return false;
  }
}
