package dev.jpod.registry;

import dev.jpod.host.Command;
import dev.jpod.host.CommandResult;
import dev.jpod.host.ProcessRunner;
import dev.jpod.host.Programs;
import dev.jpod.json.JsonText;
import dev.jpod.json.JsonTree;
import dev.jpod.model.JpodException;
import dev.jpod.registry.Credential.IdentityToken;
import dev.jpod.registry.Credential.Password;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The programs {@code docker-credential-NAME}, in which credentials may be kept. */
record CredentialPrograms(RegistrySettings settings) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");

  /** How helpers say that they know nothing of a registry. */
  private static final String UNKNOWN = "credentials not found";

  /** The user of whom the helper has an identity token and no password. */
  private static final String TOKEN_USER = "<token>";

  /** What a helper keeps for a registry; null for nothing. */
  @Nullable Credential get(String name, String registry) {
    CommandResult result = run(name, "get", registry.getBytes(StandardCharsets.UTF_8));
    if (!result.succeeded()) {
      if (result.complaint().contains(UNKNOWN) || result.output().contains(UNKNOWN)) {
        return null;
      }
      throw failed(name, Answers.quoted(result.complaint()));
    }
    JsonNode said;
    try {
      said = JsonTree.read(result.output().getBytes(StandardCharsets.UTF_8));
    } catch (JacksonException e) {
      throw failed(name, "what it wrote is not JSON");
    }
    String user = said.path("Username").asString("");
    String secret = said.path("Secret").asString("");
    if (user.equals(TOKEN_USER)) {
      return new IdentityToken("", secret);
    }
    return user.isEmpty() ? null : new Password(user, secret);
  }

  /** Gives a helper something to keep. */
  void store(String name, String registry, Password password) {
    ObjectNode text = JsonNodeFactory.instance.objectNode();
    text.put("ServerURL", registry);
    text.put("Username", password.user());
    text.put("Secret", password.password());
    require(name, run(name, "store", JsonText.compact(text)));
  }

  /** Makes a helper forget; that it knew nothing is no failure. */
  void erase(String name, String registry) {
    CommandResult result = run(name, "erase", registry.getBytes(StandardCharsets.UTF_8));
    if (!result.succeeded() && !result.complaint().contains(UNKNOWN)) {
      require(name, result);
    }
  }

  /** The registries of which a helper knows something. */
  List<String> list(String name) {
    CommandResult result = run(name, "list", new byte[0]);
    require(name, result);
    try {
      JsonNode said = JsonTree.read(result.output().getBytes(StandardCharsets.UTF_8));
      return said.isObject() ? List.copyOf(said.propertyNames()) : List.of();
    } catch (JacksonException e) {
      throw failed(name, "what it wrote is not JSON");
    }
  }

  private static void require(String name, CommandResult result) {
    if (!result.succeeded()) {
      throw failed(name, Answers.quoted(result.complaint()));
    }
  }

  private CommandResult run(String name, String verb, byte[] input) {
    if (!NAME.matcher(name).matches()) {
      throw JpodException.refused(
          "'" + Answers.quoted(name) + "' is not the name of a credential helper",
          "a file with credentials names it in credHelpers or credsStore");
    }
    Path program = new Programs(settings.variable("PATH")).require("docker-credential-" + name);
    return new ProcessRunner()
        .run(
            new Command(
                List.of(program.toString(), verb),
                settings.environment(),
                Path.of("/"),
                input,
                settings.patience().silence()));
  }

  private static JpodException failed(String name, String why) {
    return JpodException.failed(
        "the credential helper '" + name + "' failed: " + why,
        "run docker-credential-" + name + " by hand to see why");
  }
}
