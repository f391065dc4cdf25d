package dev.jpod.doctor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Whether what a user started may go on when he logs out. */
final class Session {
  private Session() {}

  /**
   * @param run the folder of this boot's session
   */
  static List<Finding> examine(HostFiles host, Person person, Path run) {
    List<Finding> found = new ArrayList<>();
    boolean systemd = host.exists("/run/systemd/system");
    if (systemd && !host.exists("/var/lib/systemd/linger/" + person.name())) {
      found.add(
          Finding.warning(
              "lingering is off for '"
                  + person.name()
                  + "': with the last logout systemd takes '/run/user/"
                  + person.id()
                  + "' and all containers away",
              "as root: loginctl enable-linger " + person.name()));
    }
    if (run.startsWith("/tmp")) {
      found.add(
          Finding.warning(
              "there is neither XDG_RUNTIME_DIR nor '/run/user/"
                  + person.id()
                  + "', so what lives until the next boot is in '"
                  + run
                  + "', where clean-up programs may find it",
              "as root: install -d -m 700 -o "
                  + person.name()
                  + " /run/user/"
                  + person.id()
                  + ", or let programs that log users in do it (pam_systemd)"));
    }
    return found;
  }
}
