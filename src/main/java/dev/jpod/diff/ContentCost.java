package dev.jpod.diff;

import dev.jpod.model.FileGrant;
import dev.jpod.model.Instance;
import dev.jpod.model.Instance.GrantedFile;
import dev.jpod.model.OnChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a changed content costs: the grant of the config or secret says so. */
final class ContentCost {
  private ContentCost() {}

  /** The same difference, with the class of every changed content as its grant has it. */
  static Difference priced(Instance desired, Difference difference) {
    if (difference.fields().isEmpty()) {
      return difference;
    }
    List<FieldChange> priced = new ArrayList<>(difference.fields().size());
    for (FieldChange change : difference.fields()) {
      FileGrant grant = grant(desired, change);
      priced.add(grant == null ? change : change.at(classOf(grant.reaction())));
    }
    return new Difference(priced, difference.drift(), difference.left());
  }

  /** The signals by which a container learns of a difference, each once. */
  static List<String> signals(Instance desired, Difference difference) {
    Set<String> signals = new TreeSet<>();
    for (FieldChange change : difference.fields()) {
      FileGrant grant = grant(desired, change);
      if (grant != null && change.changeClass() == ChangeClass.SIGNAL) {
        signals.add(grant.reaction().signal());
      }
    }
    return List.copyOf(signals);
  }

  /** The grant of a content that stays where it was; null for any other field. */
  private static @Nullable FileGrant grant(Instance desired, FieldChange change) {
    if (!(change.field() instanceof Field field)
        || !field.isInFile()
        || change.before() == null
        || change.after() == null) {
      return null;
    }
    String target = change.path().substring(field.path().length());
    for (GrantedFile file : desired.files()) {
      if (file.grant().target().equals(target)) {
        return file.grant();
      }
    }
    return null;
  }

  private static ChangeClass classOf(OnChange reaction) {
    return switch (reaction.reaction()) {
      case NONE -> ChangeClass.META;
      case SIGNAL -> ChangeClass.SIGNAL;
      case RESTART -> ChangeClass.RESTART;
      case REPLACE -> ChangeClass.REPLACE;
    };
  }
}
