package dev.jpod.network;

import dev.jpod.NeedsRoot;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The driver against the kernel, iproute2, nftables and aardvark-dns. */
@NeedsRoot("what root does to the network of the host; RootlessNetworkIT has what others do")
class NetworkIT {
  @TestFactory
  Stream<DynamicTest> traffic() throws IOException, InterruptedException {
    return PrivateNetwork.tests(Traffic.class);
  }

  @TestFactory
  Stream<DynamicTest> steadySenders() throws IOException, InterruptedException {
    return PrivateNetwork.tests(SteadySenders.class);
  }

  @TestFactory
  Stream<DynamicTest> repairs() throws IOException, InterruptedException {
    return PrivateNetwork.tests(Repairs.class);
  }

  @TestFactory
  Stream<DynamicTest> suddenDeath() throws IOException, InterruptedException {
    return PrivateNetwork.tests(SuddenDeath.class);
  }
}
