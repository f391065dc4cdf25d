package dev.jpod.engine;

import dev.jpod.host.HostUser;
import dev.jpod.image.ImageStore;
import dev.jpod.store.StoreLayout;
import java.io.IOException;
import java.nio.file.Path;

/** Has a pod take over in a process of its own, so that it can be killed at any moment of that. */
final class DoomedTakeover {
  private DoomedTakeover() {}

  /** The words are the two folders of the store and the id of the pod. */
  public static void main(String[] words) throws IOException {
    StoreLayout layout = new StoreLayout(Path.of(words[0]), Path.of(words[1]));
    Pods pods = Engine.over(layout, ImageStore.open(layout.root()), HostUser.ofProcess()).pods();
    System.out.println("ready");
    if (System.in.read() >= 0) {
      pods.takeOver(words[2]);
    }
  }

  /** Kills a takeover of the pod so long after it has begun. */
  static void killAfter(long millis, StoreLayout layout, String pod)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-Djpod.user=" + HostUser.ofProcess().id(),
                "-cp",
                System.getProperty("java.class.path"),
                DoomedTakeover.class.getName(),
                layout.root().toString(),
                layout.runroot().toString(),
                pod)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (!"ready".equals(process.inputReader().readLine())) {
      throw new IllegalStateException("the takeover could not be begun");
    }
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
    Thread.sleep(millis);
    process.destroyForcibly().waitFor();
  }
}
