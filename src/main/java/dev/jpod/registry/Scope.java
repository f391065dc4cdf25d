package dev.jpod.registry;

import java.util.List;

/**
 * What a token is for, in the words of the token specification of the distribution project.
 *
 * @param resources for example {@code repository:library/nginx:pull}; empty for none in particular
 */
record Scope(List<String> resources) {
  static final Scope NONE = new Scope(List.of());
  static final Scope CATALOG = new Scope(List.of("registry:catalog:*"));

  Scope {
    resources = List.copyOf(resources);
  }

  static Scope pull(String repository) {
    return new Scope(List.of("repository:" + repository + ":pull"));
  }

  static Scope push(String repository) {
    return new Scope(List.of("repository:" + repository + ":pull,push"));
  }

  /** To take from one repository what another of the same registry has. */
  static Scope mount(String repository, String from) {
    return new Scope(
        List.of("repository:" + repository + ":pull,push", "repository:" + from + ":pull"));
  }
}
