package dev.jpod.cli;

import dev.jpod.model.Digest;
import dev.jpod.transfer.TransferListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Adds up how far the parts of images have come, how fast, and how long the rest may take. */
final class TransferMeter implements TransferListener {
  private static final Duration SHORTEST = Duration.ofMillis(300);

  private final LongSupplier nanoTime;
  private final Map<Digest, PartState> parts = new LinkedHashMap<>();

  /** How far one part is: bytes that came by this run, and those that were there before. */
  private record PartState(Part part, long began, long before, long there, @Nullable Fate fate) {
    PartState at(long bytes) {
      boolean first = there == 0 && before == 0;
      return new PartState(part, began, first ? bytes : Math.min(before, bytes), bytes, fate);
    }

    PartState endedAs(Fate end) {
      return new PartState(part, began, before, end == Fate.FAILED ? there : part.size(), end);
    }
  }

  /**
   * What a part, or all parts together, came to at one moment.
   *
   * @param rate bytes a second, 0 while nothing can be said yet
   */
  record Reading(String name, long bytes, long size, long rate) {
    /** The reading in words: {@code 12.3 MiB of 54.1 MiB 20.1 MiB/s 2s left}. */
    String text() {
      String text = Sizes.text(bytes) + " of " + Sizes.text(size);
      if (rate <= 0) {
        return text;
      }
      return text + "  " + Sizes.text(rate) + "/s  " + left((size - bytes) / rate) + " left";
    }

    private static String left(long seconds) {
      return seconds < 60 ? seconds + "s" : seconds / 60 + "m" + seconds % 60 + "s";
    }
  }

  /**
   * @param nanoTime a clock as {@link System#nanoTime}
   */
  TransferMeter(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  @Override
  public synchronized void began(Part part) {
    parts.put(part.digest(), new PartState(part, nanoTime.getAsLong(), 0, 0, null));
  }

  @Override
  public synchronized void moved(Part part, long bytes) {
    parts.computeIfPresent(part.digest(), (_, state) -> state.at(bytes));
  }

  @Override
  public synchronized void ended(Part part, Fate fate) {
    parts.computeIfPresent(part.digest(), (_, state) -> state.endedAs(fate));
  }

  /** The parts that are on their way. */
  synchronized List<Reading> moving() {
    List<Reading> readings = new ArrayList<>();
    for (PartState state : parts.values()) {
      if (state.fate() == null && state.there() > 0) {
        readings.add(
            new Reading(
                state.part().digest().shortHex(),
                state.there(),
                state.part().size(),
                rate(state.there() - state.before(), state.began())));
      }
    }
    return readings;
  }

  /**
   * All parts together, those included that have not begun.
   *
   * @param size bytes of the whole, or 0 when only the parts that have begun are known
   */
  synchronized Reading whole(String name, long size) {
    long there = 0;
    long known = 0;
    long moved = 0;
    long since = Long.MAX_VALUE;
    for (PartState state : parts.values()) {
      there += state.there();
      known += state.part().size();
      if (state.fate() != Fate.ALREADY_THERE) {
        moved += state.there() - state.before();
        since = Math.min(since, state.began());
      }
    }
    return new Reading(name, there, Math.max(size, known), moved == 0 ? 0 : rate(moved, since));
  }

  private long rate(long bytes, long since) {
    long nanos = nanoTime.getAsLong() - since;
    return nanos < SHORTEST.toNanos() ? 0 : (long) (bytes * 1e9 / nanos);
  }
}
