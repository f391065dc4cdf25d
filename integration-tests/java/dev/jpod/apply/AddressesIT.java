package dev.jpod.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.model.IpRange;
import dev.jpod.network.InterfaceNames;
import dev.jpod.network.SubnetPool;
import dev.jpod.observed.RangePool;
import dev.jpod.store.NetworkRecord;
import dev.jpod.store.NetworkRecords;
import dev.jpod.store.PodRecord;
import dev.jpod.store.PodRecords;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Addresses and ranges are enough for all pods that can have one, in whatever order they come. */
class AddressesIT extends FreshStore {
  private static final String HEAD =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: shop
      x-idle: &idle {image: "localhost/busybox:1", command: [sleep, "1000"], stopSignal: KILL}
      """;

  private List<String> addresses(String namePart) {
    List<String> addresses = new ArrayList<>();
    for (PodRecord pod : new PodRecords(store.layout()).all()) {
      if (pod.name().contains(namePart)) {
        pod.endpoints().forEach(endpoint -> addresses.addAll(endpoint.addresses()));
      }
    }
    return addresses;
  }

  @Test
  void anAddressThatAPodAsksForIsGivenToNoOther() throws Exception {
    String stack =
        HEAD
            + """
            networks: {front: {subnets: [10.195.0.0/24]}}
            pods:
              given: {<<: *idle, replicas: 5, networks: [front]}
              second: {<<: *idle, networks: {front: {ipv4: 10.195.0.2}}}
              third: {<<: *idle, networks: {front: {ipv4: 10.195.0.3}}}
            """;

    store.apply(stack).well();

    assertThat(addresses("second")).containsExactly("10.195.0.2");
    assertThat(addresses("third")).containsExactly("10.195.0.3");
    assertThat(addresses("given")).hasSize(5);
    store.staysAsItIs(stack);
  }

  @Test
  void podsOfAFullNetworkTakeOverFromThoseThatGo() throws Exception {
    String before =
        HEAD
            + """
            networks: {front: {subnets: [10.195.0.0/29]}}
            pods:
              stays: {<<: *idle, networks: [front]}
              old: {<<: *idle, replicas: 4, networks: [front]}
            """;
    String after = before.replace("old:", "new:");
    store.apply(before).well();
    long stays = store.container("shop-stays-0").pid();

    store.apply(after).well();

    assertThat(addresses("new")).hasSize(4).doesNotContainAnyElementsOf(addresses("stays"));
    assertThat(store.container("shop-stays-0").pid()).isEqualTo(stays);
    assertThat(store.running()).hasSize(5);
    store.staysAsItIs(after);
  }

  @Test
  void aNetworkIsNotGivenTheRangeThatAnotherOneAsksFor() throws Exception {
    InterfaceNames names = InterfaceNames.of(store.layout().root());
    RangePool pool = SubnetPool.pools(names).getFirst();
    IpRange first = pool.first();
    for (int i = 0; i < names.number() % pool.size(); i++) {
      first = first.next();
    }
    String stack =
        HEAD
            + """
            networks: {zone: {subnets: [RANGE]}}
            pods:
              a: {<<: *idle}
              z: {<<: *idle, networks: [zone]}
            """
                .replace("RANGE", first.toString());

    store.apply(stack).well();

    NetworkRecord given = new NetworkRecords(store.layout()).require("shop_default");
    assertThat(given.subnets()).hasSize(1);
    assertThat(IpRange.of(given.subnets().getFirst().cidr()).overlaps(first)).isFalse();
  }
}
