package dev.jpod.cli;

import dev.jpod.engine.LogLine;
import dev.jpod.engine.LogQuery;
import dev.jpod.engine.Logs;
import dev.jpod.model.JpodException;
import dev.jpod.observed.ObservedContainer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.BiConsumer;

/** The lines of several logs in the order of their times, of which few are held at a time. */
final class MergedLogs {
  private static final int AHEAD = 256;

  private MergedLogs() {}

  /** What a reader of one log comes upon. */
  private sealed interface Found {
    record Line(LogLine line) implements Found {}

    record End() implements Found {}

    record Failure(RuntimeException reason) implements Found {}
  }

  /** One log, and its first line that was not handed on. */
  private record Head(int order, ObservedContainer container, LogLine line) {}

  /**
   * Hands on what has been written so far.
   *
   * @param query does not follow
   */
  static void read(
      Logs logs,
      List<ObservedContainer> containers,
      LogQuery query,
      BiConsumer<ObservedContainer, LogLine> sink) {
    List<BlockingQueue<Found>> queues = new ArrayList<>();
    for (ObservedContainer container : containers) {
      BlockingQueue<Found> queue = new ArrayBlockingQueue<>(AHEAD);
      queues.add(queue);
      Thread.ofPlatform().daemon().start(() -> fill(queue, logs, container, query));
    }
    PriorityQueue<Head> heads =
        new PriorityQueue<>(
            Comparator.comparing((Head head) -> head.line().time()).thenComparingInt(Head::order));
    for (int i = 0; i < queues.size(); i++) {
      advance(i, queues, containers, heads);
    }
    while (!heads.isEmpty()) {
      Head head = heads.remove();
      sink.accept(head.container(), head.line());
      advance(head.order(), queues, containers, heads);
    }
  }

  private static void advance(
      int order,
      List<BlockingQueue<Found>> queues,
      List<ObservedContainer> containers,
      PriorityQueue<Head> heads) {
    switch (take(queues.get(order))) {
      case Found.Line found -> heads.add(new Head(order, containers.get(order), found.line()));
      case Found.End _ -> {}
      case Found.Failure failure -> throw failure.reason();
    }
  }

  private static void fill(
      BlockingQueue<Found> queue, Logs logs, ObservedContainer container, LogQuery query) {
    try {
      logs.read(container.id(), query, line -> put(queue, new Found.Line(line)));
      put(queue, new Found.End());
    } catch (RuntimeException reason) {
      put(queue, new Found.Failure(reason));
    }
  }

  private static void put(BlockingQueue<Found> queue, Found found) {
    try {
      queue.put(found);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private static Found take(BlockingQueue<Found> queue) {
    try {
      return queue.take();
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private static JpodException interrupted() {
    Thread.currentThread().interrupt();
    return JpodException.failed("the command was interrupted", "run it again");
  }
}
