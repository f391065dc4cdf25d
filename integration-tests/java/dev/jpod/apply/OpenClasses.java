package dev.jpod.apply;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The class path of the tests, copied to where every user may read it. */
final class OpenClasses {
  private OpenClasses() {}

  /** Copies it into a folder; the answer is the class path of the copies. */
  static String copyTo(Path folder) throws IOException, InterruptedException {
    List<String> copies = new ArrayList<>();
    int number = 0;
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path from = Path.of(entry);
      if (Files.exists(from)) {
        Path to = folder.resolve("classes-" + number++ + (entry.endsWith(".jar") ? ".jar" : ""));
        OrdinaryUser.asRoot(List.of("cp", "-r", from.toString(), to.toString())).well();
        copies.add(to.toString());
      }
    }
    OrdinaryUser.asRoot(List.of("chmod", "-R", "a+rX", folder.toString())).well();
    return String.join(File.pathSeparator, copies);
  }
}
