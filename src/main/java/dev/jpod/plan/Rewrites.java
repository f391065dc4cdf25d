package dev.jpod.plan;

import dev.jpod.diff.Change;
import dev.jpod.diff.Change.StartReason;
import dev.jpod.diff.ChangeClass;
import dev.jpod.diff.Field;
import dev.jpod.diff.FieldChange;
import dev.jpod.diff.FieldTable;
import dev.jpod.model.Instance;
import dev.jpod.model.Instance.EnvEntry;
import dev.jpod.model.Instance.GrantedFile;
import dev.jpod.model.Instance.Sensitivity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is written so that a container that stays has its wanted fields. Each action says which
 * fields are applied once it is done, so that a run that dies between two of them leaves a record
 * that is true.
 */
final class Rewrites {
  private Rewrites() {}

  /**
   * At most one action of each kind; the last of them completes the record. A content that the
   * process is told of counts as applied only when it was told.
   */
  static List<Action.OnContainer> of(Change.OfCurrent change) {
    List<FieldChange> limits = new ArrayList<>();
    List<FieldChange> inFiles = new ArrayList<>();
    List<FieldChange> others = new ArrayList<>();
    List<String> signals = change.signals();
    boolean writesFiles = lostItsSecrets(change);
    for (FieldChange field : change.difference().fields()) {
      if (field.field().changeClass() == ChangeClass.LIVE) {
        // Also one that the kernel has already: the bundle does not.
        limits.add(field);
      } else {
        boolean isInFile = field.field() instanceof Field kind && kind.isInFile();
        writesFiles |= isInFile;
        if (!isInFile) {
          others.add(field);
        } else if (signals.isEmpty() || field.changeClass() != ChangeClass.SIGNAL) {
          inFiles.add(field);
        }
      }
    }
    boolean writesLimits = !limits.isEmpty() || change.difference().hasDrifted(ChangeClass.LIVE);
    boolean writesRecord =
        !others.isEmpty()
            || change.difference().hasDrifted(ChangeClass.META)
            || change.current().isAdopted();

    SortedMap<String, String> wanted = FieldTable.fieldsOf(change.desired());
    SortedMap<String, String> applied = new TreeMap<>(change.current().applied());
    String id = change.current().id();
    List<Action.OnContainer> actions = new ArrayList<>(3);
    if (writesLimits) {
      overlay(applied, limits);
      boolean last = !writesFiles && !writesRecord && signals.isEmpty();
      actions.add(
          new Action.UpdateResources(
              change.desired(),
              id,
              last ? wanted : copy(applied),
              change.difference().leftLimits()));
    }
    if (writesFiles) {
      overlay(applied, inFiles);
      boolean last = !writesRecord && signals.isEmpty();
      actions.add(new Action.RewriteFiles(change.desired(), id, last ? wanted : copy(applied)));
    }
    if (writesRecord) {
      overlay(applied, others);
      boolean last = signals.isEmpty();
      actions.add(new Action.RewriteRecord(change.desired(), id, last ? wanted : copy(applied)));
    }
    if (!signals.isEmpty()) {
      actions.add(new Action.SignalContainer(change.desired(), id, signals, wanted));
    }
    return actions;
  }

  /**
   * Secrets lie in memory only. Of one that had ended or never ran, nobody can tell whether that
   * was before the last boot.
   */
  private static boolean lostItsSecrets(Change.OfCurrent change) {
    return change instanceof Change.Start start
        && (start.reason() == StartReason.HOST_REBOOTED
            || start.reason() == StartReason.RUN_FOLDER_GONE
            || hasSecrets(start.desired()));
  }

  private static boolean hasSecrets(Instance instance) {
    for (GrantedFile file : instance.files()) {
      if (file.sensitivity() == Sensitivity.SECRET) {
        return true;
      }
    }
    for (EnvEntry variable : instance.env().values()) {
      if (variable.sensitivity() == Sensitivity.SECRET) {
        return true;
      }
    }
    return false;
  }

  private static void overlay(SortedMap<String, String> applied, List<FieldChange> changes) {
    for (FieldChange change : changes) {
      if (change.after() == null) {
        applied.remove(change.path());
      } else {
        applied.put(change.path(), change.after());
      }
    }
  }

  private static SortedMap<String, String> copy(SortedMap<String, String> fields) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(fields));
  }
}
