package dev.jpod.network;

import dev.jpod.host.Programs;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** The namespace that this process is in. */
final class HostGround implements Ground {
  private static final Path CLASS = Path.of("/sys/class/net");

  private final Programs programs;

  HostGround(Programs programs) {
    this.programs = programs;
  }

  @Override
  public List<String> program(String name) {
    return List.of(programs.require(name).toString());
  }

  @Override
  public String path() {
    return "/proc/" + ProcessHandle.current().pid() + "/ns/net";
  }

  @Override
  public Path interfaces() {
    return CLASS;
  }

  @Override
  public KernelFiles files() {
    return KernelFiles.HOST;
  }

  @Override
  public void set(SortedMap<Path, String> switches) {
    for (Map.Entry<Path, String> entry : switches.entrySet()) {
      Path file = entry.getKey();
      try {
        Files.writeString(file, entry.getValue(), StandardCharsets.US_ASCII);
      } catch (NoSuchFileException e) {
        throw JpodException.failed(
            "the kernel has no switch '" + file + "'",
            "see whether it was built with that protocol");
      } catch (IOException e) {
        throw RunFolder.failed(file, "written", e);
      }
    }
  }

  @Override
  public int wayOut() {
    return DefaultRoute.mtu(this);
  }

  @Override
  public Owner owner() {
    return Owner.HOST;
  }
}
