package dev.jpod.registry;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/**
 * Makes connections with TLS and can end them all at once, also those on which a thread waits:
 * {@code HttpURLConnection} itself waits for the reader before it closes.
 */
final class TlsSockets extends SSLSocketFactory implements AutoCloseable {
  private final SSLSocketFactory factory;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  TlsSockets(SSLContext context) {
    this.factory = context.getSocketFactory();
  }

  /** Speaks TLS on a connection that is there. */
  @Override
  public Socket createSocket(Socket connection, String host, int port, boolean autoClose)
      throws IOException {
    open.removeIf(Socket::isClosed);
    open.add(connection);
    return factory.createSocket(connection, host, port, autoClose);
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return createSocket(new Socket(host, port), host, port, true);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return createSocket(new Socket(host, port), host.getHostName(), port, true);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return createSocket(new Socket(host, port, local, localPort), host, port, true);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return createSocket(new Socket(host, port, local, localPort), host.getHostName(), port, true);
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return factory.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return factory.getSupportedCipherSuites();
  }

  @Override
  public void close() {
    for (Socket connection : open) {
      try {
        connection.close();
      } catch (IOException e) {
        // Whoever reads from it ends all the same: the descriptor is gone.
      }
    }
  }
}
