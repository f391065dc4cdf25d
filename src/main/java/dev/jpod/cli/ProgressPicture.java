package dev.jpod.cli;

import dev.jpod.cli.Paint.Style;
import dev.jpod.cli.ProgressNode.State;
import dev.jpod.host.TerminalSize;
import dev.jpod.plan.Step;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Draws a tree of progress as lines that fit a terminal. */
record ProgressPicture(Paint paint, Symbols symbols, TerminalSize size) {
  private static final int MOST_NAMES = 3;
  private static final List<State> IN_ORDER =
      List.of(State.FAILED, State.RUNNING, State.WAITING, State.LEFT_UNDONE, State.DONE);

  /** A line before it is drawn. */
  private record Row(ProgressNode node, int depth, State state) {}

  /**
   * The tree while the run goes on. Where there are more lines than rows, those come first that
   * failed or run, and the others are counted.
   *
   * @param spinner what turns before what goes on
   * @param below lines that belong below a running step, such as layers that arrive
   */
  List<String> live(
      ProgressTree tree, long nanos, String spinner, Function<Step, List<String>> below) {
    List<Row> all = rows(tree);
    int room = Math.max(1, size.rows() - 1);
    Set<Row> shown = new HashSet<>(all.size() <= room ? all : first(all, room - 1));
    Map<State, Integer> hidden = new EnumMap<>(State.class);
    int free = room - shown.size() - (shown.size() < all.size() ? 1 : 0);
    int width = nameWidth(shown);
    List<String> lines = new ArrayList<>();
    for (Row row : all) {
      if (!shown.contains(row)) {
        hidden.merge(row.state(), 1, Integer::sum);
        continue;
      }
      lines.add(line(row, width, mark(row.state(), spinner), tree.words(row.node(), nanos)));
      Step step = row.node().running();
      List<String> more = step == null ? List.of() : below.apply(step);
      int fitting = Math.min(more.size(), free);
      lines.addAll(more.subList(0, fitting));
      free -= fitting;
    }
    if (!hidden.isEmpty()) {
      lines.add(cut("  and " + counted(hidden), Style.DIM));
    }
    return lines;
  }

  /** The tree that stays: a line for each thing that something was done to. */
  List<String> last(ProgressTree tree, long nanos) {
    List<Row> rows = new ArrayList<>();
    List<String> untouched = new ArrayList<>();
    for (ProgressNode top : tree.tops()) {
      State state = top.state();
      if (state != State.DONE && state != State.FAILED && top.isUntouched()) {
        untouched.add(top.name());
        continue;
      }
      rows.add(new Row(top, 0, state));
      if (state != State.DONE) {
        top.parts().forEach(part -> rows.add(new Row(part, 1, part.state())));
      }
    }
    int width = nameWidth(new HashSet<>(rows));
    List<String> lines = new ArrayList<>();
    for (Row row : rows) {
      lines.add(line(row, width, mark(row.state(), "-"), tree.words(row.node(), nanos)));
    }
    if (!untouched.isEmpty()) {
      int more = untouched.size() - MOST_NAMES;
      lines.add(
          "- left undone: "
              + String.join(", ", untouched.subList(0, Math.min(untouched.size(), MOST_NAMES)))
              + (more > 0 ? " and " + more + " more" : ""));
    }
    return lines;
  }

  private static List<Row> rows(ProgressTree tree) {
    List<Row> rows = new ArrayList<>();
    for (ProgressNode top : tree.tops()) {
      rows.add(new Row(top, 0, top.state()));
      top.parts().forEach(part -> rows.add(new Row(part, 1, part.state())));
    }
    return rows;
  }

  private static List<Row> first(List<Row> all, int room) {
    List<Row> first = new ArrayList<>();
    for (State state : IN_ORDER) {
      for (Row row : all) {
        if (row.state() == state && first.size() < room) {
          first.add(row);
        }
      }
    }
    return first;
  }

  private static String counted(Map<State, Integer> hidden) {
    List<String> parts = new ArrayList<>();
    for (State state : IN_ORDER) {
      Integer count = hidden.get(state);
      if (count != null) {
        parts.add(
            count
                + switch (state) {
                  case FAILED -> " failed";
                  case RUNNING -> " running";
                  case WAITING -> " waiting";
                  case LEFT_UNDONE -> " left undone";
                  case DONE -> " done";
                });
      }
    }
    return String.join(", ", parts);
  }

  private int nameWidth(Set<Row> rows) {
    int longest = 0;
    for (Row row : rows) {
      longest = Math.max(longest, 2 * row.depth() + row.node().name().length());
    }
    return Math.min(longest, Math.max(8, size.columns() / 2));
  }

  private String mark(State state, String spinner) {
    return switch (state) {
      case WAITING -> paint.paint(Style.DIM, symbols.written("·"));
      case RUNNING -> paint.paint(Style.CYAN, spinner);
      case DONE -> paint.paint(Style.GREEN, symbols.success());
      case FAILED -> paint.paint(Style.RED, symbols.failure());
      case LEFT_UNDONE -> "-";
    };
  }

  private String line(Row row, int width, String mark, String words) {
    String name = fit("  ".repeat(row.depth()) + row.node().name(), width);
    int markWidth = row.state() == State.DONE ? symbols.success().length() : 1;
    int left = size.columns() - 1 - markWidth - 1 - width - 2;
    String padded = name + " ".repeat(width - name.length());
    String text = fit(symbols.written(words), Math.max(0, left));
    return mark + " " + padded + "  " + paint.paint(style(row.state()), text);
  }

  private static Style style(State state) {
    return switch (state) {
      case WAITING, DONE, LEFT_UNDONE -> Style.DIM;
      case RUNNING -> Style.NONE;
      case FAILED -> Style.RED;
    };
  }

  private String cut(String text, Style style) {
    return paint.paint(style, fit(text, size.columns() - 1));
  }

  private String fit(String text, int width) {
    if (text.length() <= width) {
      return text;
    }
    return width < 1 ? "" : text.substring(0, width - 1) + symbols.written("…");
  }
}
