package dev.jpod.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;

/** Extended attributes of the {@code user} kind, which every user can read. */
final class Attributes {
  private Attributes() {}

  /** Their names without {@code user.}, sorted. */
  static List<String> user(Path path) throws IOException {
    return view(path).list().stream().sorted().toList();
  }

  static byte[] value(Path path, String name) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(view(path).size(name));
    view(path).read(name, buffer);
    return buffer.array();
  }

  private static UserDefinedFileAttributeView view(Path path) {
    return Files.getFileAttributeView(path, UserDefinedFileAttributeView.class);
  }
}
