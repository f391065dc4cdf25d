package dev.jpod.doctor;

import dev.jpod.doctor.Finding.Severity;
import dev.jpod.host.HostUser;
import dev.jpod.host.Programs;
import dev.jpod.model.JpodException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Looks a host over for what keeps the containers of a user from running. Changes nothing. */
public final class Doctor {
  private final HostFiles host;
  private final HostUser user;
  private final Programs programs;

  public Doctor(HostUser user, Programs programs) {
    this(new HostFiles(Path.of("/")), user, programs);
  }

  Doctor(HostFiles host, HostUser user, Programs programs) {
    this.host = host;
    this.user = user;
    this.programs = programs;
  }

  /**
   * Everything that is not as it should be, the worst first.
   *
   * @param store the folder that outlives boots
   * @param run the folder that does not
   */
  public List<Finding> examine(Path store, Path run) {
    List<Finding> found = new ArrayList<>();
    if (!user.isRoot()) {
      Person person = Person.of(user.id(), host);
      found.addAll(ofNamespace(person));
      found.addAll(Session.examine(host, person, run));
      found.addAll(RootlessNetwork.examine(host, programs));
    }
    found.addAll(StorePlaces.examine(store));
    found.sort((one, other) -> one.severity().compareTo(other.severity()));
    return found;
  }

  /**
   * Why the user's namespaces could not be made or joined, in the words of {@link #examine} where
   * it finds the reason.
   *
   * @param complaint what the program said that tried
   */
  public JpodException refusal(String complaint) {
    for (Finding finding : ofNamespace(Person.of(user.id(), host))) {
      if (finding.severity() == Severity.ERROR) {
        return JpodException.refused(finding.what(), finding.remedy());
      }
    }
    return JpodException.refused(
        "the user namespace of the user " + user.id() + " cannot be entered: " + complaint,
        "'jpod doctor' looks for the reason; as root jpod needs no user namespace");
  }

  /**
   * Sees to it that a store can lie in a folder, which need not be there yet.
   *
   * @throws JpodException of kind REFUSED, in the words of {@link #examine}
   */
  public static void requirePlace(Path store) {
    for (Finding finding : StorePlaces.examine(store)) {
      throw JpodException.refused(finding.what(), finding.remedy());
    }
  }

  private List<Finding> ofNamespace(Person person) {
    List<Finding> found = new ArrayList<>(UserNamespaces.examine(host));
    found.addAll(SubordinateIds.examine(host, person));
    return found;
  }
}
