package dev.jpod.apply;

/**
 * Something that a stack can ask of networks and that it cannot have.
 *
 * @param networks lines below {@code networks:}; the words {@code # here} end the line that is at
 *     fault, in these lines or the next
 * @param pods lines below {@code pods:}
 * @param sentence what is said, short of the place
 * @param code what jpod ends with: 3 where the host is why, 65 where the file alone is
 */
record BadNetwork(String networks, String pods, String sentence, int code) {
  private static final String STACK =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: shop
      x-idle: &idle {image: "localhost/busybox:1", command: [sleep, "1000"], stopSignal: KILL}
      networks:
        front: {subnets: [10.198.0.0/29]}
        office: {external: true}
      NETWORKSpods:
        db: {<<: *idle, networks: {front: {ipv4: 10.198.0.2}}}
        web: {<<: *idle, networks: [front], ports: ["38280:80"]}
      PODS\
      """;

  /** A stack that asks for nothing bad. */
  static String good() {
    return STACK.replace("NETWORKS", "").replace("PODS", "");
  }

  /** What the host stands in the way of. */
  static BadNetwork onHost(String networks, String pods, String sentence) {
    return new BadNetwork(networks, pods, sentence, 3);
  }

  /** What is wrong wherever it is applied. */
  static BadNetwork inFile(String networks, String pods, String sentence) {
    return new BadNetwork(networks, pods, sentence, 65);
  }

  /** The stack file. */
  String stack() {
    return STACK.replace("NETWORKS", networks.indent(2)).replace("PODS", pods.indent(2));
  }

  /** The place that has to be named. */
  String place() {
    long before = stack().substring(0, stack().indexOf("# here")).lines().count();
    return "stack.yaml:" + before;
  }

  @Override
  public String toString() {
    return sentence;
  }
}
