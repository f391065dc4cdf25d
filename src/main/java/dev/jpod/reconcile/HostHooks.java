package dev.jpod.reconcile;

import dev.jpod.host.Command;
import dev.jpod.host.LineProgram;
import dev.jpod.model.ContentSource;
import dev.jpod.model.GrantSource;
import dev.jpod.model.HostHook;
import dev.jpod.model.JpodException;
import dev.jpod.model.Stack;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Runs the hooks of a stack on the host. */
final class HostHooks {
  /** Of a run that has none. */
  static final HostHooks NONE = new HostHooks(Map.of());

  private final Map<String, String> environment;

  private HostHooks(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * Those of one run. They get its environment without the variables that secrets are taken from.
   *
   * @param revision the one that the stack is at when the run has succeeded
   */
  static HostHooks of(Stack stack, long revision, Map<String, String> environment) {
    Map<String, String> given = new HashMap<>(environment);
    removeSources(stack.secrets().values(), given);
    given.put("JPOD_STACK", stack.name());
    given.put("JPOD_REVISION", Long.toString(revision));
    return new HostHooks(given);
  }

  private static void removeSources(
      Collection<GrantSource> secrets, Map<String, String> environment) {
    for (GrantSource secret : secrets) {
      if (secret.content() instanceof ContentSource.Environment source) {
        environment.remove(source.variable());
      }
    }
  }

  /**
   * Runs one to its end.
   *
   * @param lines hears what it writes
   * @throws JpodException when it fails or takes too long
   */
  void run(HostHook hook, Consumer<String> lines) {
    Map<String, String> given = new HashMap<>(environment);
    given.put("JPOD_HOOK", hook.moment().field());
    try {
      int code =
          new LineProgram(
                  new Command(
                      hook.command(), given, Path.of(hook.folder()), new byte[0], hook.timeout()),
                  lines)
              .run();
      if (code != 0) {
        throw JpodException.failed(
            "'" + hook.command().getFirst() + "' ended with exit code " + code,
            "what it wrote tells the cause");
      }
    } catch (JpodException e) {
      throw new JpodException(
          e.failure(), "the hook " + hook.name() + " failed: " + e.getMessage(), e.hint(), e);
    }
  }
}
