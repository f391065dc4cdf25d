package dev.jpod.reconcile;

import dev.jpod.diff.Change;
import dev.jpod.model.Instance;
import dev.jpod.model.Instance.EnvEntry;
import dev.jpod.model.Instance.GrantedFile;
import dev.jpod.model.Instance.Sensitivity;
import dev.jpod.model.JpodException;
import dev.jpod.plan.Plan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Takes the secrets of a run out of texts that others wrote: a program's log, a runtime's words.
 * Finds each secret as it is, line by line, in base64 and in hexadecimal digits; not what a program
 * made of it otherwise, and not one shorter than {@value #SHORTEST} bytes, which any text may have.
 */
public final class SecretMask {
  /** What stands in a secret's place. */
  public static final String MASK = "(secret)";

  private static final int SHORTEST = 4;

  /** Lines of a secret such as {@code -----BEGIN} are told apart from what is common by length. */
  private static final int SHORTEST_LINE = 8;

  /** Secrets that are files of this size are binaries or archives, which no log shows. */
  private static final int LONGEST = 64 << 10;

  private final List<String> forms;

  private SecretMask(Set<String> forms) {
    this.forms = new ArrayList<>(forms);
    this.forms.sort(Comparator.comparingInt(String::length).reversed());
  }

  /** A mask for the secrets of all that a plan wants. */
  public static SecretMask of(Plan plan) {
    List<Instance> instances = new ArrayList<>();
    for (Change change : plan.changes().changes()) {
      if (change instanceof Change.OfWanted wanted) {
        instances.add(wanted.desired());
      }
    }
    return of(instances);
  }

  /** A mask for the secrets of these containers. */
  public static SecretMask of(List<Instance> instances) {
    Set<String> forms = new HashSet<>();
    for (Instance instance : instances) {
      for (EnvEntry variable : instance.env().values()) {
        if (variable.sensitivity() == Sensitivity.SECRET) {
          add(variable.value().getBytes(StandardCharsets.UTF_8), forms);
        }
      }
      for (GrantedFile file : instance.files()) {
        if (file.sensitivity() == Sensitivity.SECRET) {
          add(file.content().bytes(), forms);
        }
      }
    }
    return new SecretMask(forms);
  }

  /** A mask for one secret. */
  public static SecretMask of(byte[] secret) {
    Set<String> forms = new HashSet<>();
    add(secret, forms);
    return new SecretMask(forms);
  }

  private static void add(byte[] secret, Set<String> forms) {
    if (secret.length > LONGEST) {
      return;
    }
    String text = new String(secret, StandardCharsets.UTF_8).strip();
    add(text, SHORTEST, forms);
    text.lines().forEach(line -> add(line.strip(), SHORTEST_LINE, forms));
    for (byte[] bytes : List.of(secret, text.getBytes(StandardCharsets.UTF_8))) {
      if (bytes.length >= SHORTEST) {
        forms.add(Base64.getEncoder().withoutPadding().encodeToString(bytes));
        forms.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        String hex = HexFormat.of().formatHex(bytes);
        forms.add(hex);
        forms.add(hex.toUpperCase(Locale.ROOT));
      }
    }
  }

  private static void add(String text, int shortest, Set<String> forms) {
    if (text.length() >= shortest) {
      forms.add(text);
    }
  }

  /** The text with {@value #MASK} wherever a secret was. */
  public String masked(String text) {
    String masked = text;
    for (String form : forms) {
      masked = masked.replace(form, MASK);
    }
    return masked;
  }

  /**
   * The failure without secrets. What caused it goes, too, when that says one: a stack trace shows
   * the words of causes.
   */
  public JpodException masked(JpodException failure) {
    JpodException masked = withoutSecrets(failure);
    return failure instanceof ContainerFailure of
        ? new ContainerFailure(
            masked, of.container(), of.lastLines().stream().map(this::masked).toList())
        : masked;
  }

  private JpodException withoutSecrets(JpodException failure) {
    String told = told(failure);
    if (forms.isEmpty() || masked(told).equals(told)) {
      return failure;
    }
    JpodException masked =
        new JpodException(
            failure.failure(),
            masked(String.valueOf(failure.getMessage())),
            masked(failure.hint()));
    masked.setStackTrace(failure.getStackTrace());
    return masked;
  }

  private static String told(JpodException failure) {
    StringBuilder told = new StringBuilder(failure.hint());
    addTo(told, failure, 0);
    return told.toString();
  }

  private static void addTo(StringBuilder told, Throwable failure, int depth) {
    told.append('\n').append(failure);
    if (depth > 20) {
      return;
    }
    Throwable cause = failure.getCause();
    if (cause != null) {
      addTo(told, cause, depth + 1);
    }
    for (Throwable suppressed : failure.getSuppressed()) {
      addTo(told, suppressed, depth + 1);
    }
  }
}
