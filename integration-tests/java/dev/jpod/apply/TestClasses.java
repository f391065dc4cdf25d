package dev.jpod.apply;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** A program that runs the tests of one class. It fails when one of them does, or none is there. */
final class OneTestClass {
  private OneTestClass() {}

  public static void main(String[] arguments) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request().selectors(selectClass(arguments[0])).build();
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request, listener);
    listener
        .getSummary()
        .printFailuresTo(new PrintWriter(System.err, true, StandardCharsets.UTF_8), 12);
    long failed = listener.getSummary().getTotalFailureCount();
    long succeeded = listener.getSummary().getTestsSucceededCount();
    System.out.println(succeeded + " succeeded, " + failed + " failed");
    System.exit(failed == 0 && succeeded > 0 ? 0 : 1);
  }
}
