package dev.jpod.apply;

import dev.jpod.reconcile.Outcome;
import dev.jpod.store.StoreLayout;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A process that applies or destroys a stack and dies at a given moment of it: {@code ROOT RUNROOT
 * MOMENT apply FILE} or {@code ROOT RUNROOT MOMENT destroy STACK}.
 */
final class MortalRun {
  private MortalRun() {}

  public static void main(String[] words) throws Exception {
    StoreLayout layout = new StoreLayout(Path.of(words[0]), Path.of(words[1]));
    int moment = Integer.parseInt(words[2]);
    InProcess run = new InProcess(layout, files -> new MortalStackStore(files, moment));
    Outcome outcome =
        words[3].equals("apply")
            ? run.apply(Files.readString(Path.of(words[4])))
            : run.destroy(words[4]);
    System.exit(outcome instanceof Outcome.Done ? 0 : 1);
  }
}
