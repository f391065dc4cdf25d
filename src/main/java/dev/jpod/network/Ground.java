package dev.jpod.network;

import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;

/** The network namespace in which a driver works. */
interface Ground {
  /**
   * The words that start a program in there.
   *
   * @throws dev.jpod.model.JpodException when the host does not have it
   */
  List<String> program(String name);

  /** Where {@code ip} finds the namespace, to move a link into it. */
  String path();

  /** The folder in which the kernel shows the interfaces. */
  Path interfaces();

  /** What the kernel shows of the rest; of now, or of later. */
  KernelFiles files();

  /**
   * Sets switches of the kernel, by their files below /proc/sys.
   *
   * @throws dev.jpod.model.JpodException when one cannot be set
   */
  void set(SortedMap<Path, String> switches);

  /** The largest packet that leaves by the default route, in bytes; 0 where there is none. */
  int wayOut();

  /** Whose the namespace is. */
  Owner owner();

  /** Who can have something in a namespace. */
  enum Owner {
    /**
     * It is that of this process: others have rules there, too, and sockets of it can be opened.
     */
    HOST,
    /** Nothing is in there but what the driver put there. */
    STORE
  }
}
