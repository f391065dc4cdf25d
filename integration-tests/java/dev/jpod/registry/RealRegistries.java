package dev.jpod.registry;

import dev.jpod.host.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.testcontainers.utility.DockerImageName;

/**
 * The registries of a whole test run, each started when the first test asks for it. A test class
 * that is {@code @ExtendWith(RealRegistries.Shared.class)} gets them as a parameter.
 */
public final class RealRegistries implements AutoCloseable {
  private final Path folder;
  private final TestAuthority authority;
  private final DockerEngine engine;
  private final DockerImageName image;
  private @Nullable RealRegistry plain;
  private @Nullable RealRegistry tls;
  private @Nullable RealRegistry basic;
  private @Nullable RealRegistry token;
  private @Nullable TokenServer tokens;

  private RealRegistries() throws IOException, InterruptedException {
    folder = Files.createTempDirectory("jpod-it-registries-");
    authority = TestAuthority.in(folder);
    engine = DockerEngine.start();
    image = RegistryImage.build();
  }

  /** Without TLS, for everybody. */
  public RealRegistry plain() {
    if (plain == null) {
      plain = RealRegistry.plain(image);
    }
    return plain;
  }

  /** With TLS, for everybody. */
  public RealRegistry tls() throws IOException {
    if (tls == null) {
      tls = RealRegistry.tls(image, authority);
    }
    return tls;
  }

  /** With TLS, for those who know the password. */
  public RealRegistry basic() throws IOException {
    if (basic == null) {
      basic = RealRegistry.basic(image, authority);
    }
    return basic;
  }

  /** With TLS, for those who bring a token; what lies below {@code open/} is for everybody. */
  public RealRegistry token() throws IOException, GeneralSecurityException {
    if (token == null) {
      token = RealRegistry.token(image, authority, tokens());
    }
    return token;
  }

  /** Whom {@link #token()} sends its clients to. */
  public TokenServer tokens() throws IOException, GeneralSecurityException {
    if (tokens == null) {
      tokens = TokenServer.start(authority);
    }
    return tokens;
  }

  /** The certificate of the authority that the registries with TLS are known to. */
  public Path certificate() {
    return authority.certificate();
  }

  /** Writes the authority's certificate where container tools look for that of a registry. */
  public void trust(RealRegistry registry, Path certsD) throws IOException {
    Path folder = Files.createDirectories(certsD.resolve(registry.host()));
    Files.copy(certificate(), folder.resolve("ca.crt"), StandardCopyOption.REPLACE_EXISTING);
  }

  /** Ends all registries and the Docker engine. */
  @Override
  public void close() throws IOException {
    for (RealRegistry registry : new @Nullable RealRegistry[] {plain, tls, basic, token}) {
      if (registry != null) {
        registry.close();
      }
    }
    if (tokens != null) {
      tokens.close();
    }
    engine.close();
    FileTree.delete(folder);
  }

  /** Hands the registries of the test run to whoever has them as a parameter. */
  public static final class Shared implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType().equals(RealRegistries.class);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.GLOBAL)
          .computeIfAbsent(RealRegistries.class, _ -> started());
    }

    private static RealRegistries started() {
      try {
        return new RealRegistries();
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException("the registries of the tests cannot be started", e);
      }
    }
  }
}
