package dev.jpod.plan;

import java.util.List;

/** A line of text whose parts say what they are, so that a terminal can colour them. */
public record Line(List<Span> spans) {
  public Line {
    spans = List.copyOf(spans);
  }

  /** A part of a line. It has no control characters. */
  public record Span(Tone tone, String text) {}

  /** What a part of a line is. */
  public enum Tone {
    PLAIN,
    HEADING,
    ADDED,
    CHANGED,
    REMOVED,
    WARNING,
    MUTED
  }

  static Line of(Tone tone, String text) {
    return new Line(List.of(new Span(tone, text)));
  }

  /** The line without tones. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (Span span : spans) {
      text.append(span.text());
    }
    return text.toString();
  }
}
