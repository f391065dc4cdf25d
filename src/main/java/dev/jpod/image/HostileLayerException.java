package dev.jpod.image;

import java.io.IOException;

/** Says what is wrong with a layer's tar; whoever knows which layer it is tells the user. */
final class HostileLayerException extends IOException {
  private static final long serialVersionUID = 1L;

  HostileLayerException(String message) {
    super(message);
  }

  HostileLayerException(String message, Throwable cause) {
    super(message, cause);
  }
}
