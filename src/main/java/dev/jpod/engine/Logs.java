package dev.jpod.engine;

import java.util.function.Consumer;

/** Reads what containers wrote, across rotated files. */
public interface Logs {
  /** Hands every line asked for to the sink, oldest first; returns at the end of the log. */
  void read(String id, LogQuery query, Consumer<LogLine> sink);
}
