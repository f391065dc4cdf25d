package dev.jpod.cli;

import dev.jpod.plan.Action;
import dev.jpod.plan.Step;
import dev.jpod.transfer.TransferListener;

/** Passes on how an image gets on, at most once a second. */
final class JsonTransfer implements TransferListener {
  private static final long SECOND = 1_000_000_000;

  private final Step step;
  private final Told told;
  private final TransferMeter meter = new TransferMeter(System::nanoTime);
  private long last = System.nanoTime();

  /** Who is told. */
  @FunctionalInterface
  interface Told {
    /** So many bytes of an image are there, of so many in all. */
    void transferred(Step step, long bytes, long size);
  }

  JsonTransfer(Step step, Told told) {
    this.step = step;
    this.told = told;
  }

  @Override
  public void began(Part part) {
    meter.began(part);
  }

  @Override
  public void moved(Part part, long bytes) {
    meter.moved(part, bytes);
    tell();
  }

  @Override
  public void ended(Part part, Fate fate) {
    meter.ended(part, fate);
  }

  private synchronized void tell() {
    long now = System.nanoTime();
    if (now - last >= SECOND && step.action() instanceof Action.PullImage pull) {
      last = now;
      TransferMeter.Reading whole = meter.whole("", pull.image().size());
      told.transferred(step, whole.bytes(), whole.size());
    }
  }
}
