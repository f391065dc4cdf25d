package dev.jpod.network;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Raises two pods in a process of its own, so that it can be killed at any moment. */
final class DoomedRaise {
  private DoomedRaise() {}

  /** A lab with two pods in the same places whenever it is made for the same folder. */
  static Lab lab(Path root) {
    Lab lab = new Lab(root);
    HostedNetwork front = lab.network("front", Networks.plain());
    lab.pod("a", Repairs.PORT, front);
    lab.pod("b", List.of(), front, lab.network("back", Networks.internal()));
    return lab;
  }

  @SuppressWarnings("resource") // what it holds is what must be left when it is killed
  public static void main(String[] arguments) throws IOException {
    Lab lab = lab(Path.of(arguments[0]));
    System.out.println("ready");
    if (System.in.read() >= 0) {
      lab.raise();
      System.out.println("done");
    }
  }
}
