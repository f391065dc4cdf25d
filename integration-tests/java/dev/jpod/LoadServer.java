package dev.jpod;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A server for load: answers every request by HTTP and every packet by UDP with its name. It keeps
 * connections as long as servers do, and says so when it will not any more. A signal ends it at
 * once, whatever it is at: what is lost then was lost by whoever sent it.
 */
public final class LoadServer {
  private static final int BACKLOG = 1024;
  private static final int REQUESTS_OF_A_CONNECTION = 200;
  private static final int LONGEST_HEAD = 8192;

  private LoadServer() {}

  /**
   * What runs in a container.
   *
   * @param arguments its name, and the port of both protocols
   */
  @SuppressWarnings("resource") // it never ends by itself
  public static void main(String[] arguments) throws IOException {
    String name = arguments[0];
    int port = Integer.parseInt(arguments[1]);
    ServerSocket server = new ServerSocket(port, BACKLOG);
    DatagramSocket packets = new DatagramSocket(port);
    ExecutorService threads = Executors.newCachedThreadPool();
    threads.execute(() -> echo(packets, name));
    System.out.println("ready");
    while (true) {
      Socket socket = server.accept();
      threads.execute(() -> serve(socket, name));
    }
  }

  private static void echo(DatagramSocket packets, String name) {
    DatagramPacket packet = new DatagramPacket(new byte[1500], 1500);
    try {
      while (true) {
        packet.setLength(1500);
        packets.receive(packet);
        String said =
            new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
        byte[] answer = (name + " " + said).getBytes(StandardCharsets.US_ASCII);
        packets.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void serve(Socket socket, String name) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      for (int i = 1; ; i++) {
        String head = head(in);
        if (head.isEmpty()) {
          return;
        }
        boolean last = i == REQUESTS_OF_A_CONNECTION || head.contains("Connection: close");
        String answer =
            "HTTP/1.1 200 OK\r\nContent-Length: "
                + name.length()
                + (last ? "\r\nConnection: close" : "")
                + "\r\n\r\n"
                + name;
        out.write(answer.getBytes(StandardCharsets.US_ASCII));
        if (last) {
          return;
        }
      }
    } catch (IOException e) {
      // The client went away.
      return;
    }
  }

  /** The lines of a request before its empty one; empty when the client has no further one. */
  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.length() < LONGEST_HEAD) {
      int c = in.read();
      if (c < 0) {
        return "";
      }
      head.append((char) c);
      int length = head.length();
      if (c == '\n' && length > 3 && head.charAt(length - 3) == '\n') {
        return head.toString();
      }
    }
    throw new IOException("a head without an end");
  }
}
