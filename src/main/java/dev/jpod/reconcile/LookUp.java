package dev.jpod.reconcile;

import dev.jpod.diff.Resolution;
import dev.jpod.diff.WantedImage;
import dev.jpod.model.Container;
import dev.jpod.model.FileGrant;
import dev.jpod.model.ImageReference;
import dev.jpod.model.Instance.Content;
import dev.jpod.model.Instance.EnvEntry;
import dev.jpod.model.Instance.GrantedFile;
import dev.jpod.model.Instance.Sensitivity;
import dev.jpod.model.JpodException;
import dev.jpod.model.Pod;
import dev.jpod.model.ProcessSpec.EnvValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks up, once each, what a stack refers to: environment files, configs and secrets; images have
 * been looked up before. Used for one run, by one thread.
 */
final class LookUp implements Resolution {
  private final Map<ImageReference, WantedImage> images;
  private final Fingerprints fingerprints;
  private final OpenContents open;
  private final SecretContents secrets;

  LookUp(
      Proposal proposal,
      Map<ImageReference, WantedImage> images,
      ContentReader reader,
      Fingerprints fingerprints,
      SecretMemory memory) {
    this.images = images;
    this.fingerprints = fingerprints;
    this.open = new OpenContents(proposal, reader);
    this.secrets = new SecretContents(proposal, reader, fingerprints, memory);
  }

  /** What was looked up that can be shown, for the revision. */
  OpenContents open() {
    return open;
  }

  /** The secrets that were looked up. */
  SecretContents secrets() {
    return secrets;
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
      open.envFile(file, pod).forEach((name, value) -> entries.put(name, EnvEntry.open(value)));
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
    SecretContents.Secret found = secrets.of(secret);
    String value = withoutLastLineEnd(new String(found.content(), StandardCharsets.UTF_8));
    if (value.indexOf('\0') >= 0) {
      throw JpodException.refused(
          "the secret '" + secret + "' has a zero byte and cannot be the value of " + variable,
          "grant it as a file instead");
    }
    return new EnvEntry(value, found.fingerprint(), Sensitivity.SECRET);
  }

  private static String withoutLastLineEnd(String text) {
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }

  @Override
  public List<GrantedFile> files(Pod pod, Container container) {
    List<GrantedFile> files = new ArrayList<>();
    for (FileGrant grant : container.configs()) {
      byte[] content = open.config(grant.source());
      files.add(
          new GrantedFile(
              grant.orElse(open.source(grant.source()).onChange()),
              new Content(content),
              fingerprints.ofOpen(content),
              Sensitivity.OPEN));
    }
    for (FileGrant grant : container.secrets()) {
      SecretContents.Secret found = secrets.of(grant.source());
      files.add(
          new GrantedFile(
              grant.orElse(secrets.source(grant.source()).onChange()),
              new Content(found.content()),
              found.fingerprint(),
              Sensitivity.SECRET));
    }
    return files;
  }
}
