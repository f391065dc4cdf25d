import java.io.IOException;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Label;
import java.lang.classfile.attribute.RuntimeInvisibleTypeAnnotationsAttribute;
import java.lang.classfile.attribute.RuntimeVisibleTypeAnnotationsAttribute;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Turns each switch over types in the classes of a folder into plain bytecode. javac leaves the
 * choice among the types to SwitchBootstraps.typeSwitch, which generates a class when the switch is
 * first met in a process, and which no AOT cache keeps; here that call becomes one of a method of
 * the same class that does what typeSwitch promises, by instanceof. What is chosen among by other
 * things than types stays as it is. Idempotent.
 */
final class PlainSwitches {
  private static final String BOOTSTRAPS = "Ljava/lang/runtime/SwitchBootstraps;";

  private final ClassModel type;
  private final List<Switch> switches = new ArrayList<>();

  private PlainSwitches(ClassModel type) {
    this.type = type;
  }

  /** One call of typeSwitch: the method that stands in for it, and the types to choose among. */
  private record Switch(String method, MethodTypeDesc signature, List<ClassDesc> types) {}

  /**
   * @param args the folder; what its classes refer to is on the class path
   */
  public static void main(String[] args) throws IOException {
    ClassFile format =
        ClassFile.of(
            ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(ClassLoader.getSystemClassLoader())
                    .orElse(ClassHierarchyResolver.defaultResolver())
                    .cached()));
    List<Path> files;
    try (Stream<Path> tree = Files.walk(Path.of(args[0]))) {
      files = tree.filter(file -> file.toString().endsWith(".class")).toList();
    }
    for (Path file : files) {
      PlainSwitches plain = new PlainSwitches(format.parse(Files.readAllBytes(file)));
      byte[] content = format.transformClass(plain.type, plain.transform());
      if (!plain.switches.isEmpty()) {
        Files.write(file, content);
      }
    }
  }

  private ClassTransform transform() {
    return ClassTransform.transformingMethodBodies(
            (code, element) -> {
              Switch found = element instanceof InvokeDynamicInstruction call ? find(call) : null;
              if (found == null) {
                if (!isAnnotation(element)) {
                  code.with(element);
                }
              } else {
                switches.add(found);
                boolean isInterface = type.flags().has(AccessFlag.INTERFACE);
                code.invokestatic(
                    type.thisClass().asSymbol(), found.method(), found.signature(), isInterface);
              }
            })
        .andThen(ClassTransform.endHandler(this::addMethods));
  }

  /** Those of local variables tell where in the code they hold, and are copied as they were. */
  private static boolean isAnnotation(CodeElement element) {
    return element instanceof RuntimeVisibleTypeAnnotationsAttribute
        || element instanceof RuntimeInvisibleTypeAnnotationsAttribute;
  }

  private Switch find(InvokeDynamicInstruction call) {
    if (!call.bootstrapMethod().owner().descriptorString().equals(BOOTSTRAPS)
        || !call.bootstrapMethod().methodName().equals("typeSwitch")) {
      return null;
    }
    List<ClassDesc> types = new ArrayList<>();
    for (ConstantDesc label : call.bootstrapArgs()) {
      if (!(label instanceof ClassDesc labelled) || labelled.isPrimitive()) {
        return null;
      }
      types.add(labelled);
    }
    return new Switch("typeSwitch$" + switches.size(), call.typeSymbol(), types);
  }

  private void addMethods(ClassBuilder builder) {
    for (Switch each : switches) {
      builder.withMethodBody(
          each.method(),
          each.signature(),
          ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC,
          code -> choose(code, each.types()));
    }
  }

  /**
   * Of a value and the number of the first type that counts: -1 for null, else the number of the
   * first type that the value has, else the number of types.
   */
  private static void choose(CodeBuilder code, List<ClassDesc> types) {
    Label isThere = code.newLabel();
    code.aload(0).ifnonnull(isThere).iconst_m1().ireturn().labelBinding(isThere);
    for (int i = 0; i < types.size(); i++) {
      Label next = code.newLabel();
      code.iload(1).loadConstant(i).if_icmpgt(next);
      code.aload(0).instanceOf(types.get(i)).ifeq(next);
      code.loadConstant(i).ireturn().labelBinding(next);
    }
    code.loadConstant(types.size()).ireturn();
  }
}
