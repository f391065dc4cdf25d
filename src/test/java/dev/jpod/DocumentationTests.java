package dev.jpod;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A type that other packages can use says what it is. */
class DocumentationTests {
  @Test
  void publicTypesAreDocumented() throws IOException {
    PublicTypes types = publicTypesIn(Path.of("src/main/java"));

    assertThat(types.documented).contains("Digest", "ContentSource.File");
    assertThat(types.undocumented).isEmpty();
  }

  private static PublicTypes publicTypesIn(Path folder) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (var walk = Files.walk(folder);
        StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      var files =
          manager.getJavaFileObjectsFromPaths(
              walk.filter(file -> file.toString().endsWith(".java")).sorted().toList());
      var task = (JavacTask) compiler.getTask(null, manager, null, List.of(), null, files);
      var scanner = new PublicTypes(DocTrees.instance(task));
      scanner.scan(task.parse(), null);
      return scanner;
    }
  }

  /** Walks through the public types and sorts them by whether they have Javadoc. */
  private static final class PublicTypes extends TreePathScanner<@Nullable Void, @Nullable Void> {
    private final DocTrees trees;
    private final List<String> documented = new ArrayList<>();
    private final List<String> undocumented = new ArrayList<>();
    private String type = "";

    PublicTypes(DocTrees trees) {
      this.trees = trees;
    }

    @Override
    public @Nullable Void visitClass(ClassTree node, @Nullable Void nothing) {
      if (!node.getModifiers().getFlags().contains(Modifier.PUBLIC) && !isMemberOfInterface()) {
        return null;
      }
      String outer = type;
      type = outer.isEmpty() ? node.getSimpleName().toString() : outer + "." + node.getSimpleName();
      note(type);
      super.visitClass(node, null);
      type = outer;
      return null;
    }

    private boolean isMemberOfInterface() {
      return getCurrentPath().getParentPath().getLeaf().getKind() == Tree.Kind.INTERFACE;
    }

    private void note(String name) {
      String comment = trees.getDocComment(getCurrentPath());
      (comment == null ? undocumented : documented).add(name);
    }
  }
}
