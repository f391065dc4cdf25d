package dev.jpod.diff;

import java.util.Collection;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

/** Writes a JSON object or list as canonical text: no spaces, entries in the order of the calls. */
final class CanonicalJson {
  private final StringBuilder text = new StringBuilder(64);

  private CanonicalJson() {}

  static CanonicalJson object() {
    CanonicalJson json = new CanonicalJson();
    json.text.append('{');
    return json;
  }

  static String list(Collection<String> elements) {
    CanonicalJson json = new CanonicalJson();
    json.appendList(elements);
    return json.text.toString();
  }

  CanonicalJson with(String name, String value) {
    startEntry(name);
    quote(value);
    return this;
  }

  CanonicalJson with(String name, long value) {
    startEntry(name);
    text.append(value);
    return this;
  }

  CanonicalJson with(String name, Collection<String> values) {
    startEntry(name);
    appendList(values);
    return this;
  }

  CanonicalJson withUnlessNull(String name, @Nullable String value) {
    return value == null ? this : with(name, value);
  }

  String end() {
    return text.append('}').toString();
  }

  private void startEntry(String name) {
    if (text.length() > 1) {
      text.append(',');
    }
    quote(name);
    text.append(':');
  }

  private void appendList(Collection<String> elements) {
    text.append('[');
    boolean first = true;
    for (String element : elements) {
      if (!first) {
        text.append(',');
      }
      first = false;
      quote(element);
    }
    text.append(']');
  }

  private void quote(String value) {
    text.append('"').append(JsonStringEncoder.getInstance().quoteAsCharArray(value)).append('"');
  }
}
