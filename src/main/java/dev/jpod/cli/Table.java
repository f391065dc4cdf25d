package dev.jpod.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows in columns, two blanks apart; the last column is never padded. */
final class Table {
  private static final int GAP = 2;
  private static final int NARROWEST = 8;

  private final List<String[]> rows = new ArrayList<>();
  private final int[] widths;

  Table(String... headings) {
    this.widths = new int[headings.length];
    row(headings);
  }

  /** Adds a row of as many cells as there are headings. */
  void row(String... cells) {
    if (cells.length != widths.length) {
      throw new IllegalArgumentException(cells.length + " cells in " + widths.length + " columns");
    }
    for (int i = 0; i < cells.length; i++) {
      widths[i] = Math.max(widths[i], width(cells[i]));
    }
    rows.add(cells);
  }

  /**
   * Shortens what stands in the widest columns until a line has room in so many characters, as far
   * as that goes.
   *
   * @param ellipsis a character that stands for what is left out
   */
  void fit(int columns, String ellipsis) {
    int total = GAP * (widths.length - 1);
    for (int width : widths) {
      total += width;
    }
    while (total > columns) {
      int widest = 0;
      for (int i = 1; i < widths.length; i++) {
        widest = widths[i] >= widths[widest] ? i : widest;
      }
      if (widths[widest] <= NARROWEST) {
        break;
      }
      widths[widest]--;
      total--;
    }
    for (String[] cells : rows) {
      for (int i = 0; i < cells.length; i++) {
        if (width(cells[i]) > widths[i]) {
          int end = cells[i].offsetByCodePoints(0, widths[i] - 1);
          cells[i] = cells[i].substring(0, end) + ellipsis;
        }
      }
    }
  }

  /** Writes the rows; headings are bold where there are colours. */
  void write(Output out, Paint paint) {
    lines(paint).forEach(out::line);
  }

  /** The rows as {@link #write} writes them. */
  List<String> lines(Paint paint) {
    List<String> lines = new ArrayList<>();
    Paint.Style style = Paint.Style.BOLD;
    StringBuilder line = new StringBuilder();
    for (String[] cells : rows) {
      line.setLength(0);
      for (int i = 0; i < cells.length; i++) {
        line.append(cells[i]);
        if (i < cells.length - 1) {
          line.repeat(' ', widths[i] - width(cells[i]) + GAP);
        }
      }
      lines.add(paint.paint(style, line.toString().stripTrailing()));
      style = Paint.Style.NONE;
    }
    return lines;
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
