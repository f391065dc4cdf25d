package dev.jpod.apply;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.launcher.TagFilter.excludeTags;

import dev.jpod.NeedsRoot;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * A program that runs the tests of classes, one class after the other, without those that need
 * root. Behind what it says of a class comes a line with {@link #PASSED} or {@link #FAILED}; a
 * class fails when one of its tests does, or none is there.
 */
final class TestClasses {
  static final String PASSED = "= passed";
  static final String FAILED = "= failed";

  private TestClasses() {}

  public static void main(String[] names) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    for (String name : names) {
      out.println(passes(name, out) ? PASSED : FAILED);
    }
    // Whatever threads the tests have left.
    System.exit(0);
  }

  private static boolean passes(String name, PrintWriter out) {
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    try {
      LauncherFactory.create()
          .execute(
              LauncherDiscoveryRequestBuilder.request()
                  .selectors(selectClass(name))
                  .filters(excludeTags(NeedsRoot.TAG))
                  .build(),
              listener);
    } catch (RuntimeException e) {
      e.printStackTrace(out);
      return false;
    }
    TestExecutionSummary summary = listener.getSummary();
    summary.printFailuresTo(out, 12);
    out.printf(
        "%d tests of %s succeeded in %d s%n",
        summary.getTestsSucceededCount(),
        name,
        (summary.getTimeFinished() - summary.getTimeStarted()) / 1000);
    return summary.getTotalFailureCount() == 0 && summary.getTestsSucceededCount() > 0;
  }
}
