package dev.jpod.manifest;

import dev.jpod.model.VolumeSpec;

/** One entry of the top-level {@code volumes}; nothing after the colon means the defaults. */
final class VolumeReader {
  private VolumeReader() {}

  static VolumeSpec read(Value value) {
    if (value.isNull()) {
      return VolumeSpec.PLAIN;
    }
    MapReader map = new MapReader(value);
    VolumeSpec volume = new VolumeSpec(map.flag("external"), ProtectReader.labels(map));
    map.finish();
    return volume;
  }
}
