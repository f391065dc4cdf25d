package dev.jpod.diff;

import dev.jpod.model.Instance.Sensitivity;
import dev.jpod.model.VolumeSpec;
import dev.jpod.observed.ObservedVolume;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * A volume that is there with other labels than are wanted, or that is adopted.
 *
 * @param volume its name on the host
 * @param current the volume as it is
 * @param fields one for each label, by key
 */
public record Relabelling(
    String volume, VolumeSpec spec, ObservedVolume current, List<FieldChange> fields) {
  public Relabelling {
    fields = List.copyOf(fields);
  }

  static Relabelling of(String volume, ObservedVolume current, VolumeSpec spec) {
    Map<String, String> before = current.labels();
    TreeSet<String> keys = new TreeSet<>(before.keySet());
    keys.addAll(spec.labels().keySet());
    List<FieldChange> fields = new ArrayList<>();
    for (String key : keys) {
      String old = before.get(key);
      String wanted = spec.labels().get(key);
      if (old == null || !old.equals(wanted)) {
        fields.add(
            new FieldChange(
                Field.LABELS,
                Field.LABELS.path() + key,
                old,
                wanted,
                ChangeClass.META,
                Sensitivity.OPEN));
      }
    }
    return new Relabelling(volume, spec, current, fields);
  }
}
