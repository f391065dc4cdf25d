package dev.jpod.host;

/**
 * The user of the host for whom jpod works. Root works on the host itself; everybody else in a user
 * namespace of his own, which the launcher has joined before this process began: there he is called
 * 0 like root, and files carry the numbers that the namespace gives them.
 *
 * @param id his number outside of that namespace
 */
public record HostUser(int id) {
  /** The one who may do everything. */
  public static final HostUser ROOT = new HostUser(0);

  private static final String GIVEN = "jpod.user";

  /** For whom this process works: the launcher's word {@code jpod.user}, else root. */
  public static HostUser ofProcess() {
    Integer id = Integer.getInteger(GIVEN);
    return id == null ? ROOT : new HostUser(id);
  }

  /** Whether the host is his. */
  public boolean isRoot() {
    return id == 0;
  }
}
