package dev.jpod;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.Security;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * A client for load that looks the name up and connects anew for each request, or sends packets of
 * UDP from the same ports again and again. It says how many requests failed, and how long the
 * slowest took.
 */
public final class LoadClient {
  private static final int PATIENCE_MILLIS = 3000;

  private final String host;
  private final int port;
  private final LongAdder requests = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final AtomicLong longest = new AtomicLong();
  private final Map<String, AtomicInteger> said = new ConcurrentHashMap<>();

  private LoadClient(String host, int port) {
    this.host = host;
    this.port = port;
  }

  /**
   * What runs in the network of the host or of a pod until its standard input ends.
   *
   * @param arguments {@code tcp} or {@code udp}, host, port, threads, and the microseconds between
   *     two requests of a thread
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Security.setProperty("networkaddress.cache.ttl", "0");
    Security.setProperty("networkaddress.cache.negative.ttl", "0");
    LoadClient client = new LoadClient(arguments[1], Integer.parseInt(arguments[2]));
    Thread[] threads = new Thread[Integer.parseInt(arguments[3])];
    int pause = Integer.parseInt(arguments[4]);
    boolean tcp = arguments[0].equals("tcp");
    for (int i = 0; i < threads.length; i++) {
      threads[i] = new Thread(() -> client.loop(tcp, pause));
      threads[i].start();
    }
    System.in.read();
    for (Thread thread : threads) {
      thread.interrupt();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.printf(
        "requests=%d failed=%d longest=%dms said=%s%n",
        client.requests.sum(),
        client.failed.sum(),
        TimeUnit.NANOSECONDS.toMillis(client.longest.get()),
        new TreeMap<>(client.said));
  }

  private void loop(boolean tcp, int pauseMicros) {
    try (DatagramSocket packets = new DatagramSocket()) {
      packets.setSoTimeout(PATIENCE_MILLIS);
      for (int i = 0; !Thread.interrupted(); i++) {
        long start = System.nanoTime();
        String word;
        try {
          word = tcp ? request() : packet(packets, i);
        } catch (IOException e) {
          failed.increment();
          word = e.toString();
        }
        requests.increment();
        said.computeIfAbsent(word, _ -> new AtomicInteger()).incrementAndGet();
        longest.accumulateAndGet(System.nanoTime() - start, Math::max);
        TimeUnit.MICROSECONDS.sleep(pauseMicros);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      return;
    }
  }

  private String request() throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getByName(host), port), PATIENCE_MILLIS);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      if (!answer.startsWith("HTTP/1.1 200 OK\r\n")) {
        throw new IOException("the answer '" + answer + "'");
      }
      return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }
  }

  private String packet(DatagramSocket packets, int number) throws IOException {
    byte[] question = Integer.toString(number).getBytes(StandardCharsets.US_ASCII);
    packets.send(new DatagramPacket(question, question.length, InetAddress.getByName(host), port));
    DatagramPacket answer = new DatagramPacket(new byte[200], 200);
    while (true) {
      packets.receive(answer);
      String text = new String(answer.getData(), 0, answer.getLength(), StandardCharsets.US_ASCII);
      if (text.endsWith(" " + number)) {
        return text.substring(0, text.indexOf(' '));
      }
    }
  }
}
