package dev.jpod.registry;

import java.net.Socket;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Takes any certificate, for registries that a person has called insecure. */
final class TrustEverybody extends X509ExtendedTrustManager {
  private static final X509Certificate[] NOBODY = {};

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String kind, Socket connection) {}

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine connection) {}

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String kind) {}

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String kind, Socket connection) {}

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine connection) {}

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String kind) {}

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return NOBODY;
  }
}
