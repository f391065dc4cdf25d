package dev.jpod.trust;

import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which images may be used, and on what conditions: a {@code policy.json} as
 * containers-policy.json(5) defines it.
 *
 * @param origin the file, or what stands for it in messages
 * @param standard what holds where nothing else is said
 * @param transports what holds for the scopes of a transport; the scope "" is all that has none
 */
public record Policy(
    String origin,
    List<Requirement> standard,
    Map<String, Map<String, List<Requirement>>> transports) {
  private static final Path OF_HOST = Path.of("/etc/containers/policy.json");
  private static final int LARGEST = 4 << 20;

  /** What holds on a host without a policy: every image may be used. */
  public static final Policy NONE =
      new Policy("no policy", List.of(new Requirement.InsecureAcceptAnything()), Map.of());

  public Policy {
    standard = List.copyOf(standard);
    transports = Map.copyOf(transports);
  }

  /**
   * What a policy says of an image.
   *
   * @param scope in words
   * @param requirements that must all hold; never empty
   */
  record Rule(String scope, List<Requirement> requirements) {}

  /**
   * The policy of the host: that of the user, or else that in {@code /etc/containers}, or {@link
   * #NONE}.
   *
   * @param environment in which XDG_CONFIG_HOME and HOME say where the user's is
   * @throws JpodException when there is one that cannot be read or understood
   */
  public static Policy ofHost(Map<String, String> environment) {
    for (Path folder : ConfigFolder.ofUser(environment)) {
      Policy users = readIfThere(folder.resolve("policy.json"));
      if (users != null) {
        return users;
      }
    }
    Policy hosts = readIfThere(OF_HOST);
    return hosts == null ? NONE : hosts;
  }

  /**
   * The policy of a file.
   *
   * @throws JpodException of kind REFUSED when anything in it is not understood, NOT_FOUND when
   *     there is no such file
   */
  public static Policy read(Path file) {
    Policy policy = readIfThere(file);
    if (policy == null) {
      throw JpodException.notFound(
          "there is no image policy '" + file + "'", "name the file of a policy");
    }
    return policy;
  }

  private static @Nullable Policy readIfThere(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return PolicyReader.read(in.readNBytes(LARGEST), file.toString());
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw new JpodException(
          Failure.FAILED,
          "the image policy '" + file + "' cannot be read: " + e.getMessage(),
          "see the permissions of the file",
          e);
    }
  }

  /** The requirements of the narrowest scope that the policy has for an image. */
  Rule ruleFor(Subject subject) {
    String transport = subject.transport().word();
    Map<String, List<Requirement>> scopes = transports.getOrDefault(transport, Map.of());
    for (String scope : subject.scopes()) {
      List<Requirement> requirements = scopes.get(scope);
      if (requirements != null) {
        return new Rule("the scope '" + scope + "' of '" + transport + "'", requirements);
      }
    }
    List<Requirement> rest = scopes.get("");
    return rest == null
        ? new Rule("its default", standard)
        : new Rule("its default for '" + transport + "'", rest);
  }
}
