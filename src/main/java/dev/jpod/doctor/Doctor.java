package dev.jpod.doctor;

import dev.jpod.doctor.Finding.Severity;
import dev.jpod.engine.Engine;
import dev.jpod.host.HostUser;
import dev.jpod.host.Programs;
import dev.jpod.model.JpodException;
import dev.jpod.network.UplinkDefect;
import dev.jpod.network.UplinkProgram;
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
   * @param uplink what is to connect the pods of an ordinary user with the host
   * @param complaint what the program said that tried to make or join his namespaces; empty when it
   *     could, or had not to
   */
  public List<Finding> examine(Path store, Path run, UplinkProgram uplink, String complaint) {
    List<Finding> found = new ArrayList<>();
    if (!user.isRoot()) {
      Person person = Person.of(user.id(), host);
      found.addAll(ofNamespace(person));
      if (!complaint.isEmpty()) {
        JpodException refusal = refusal(complaint);
        found.removeIf(finding -> finding.what().equals(refusal.getMessage()));
        found.addFirst(Finding.error(String.valueOf(refusal.getMessage()), refusal.hint()));
      }
      found.addAll(Session.examine(host, person, run));
      for (UplinkDefect defect : UplinkDefect.of(uplink, programs)) {
        found.add(Finding.warning(defect.what(), defect.remedy()));
      }
    }
    found.addAll(StorePlaces.examine(store, run));
    found.addAll(Limits.examine(Engine.unkeptLimits(user)));
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
    List<Finding> reasons = new ArrayList<>(ofNamespace(Person.of(user.id(), host)));
    reasons.removeIf(finding -> finding.severity() != Severity.ERROR);
    reasons.addAll(UserNamespaces.restrictions(host));
    for (Finding reason : reasons) {
      return JpodException.refused(reason.what(), reason.remedy());
    }
    return JpodException.refused(
        "the user namespace of the user " + user.id() + " cannot be entered: " + complaint,
        "'jpod system migrate' ends what is left of the session, so that a new one can begin; as"
            + " root jpod needs no user namespace");
  }

  /**
   * Sees to it that a store can lie in a folder, which need not be there yet.
   *
   * @param store absolute and without links
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
