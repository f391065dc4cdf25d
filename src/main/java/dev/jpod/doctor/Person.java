package dev.jpod.doctor;

/**
 * The ordinary user of whom the host is asked.
 *
 * @param id his number on the host
 * @param name as in /etc/passwd; his number when he is not in there
 */
record Person(int id, String name) {
  private static final int NUMBER = 2;

  static Person of(int id, HostFiles host) {
    for (String line : host.lines("/etc/passwd")) {
      String[] fields = line.split(":", -1);
      if (fields.length > NUMBER && fields[NUMBER].equals(Integer.toString(id))) {
        return new Person(id, fields[0]);
      }
    }
    return new Person(id, Integer.toString(id));
  }
}
