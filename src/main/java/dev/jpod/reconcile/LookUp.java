package dev.jpod.reconcile;

import dev.jpod.diff.Resolution;
import dev.jpod.diff.WantedImage;
import dev.jpod.model.Container;
import dev.jpod.model.FileGrant;
import dev.jpod.model.GrantSource;
import dev.jpod.model.ImageReference;
import dev.jpod.model.Instance.Content;
import dev.jpod.model.Instance.EnvEntry;
import dev.jpod.model.Instance.GrantedFile;
import dev.jpod.model.Instance.Sensitivity;
import dev.jpod.model.JpodException;
import dev.jpod.model.Pod;
import dev.jpod.model.ProcessSpec.EnvValue;
import dev.jpod.model.Stack;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks up, once each, what a stack refers to: environment files, configs and secrets; images have
 * been looked up before. Used for one run, by one thread.
 */
final class LookUp implements Resolution {
  private final Proposal proposal;
  private final Stack stack;
  private final Map<ImageReference, WantedImage> images;
  private final ContentReader reader;
  private final Fingerprints fingerprints;
  private final Map<String, byte[]> configs = new HashMap<>();
  private final Map<String, byte[]> secrets = new HashMap<>();

  LookUp(
      Proposal proposal,
      Map<ImageReference, WantedImage> images,
      ContentReader reader,
      Fingerprints fingerprints) {
    this.proposal = proposal;
    this.stack = proposal.stack();
    this.images = images;
    this.reader = reader;
    this.fingerprints = fingerprints;
  }

  @Override
  public WantedImage image(ImageReference reference) {
    WantedImage image = images.get(reference);
    if (image == null) {
      throw new IllegalStateException("nobody has looked up '" + reference + "'");
    }
    return image;
  }

  @Override
  public Map<String, EnvEntry> env(Pod pod, Container container) {
    Map<String, EnvEntry> entries = new LinkedHashMap<>();
    for (String file : container.process().envFiles()) {
      reader
          .readEnvFile(Path.of(file), "the environment file of " + pod.name())
          .forEach((name, value) -> entries.put(name, EnvEntry.open(value)));
    }
    for (Map.Entry<String, EnvValue> variable : container.process().env().entrySet()) {
      entries.put(variable.getKey(), entry(variable.getKey(), variable.getValue()));
    }
    return entries;
  }

  private EnvEntry entry(String variable, EnvValue value) {
    if (value instanceof EnvValue.Literal literal) {
      return EnvEntry.open(literal.value());
    }
    return switch (value) {
      case EnvValue.Literal literal -> EnvEntry.open(literal.value());
      case EnvValue.OfSecret secret -> secretEntry(variable, secret.secret());
    };
  }

  private EnvEntry secretEntry(String variable, String secret) {
    byte[] content = secret(secret);
    String value = withoutLastLineEnd(new String(content, StandardCharsets.UTF_8));
    if (value.indexOf('\0') >= 0) {
      throw JpodException.refused(
          "the secret '" + secret + "' has a zero byte and cannot be the value of " + variable,
          "grant it as a file instead");
    }
    return new EnvEntry(value, fingerprints.ofSecret(content), Sensitivity.SECRET);
  }

  private static String withoutLastLineEnd(String text) {
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }

  @Override
  public List<GrantedFile> files(Pod pod, Container container) {
    List<GrantedFile> files = new ArrayList<>();
    for (FileGrant grant : container.configs()) {
      byte[] content = config(grant.source());
      files.add(
          new GrantedFile(
              grant.orElse(declared(stack.configs(), grant.source()).onChange()),
              new Content(content),
              fingerprints.ofOpen(content),
              Sensitivity.OPEN));
    }
    for (FileGrant grant : container.secrets()) {
      byte[] content = secret(grant.source());
      files.add(
          new GrantedFile(
              grant.orElse(declared(stack.secrets(), grant.source()).onChange()),
              new Content(content),
              fingerprints.ofSecret(content),
              Sensitivity.SECRET));
    }
    return files;
  }

  private byte[] config(String name) {
    return configs.computeIfAbsent(
        name,
        _ ->
            reader.read(
                declared(stack.configs(), name).content(),
                "the config '" + name + "'" + proposal.placeOf("configs." + name)));
  }

  private byte[] secret(String name) {
    return secrets.computeIfAbsent(
        name,
        _ ->
            reader.read(
                declared(stack.secrets(), name).content(),
                "the secret '" + name + "'" + proposal.placeOf("secrets." + name)));
  }

  private static GrantSource declared(Map<String, GrantSource> sources, String name) {
    GrantSource source = sources.get(name);
    if (source == null) {
      throw new IllegalStateException("the manifest reader let '" + name + "' pass undeclared");
    }
    return source;
  }
}
