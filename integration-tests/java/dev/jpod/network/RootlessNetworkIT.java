package dev.jpod.network;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The driver of one who is not root against the kernel and the programs that it starts. */
class RootlessNetworkIT {
  @TestFactory
  Stream<DynamicTest> traffic() throws IOException, InterruptedException {
    return PrivateNetwork.testsAsUser(RootlessTraffic.class, UplinkProgram.SLIRP4NETNS);
  }

  @TestFactory
  Stream<DynamicTest> repairs() throws IOException, InterruptedException {
    return PrivateNetwork.testsAsUser(RootlessRepairs.class, UplinkProgram.SLIRP4NETNS);
  }

  @TestFactory
  Stream<DynamicTest> suddenDeath() throws IOException, InterruptedException {
    return PrivateNetwork.testsAsUser(SuddenDeath.class, UplinkProgram.SLIRP4NETNS);
  }

  @TestFactory
  Stream<DynamicTest> pasta() throws IOException, InterruptedException {
    return PrivateNetwork.testsAsUser(RootlessPasta.class, UplinkProgram.PASTA);
  }
}
